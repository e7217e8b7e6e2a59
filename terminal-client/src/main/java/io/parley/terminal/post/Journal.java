// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.post;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Lines in a file that only grows: what was appended durably is there after a crash, and a last
 * line that a crash tore is not. For one thread at a time.
 */
final class Journal implements AutoCloseable {
  private final Path file;
  private FileChannel channel;
  private final List<String> found;

  private Journal(Path file, FileChannel channel, List<String> found) {
    this.file = file;
    this.channel = channel;
    this.found = found;
  }

  /** Opens the file, or makes it. */
  static Journal open(Path file) throws IOException {
    FileChannel channel = PrivateFiles.open(file);
    try {
      PrivateFiles.syncNameOf(file);
      byte[] bytes = Files.readAllBytes(file);
      int end = bytes.length;
      while (end > 0 && bytes[end - 1] != '\n') {
        end--;
      }
      channel.truncate(end);
      channel.position(end);
      String text = new String(Arrays.copyOf(bytes, end), StandardCharsets.UTF_8);
      return new Journal(file, channel, text.lines().toList());
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** The whole lines that were there when it was opened. */
  List<String> found() {
    return found;
  }

  /** Appends a line; a power cut may take it away again. */
  void append(String line) throws IOException {
    long before = channel.position();
    try {
      write(channel, line + "\n");
    } catch (IOException e) {
      // half a line in the middle would spoil the next one
      channel.truncate(before);
      throw e;
    }
  }

  /** Appends a line that is there even after a power cut. */
  void appendDurably(String line) throws IOException {
    append(line);
    channel.force(false);
  }

  long length() throws IOException {
    return channel.position();
  }

  /** Takes all lines away; a power cut may bring them back. */
  void clear() throws IOException {
    channel.truncate(0);
    channel.position(0);
  }

  /** Puts these lines in the place of all others, at once or not at all. */
  void replace(List<String> lines) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    FileChannel next = PrivateFiles.open(fresh);
    try {
      write(next, lines.stream().map(line -> line + "\n").collect(Collectors.joining()));
      next.force(true);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      PrivateFiles.syncNameOf(file);
    } catch (IOException e) {
      next.close();
      throw e;
    }
    channel.close();
    channel = next;
  }

  private static void write(FileChannel to, String text) throws IOException {
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
    while (bytes.hasRemaining()) {
      to.write(bytes);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
