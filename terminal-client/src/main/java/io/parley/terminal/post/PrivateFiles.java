// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.post;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files and folders that nobody but their owner can read, from the moment they are made. */
public final class PrivateFiles {
  private static final Set<PosixFilePermission> OF_FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> OF_FILE =
      PosixFilePermissions.fromString("rw-------");

  private PrivateFiles() {}

  /**
   * Makes the folder and those above it that are missing; one that is there becomes private too.
   */
  public static void makeFolder(Path folder) throws IOException {
    if (isPosix(folder)) {
      Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OF_FOLDER));
      Files.setPosixFilePermissions(folder, OF_FOLDER);
    } else {
      Files.createDirectories(folder);
    }
  }

  /** Makes an empty file, unless there is one, which becomes private too. */
  static void makeFile(Path file) throws IOException {
    open(file).close();
  }

  /** Gives a file this content, all of it or none. */
  public static void write(Path file, byte[] content) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    makeFile(fresh);
    Files.write(fresh, content);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Opens a file, and makes it if it is not there. */
  public static FileChannel open(Path file) throws IOException {
    boolean posix = isPosix(file);
    FileAttribute<?>[] attributes =
        posix
            ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OF_FILE)}
            : new FileAttribute<?>[0];
    FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
            attributes);
    if (posix) {
      Files.setPosixFilePermissions(file, OF_FILE);
    }
    return channel;
  }

  /** Makes the name of a new file durable, where the system knows how. */
  static void syncNameOf(Path file) {
    Path folder = file.toAbsolutePath().resolveSibling(".");
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // a system that cannot open a folder keeps its names by itself
    }
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
