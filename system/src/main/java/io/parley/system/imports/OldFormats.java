// SPDX-License-Identifier: Apache-2.0
package io.parley.system.imports;

import io.parley.model.Username;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How the lines of old stores are read. */
final class OldFormats {
  private static final int LONGEST_PASSWORD = 128;
  private static final int LONGEST_TEXT = 16_384;
  private static final Pattern USER = Pattern.compile("([^ ,]+)[ ,](.+)");
  private static final Pattern BLOCK = Pattern.compile("([^ ,\t]+)[ ,\t]+([^ ,\t]+)\\s*");
  private static final Pattern MESSAGE =
      Pattern.compile("(?:(\\d{4}-\\d\\d-\\d\\d[T ]\\S+) )?(\\S+) (\\S+) (.+)");

  private OldFormats() {}

  /** {@code user password} or {@code user,password}; the password is the rest of the line. */
  static OldLine user(String line) {
    Matcher match = USER.matcher(line);
    if (!match.matches()) {
      return new OldLine.Faulty("not of the form \"user password\"");
    }
    Optional<Username> name = Username.parse(match.group(1));
    String password = match.group(2);
    if (name.isEmpty()) {
      return noName(match.group(1));
    }
    if (password.length() > LONGEST_PASSWORD || !isPrintable(password)) {
      return new OldLine.Faulty(
          "a password has at most 128 characters and none that are invisible");
    }
    return new OldLine.User(name.get(), password);
  }

  /** {@code blocker blocked}, or with a comma between them. */
  static OldLine block(String line) {
    Matcher match = BLOCK.matcher(line);
    if (!match.matches()) {
      return new OldLine.Faulty("not of the form \"blocker blocked\"");
    }
    Optional<Username> blocker = Username.parse(match.group(1));
    Optional<Username> blocked = Username.parse(match.group(2));
    if (blocker.isEmpty() || blocked.isEmpty()) {
      return noName(match.group(blocker.isEmpty() ? 1 : 2));
    }
    return new OldLine.Block(blocker.get(), blocked.get());
  }

  /** {@code sender recipient text}, with or without a time in ISO form before it. */
  static OldLine message(String line) {
    Matcher match = MESSAGE.matcher(line);
    if (!match.matches()) {
      return new OldLine.Faulty("not of the form \"sender recipient text\"");
    }
    Optional<Username> from = Username.parse(match.group(2));
    Optional<Username> to = Username.parse(match.group(3));
    if (from.isEmpty() || to.isEmpty()) {
      return noName(match.group(from.isEmpty() ? 2 : 3));
    }
    if (!isPrintable(match.group(4)) || match.group(4).length() > LONGEST_TEXT) {
      return new OldLine.Faulty("the text is too long or has control characters");
    }
    try {
      return new OldLine.Message(time(match.group(1)), from.get(), to.get(), match.group(4));
    } catch (DateTimeException wrong) {
      return new OldLine.Faulty("the time " + match.group(1) + " is none");
    }
  }

  /** With a zone or without one, which is then UTC. */
  private static Optional<Instant> time(@Nullable String text) {
    if (text == null) {
      return Optional.empty();
    }
    String iso = text.replace(' ', 'T');
    boolean hasZone = iso.endsWith("Z") || iso.matches(".*[+-]\\d\\d:\\d\\d");
    return Optional.of(
        hasZone
            ? OffsetDateTime.parse(iso).toInstant()
            : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC));
  }

  private static OldLine.Faulty noName(String word) {
    String shown = isPrintable(word) && word.length() <= 40 ? " " + word : "";
    return new OldLine.Faulty(
        "no account can have the name"
            + shown
            + ": it must be 1 to 32 of the letters A-Z and a-z, digits, dot, underscore and hyphen");
  }

  private static boolean isPrintable(String text) {
    return text.chars().noneMatch(c -> c != '\t' && Character.isISOControl(c));
  }
}
