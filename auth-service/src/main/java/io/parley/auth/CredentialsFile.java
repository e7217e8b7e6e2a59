// SPDX-License-Identifier: Apache-2.0
package io.parley.auth;

import io.parley.model.Secret;
import io.parley.model.Username;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a credentials file says: {@code user password} or {@code user,password} a line. The password
 * is all that follows the first blank or comma. Lines end as they do on any system, empty ones mean
 * nothing, and a faulty one does not hinder the others.
 *
 * @param entries one for each user, in the order of the lines
 * @param faults what was not understood, in the order of the lines
 */
public record CredentialsFile(List<Entry> entries, List<Fault> faults) {
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  /** A user and the password, from the line of this number; the first line is 1. */
  public record Entry(int line, Username user, Secret password) {}

  /** A line that is left out, and why; the reason holds nothing of the line. */
  public record Fault(int line, String reason) {}

  public CredentialsFile {
    entries = List.copyOf(entries);
    faults = List.copyOf(faults);
  }

  /** Reads the bytes of a file. */
  public static CredentialsFile parse(byte[] bytes) {
    Reading reading = new Reading();
    int start = 0;
    for (int end = 0; end <= bytes.length; end++) {
      if (end == bytes.length || bytes[end] == '\n') {
        reading.take(ByteBuffer.wrap(bytes, start, end - start));
        start = end + 1;
      }
    }
    return new CredentialsFile(reading.entries, reading.faults);
  }

  /** The file as far as it is read. */
  private static final class Reading {
    private final List<Entry> entries = new ArrayList<>();
    private final List<Fault> faults = new ArrayList<>();
    private final Map<Username, Integer> userToLine = new HashMap<>();
    private int line;

    void take(ByteBuffer bytes) {
      line++;
      try {
        String text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        take(withoutEnds(text));
      } catch (CharacterCodingException e) {
        fault("not UTF-8");
      }
    }

    private String withoutEnds(String text) {
      int from = line == 1 && text.startsWith(BYTE_ORDER_MARK) ? 1 : 0;
      int to = text.endsWith("\r") ? text.length() - 1 : text.length();
      return text.substring(from, to);
    }

    private void take(String text) {
      if (text.isBlank()) {
        return;
      }
      int separator = separatorIn(text);
      if (separator < 0) {
        fault("no blank or comma between a user name and a password");
        return;
      }
      Optional<Username> user = Username.parse(text.substring(0, separator));
      String password = text.substring(separator + 1);
      if (user.isEmpty()) {
        fault("not a user name (1 to 32 of A-Z a-z 0-9 . _ -)");
      } else if (!Passwords.canBeImported(password)) {
        fault("not a password (1 to 128 characters, no control characters)");
      } else {
        take(user.get(), new Secret(password));
      }
    }

    private void take(Username user, Secret password) {
      @Nullable Integer before = userToLine.putIfAbsent(user, line);
      if (before == null) {
        entries.add(new Entry(line, user, password));
      } else {
        fault("the user is in line " + before + " already");
      }
    }

    private static int separatorIn(String text) {
      for (int i = 0; i < text.length(); i++) {
        if (text.charAt(i) == ' ' || text.charAt(i) == ',') {
          return i;
        }
      }
      return -1;
    }

    private void fault(String reason) {
      faults.add(new Fault(line, reason));
    }
  }
}
