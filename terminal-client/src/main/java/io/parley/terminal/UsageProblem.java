// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal;

/** The program was started in a way that makes no sense; the message names the culprit. */
final class UsageProblem extends RuntimeException {
  private static final long serialVersionUID = 1;

  UsageProblem(String message) {
    super(message, null, false, false);
  }
}
