// SPDX-License-Identifier: Apache-2.0
package io.parley.node;

import java.io.IOException;

/**
 * A mistake of the person who starts the program. The message is one sentence that names the
 * culprit; the program prints it and exits with status 2.
 */
public final class UsageProblem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UsageProblem(String message) {
    super(message);
  }

  /** The problem that a file named by the caller cannot be read. */
  public static UsageProblem cannotRead(String what, IOException cause) {
    return new UsageProblem("Cannot read " + what + " (" + Reason.of(cause) + ").");
  }
}
