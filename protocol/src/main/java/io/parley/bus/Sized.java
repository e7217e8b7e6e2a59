// SPDX-License-Identifier: Apache-2.0
package io.parley.bus;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/** Bytes on the bus that say first how many they are. */
final class Sized {
  private static final int LENGTH = 4;

  private Sized() {}

  static void append(Buffer buffer, byte[] bytes) {
    buffer.appendInt(bytes.length).appendBytes(bytes);
  }

  /**
   * Reads them. No memory is taken for what is not there, whatever the length says.
   *
   * @throws IndexOutOfBoundsException if they are not there
   */
  static byte[] at(int position, Buffer buffer) {
    int length = buffer.getInt(position);
    int begin = position + LENGTH;
    if (length < 0 || length > buffer.length() - begin) {
      throw new IndexOutOfBoundsException("shorter than it says");
    }
    return buffer.getBytes(begin, begin + length);
  }

  static String textAt(int position, Buffer buffer) {
    return new String(at(position, buffer), StandardCharsets.UTF_8);
  }

  /** Where that ends which begins there. */
  static int end(int position, Buffer buffer) {
    return position + LENGTH + buffer.getInt(position);
  }
}
