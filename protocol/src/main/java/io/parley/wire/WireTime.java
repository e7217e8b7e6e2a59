// SPDX-License-Identifier: Apache-2.0
package io.parley.wire;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How times are written: for programs to the millisecond, for people to the second, in UTC. */
final class WireTime {
  private static final DateTimeFormatter FOR_PROGRAMS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter FOR_PEOPLE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private WireTime() {}

  /** ISO 8601 with exactly three digits of milliseconds. */
  static String format(Instant time) {
    return FOR_PROGRAMS.format(time);
  }

  static String forPeople(Instant time) {
    return FOR_PEOPLE.format(time);
  }
}
