// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.post;

import io.parley.model.Secret;
import io.parley.terminal.link.ServerAddress;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one person's client keeps on disk for one account: for one client at a time, and readable by
 * its owner only. Where that cannot be had, the client works without, and says so. For one thread
 * at a time, but for {@link Shown}.
 */
public final class AccountFolder implements AutoCloseable {
  private final Path folder;
  private final Optional<FileChannel> lock;
  private final Outbox outbox;
  private final Shown shown;
  private final ResumeFile resumeFile;
  private final Optional<String> warning;

  private AccountFolder(
      Path folder,
      Optional<FileChannel> lock,
      Outbox outbox,
      Shown shown,
      Optional<String> warning) {
    this.folder = folder;
    this.lock = lock;
    this.outbox = outbox;
    this.shown = shown;
    this.resumeFile = new ResumeFile(folder.resolve("resume"));
    this.warning = warning;
  }

  /** The folder of an account under the folder of all. */
  public static Path of(Path state, ServerAddress server, String user) {
    return state.resolve(asFileName(server.host()) + "_" + server.port()).resolve(asFileName(user));
  }

  /** Different names give different file names, also where a file system does not tell case. */
  private static String asFileName(String name) {
    StringBuilder safe = new StringBuilder();
    name.codePoints()
        .forEach(c -> {
          boolean plain =
              (c >= 'a' && c <= 'z')
                  || (c >= '0' && c <= '9')
                  || c == '-'
                  || c == '_'
                  || (c == '.' && !safe.isEmpty());
          safe.append(plain ? Character.toString(c) : String.format(Locale.ROOT, "%%%02x", c));
        });
    return safe.toString();
  }

  /** Opens the folder of an account, or works without if that cannot be. */
  public static AccountFolder open(Path folder) {
    FileChannel lock = null;
    try {
      PrivateFiles.makeFolder(folder);
      lock = lock(folder);
      if (lock == null) {
        return without(
            folder,
            "Another client uses this account here: what you type is kept only as long as this"
                + " one runs.");
      }
      return new AccountFolder(
          folder,
          Optional.of(lock),
          Outbox.in(Journal.open(folder.resolve("outbox"))),
          Shown.in(Journal.open(folder.resolve("shown")), Shown.MOST),
          Optional.empty());
    } catch (IOException e) {
      closeQuietly(lock);
      return without(
          folder,
          "Cannot keep anything in "
              + folder
              + " ("
              + e.getClass().getSimpleName()
              + "): what you type is kept only as long as this client runs.");
    }
  }

  private static AccountFolder without(Path folder, String warning) {
    return new AccountFolder(
        folder, Optional.empty(), Outbox.inMemory(), Shown.inMemory(), Optional.of(warning));
  }

  private static @Nullable FileChannel lock(Path folder) throws IOException {
    FileChannel channel = PrivateFiles.open(folder.resolve("lock"));
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      // another client of this process
    }
    channel.close();
    return null;
  }

  private static void closeQuietly(@Nullable FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      // it served no purpose any more
    }
  }

  /** Whether what is in it survives the client. */
  public boolean isKept() {
    return lock.isPresent();
  }

  /** Why nothing is kept, if so. */
  public Optional<String> warning() {
    return warning;
  }

  public Outbox outbox() {
    return outbox;
  }

  public Shown shown() {
    return shown;
  }

  /** Where the commands typed are kept; nothing if they are not. */
  public Optional<Path> history() {
    if (lock.isEmpty()) {
      return Optional.empty();
    }
    try {
      Path file = folder.resolve("history");
      PrivateFiles.makeFile(file);
      return Optional.of(file);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The secret that an earlier client left when it died without a goodbye. */
  public Optional<Secret> resume() {
    return isKept() ? resumeFile.read() : Optional.empty();
  }

  /** Keeps the secret of the last login, or none. */
  public void keepResume(Optional<Secret> secret) {
    if (isKept()) {
      resumeFile.write(secret);
    }
  }

  @Override
  public void close() {
    outbox.close();
    shown.close();
    lock.ifPresent(AccountFolder::closeQuietly);
  }
}
