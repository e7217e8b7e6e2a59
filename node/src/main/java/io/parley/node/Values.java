// SPDX-License-Identifier: Apache-2.0
package io.parley.node;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How the texts of settings are read. Each reader throws with what it expected instead. */
final class Values {
  static final Function<String, String> TEXT =
      text -> {
        if (text.isBlank()) {
          throw new IllegalArgumentException("a value");
        }
        return text;
      };
  static final Function<String, Integer> PORT_NUMBER = text -> number(text, "a port", 0, 65535);
  static final Function<String, Optional<Integer>> PORT_OR_OFF =
      text ->
          text.equals("off")
              ? Optional.empty()
              : Optional.of(number(text, "\"off\" or a port", 0, 65535));
  static final Function<String, Duration> DURATION = Values::duration;
  static final Function<String, Duration> POSITIVE_DURATION =
      text -> {
        Duration duration = duration(text);
        if (duration.isZero()) {
          throw new IllegalArgumentException("a time of more than 0");
        }
        return duration;
      };
  static final Function<String, Rate> RATE = Values::rate;
  static final Function<String, Integer> SIZE = Values::size;
  static final Function<String, Boolean> FLAG =
      text ->
          switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on", "1" -> true;
            case "false", "no", "off", "0", "" -> false;
            default -> throw new IllegalArgumentException("true or false");
          };

  private static final Pattern AMOUNT = Pattern.compile("(\\d{1,18})\\s*([A-Za-z]*)");
  private static final Map<String, Duration> TIME_UNITS =
      Map.of(
          "ms", Duration.ofMillis(1),
          "", Duration.ofSeconds(1),
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1));
  private static final Map<String, Long> SIZE_UNITS =
      Map.of("", 1L, "b", 1L, "kib", 1L << 10, "mib", 1L << 20, "gib", 1L << 30);
  // Longer than any wait that makes sense, and still far from where timers overflow.
  private static final long LONGEST_MILLIS = Duration.ofDays(36_500).toMillis();

  private Values() {}

  /** A whole number within bounds. */
  static Function<String, Integer> count(int least, int most) {
    return text -> number(text, "a number", least, most);
  }

  /** One of the words that an enum names, in lower case. */
  static <E extends Enum<E>> Function<String, E> oneOf(Class<E> type) {
    return text ->
        Arrays.stream(type.getEnumConstants())
            .filter(constant -> constant.name().toLowerCase(Locale.ROOT).equals(text))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException(words(type)));
  }

  /** Nothing for an empty text. */
  static <T> Function<String, Optional<T>> optional(Function<String, T> reader) {
    return text -> text.isEmpty() ? Optional.empty() : Optional.of(reader.apply(text));
  }

  private static String words(Class<? extends Enum<?>> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(constant -> constant.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(" or "));
  }

  private static int number(String text, String what, int least, int most) {
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new IllegalArgumentException(what + " from " + least + " to " + most);
  }

  private static Duration duration(String text) {
    Matcher amount = AMOUNT.matcher(text);
    Duration unit = amount.matches() ? TIME_UNITS.get(amount.group(2)) : null;
    if (unit == null) {
      throw new IllegalArgumentException("a time such as 60, 60s, 10m, 2h, 7d or 500ms");
    }
    long count = Long.parseLong(amount.group(1));
    if (count > LONGEST_MILLIS / unit.toMillis()) {
      throw new IllegalArgumentException("a time of at most 36500d");
    }
    return unit.multipliedBy(count);
  }

  private static Rate rate(String text) {
    if (text.equals("0")) {
      return Rate.UNLIMITED;
    }
    String[] parts = text.split("/", 2);
    try {
      int count = number(parts[0], "a number", 1, 1_000_000_000);
      Duration time = POSITIVE_DURATION.apply(parts.length == 2 ? parts[1] : "");
      return new Rate(count, time);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("0 or a rate such as 60/1m", e);
    }
  }

  private static int size(String text) {
    Matcher amount = AMOUNT.matcher(text);
    Long unit = amount.matches() ? SIZE_UNITS.get(amount.group(2).toLowerCase(Locale.ROOT)) : null;
    if (unit == null) {
      throw new IllegalArgumentException("a size such as 16384, 16KiB or 1MiB");
    }
    long count = Long.parseLong(amount.group(1));
    if (count == 0 || count > Integer.MAX_VALUE / unit) {
      throw new IllegalArgumentException("a size from 1 byte to less than 2GiB");
    }
    return Math.toIntExact(count * unit);
  }
}
