// SPDX-License-Identifier: Apache-2.0
package io.parley.system.talk;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a server answered to one command.
 *
 * @param error the code of a refusal; empty if it was done. In the text dialect, which has no
 *     codes, any refusal is {@code error}
 * @param text the sentence
 * @param json the whole frame; missing in the text dialect
 */
public record Answer(String error, String text, JsonNode json) {
  public boolean isOk() {
    return error.isEmpty();
  }
}
