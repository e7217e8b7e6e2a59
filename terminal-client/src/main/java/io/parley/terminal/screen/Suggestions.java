// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.screen;

import java.util.List;

/** What could stand where the cursor is. Called on the thread that reads. */
public interface Suggestions {
  /** One word, and what it is for. */
  record Suggestion(String word, String description) {}

  /** The words that may follow those before the cursor; what was begun is not among them. */
  List<Suggestion> after(List<String> words);

  /** Whether a line that begins with this word may be kept on disk; not unless that is known. */
  default boolean mayBeKept(String word) {
    return false;
  }
}
