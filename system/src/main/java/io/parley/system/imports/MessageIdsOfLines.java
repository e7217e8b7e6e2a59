// SPDX-License-Identifier: Apache-2.0
package io.parley.system.imports;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.parley.model.MessageId;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * Gives imported messages ids that depend on nothing but what stands in the file: a file that is
 * imported twice brings its messages once. Equal lines are told apart by how many came before.
 */
final class MessageIdsOfLines {
  private static final int DIGITS = 40;

  private final Map<String, Integer> seen = new HashMap<>();

  MessageId of(OldLine.Message message) {
    String line = message.at() + " " + message.from() + " " + message.to() + " " + message.text();
    int before = seen.merge(line, 1, Integer::sum) - 1;
    return new MessageId("import-" + digest(before + " " + line).substring(0, DIGITS));
  }

  private static String digest(String text) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
