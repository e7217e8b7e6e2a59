// SPDX-License-Identifier: Apache-2.0
package io.parley.keys;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** The few forms of DER (ITU-T X.690) in which a certificate is written. */
final class Der {
  private static final DateTimeFormatter GENERALIZED =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter TWO_DIGITS_OF_YEAR =
      DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

  /** From then on a certificate gives the year in four digits (RFC 5280, 4.1.2.5). */
  private static final Instant FOUR_DIGITS = Instant.parse("2050-01-01T00:00:00Z");

  private Der() {}

  static byte[] sequence(byte[]... parts) {
    return tagged(0x30, parts);
  }

  static byte[] set(byte[]... parts) {
    return tagged(0x31, parts);
  }

  /** A field with a number of its own, such as {@code [3]}. */
  static byte[] field(int number, byte[] content) {
    return tagged(0xA0 | number, content);
  }

  static byte[] integer(BigInteger value) {
    return tagged(0x02, value.toByteArray());
  }

  static byte[] bits(byte[] content) {
    return tagged(0x03, new byte[1], content);
  }

  static byte[] octets(byte[] content) {
    return tagged(0x04, content);
  }

  static byte[] yes() {
    return tagged(0x01, new byte[] {-1});
  }

  static byte[] text(String text) {
    return tagged(0x0C, text.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] time(Instant time) {
    return time.isBefore(FOUR_DIGITS)
        ? tagged(0x17, ascii(TWO_DIGITS_OF_YEAR.format(time)))
        : tagged(0x18, ascii(GENERALIZED.format(time)));
  }

  /** A name in the world's tree of names, such as {@code 2.5.4.3}. */
  static byte[] oid(int first, int second, int... rest) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    content.write(40 * first + second);
    for (int arc : rest) {
      for (int shift = 28; shift >= 0; shift -= 7) {
        if (arc >>> shift != 0 || shift == 0) {
          content.write((arc >>> shift & 0x7F) | (shift == 0 ? 0 : 0x80));
        }
      }
    }
    return tagged(0x06, content.toByteArray());
  }

  private static byte[] tagged(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.write(tag);
    int length = content.size();
    if (length > 0x7F) {
      byte[] digits = BigInteger.valueOf(length).toByteArray();
      int from = digits[0] == 0 ? 1 : 0;
      whole.write(0x80 | digits.length - from);
      whole.write(digits, from, digits.length - from);
    } else {
      whole.write(length);
    }
    whole.writeBytes(content.toByteArray());
    return whole.toByteArray();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
