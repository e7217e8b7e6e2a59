// SPDX-License-Identifier: Apache-2.0
package io.parley.system.imports;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.parley.node.StartProblem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A file of an old store, read line by line. */
record OldFile(String name, List<Entry> entries) {
  /** One line that is not blank, under its number in the file. */
  record Entry(int number, OldLine line) {}

  static OldFile read(Path file, Function<String, OldLine> format) {
    List<Entry> entries = new ArrayList<>();
    int number = 0;
    for (byte[] line : lines(file)) {
      number++;
      String text = decode(line);
      if (text == null) {
        entries.add(new Entry(number, new OldLine.Faulty("not UTF-8")));
      } else if (!text.isBlank()) {
        entries.add(new Entry(number, format.apply(text)));
      }
    }
    return new OldFile(String.valueOf(file.getFileName()), entries);
  }

  private static List<byte[]> lines(Path file) {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException unreadable) {
      throw new StartProblem("Cannot read " + file + ".", unreadable);
    }
    List<byte[]> lines = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= bytes.length; i++) {
      if (i == bytes.length || bytes[i] == '\n') {
        int end = i > start && bytes[i - 1] == '\r' ? i - 1 : i;
        lines.add(Arrays.copyOfRange(bytes, start, end));
        start = i + 1;
      }
    }
    return lines;
  }

  private static @Nullable String decode(byte[] line) {
    try {
      return UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(line))
          .toString();
    } catch (CharacterCodingException notUtf8) {
      return null;
    }
  }
}
