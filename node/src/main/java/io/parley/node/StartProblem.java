// SPDX-License-Identifier: Apache-2.0
package io.parley.node;

/**
 * A reason for which a node cannot start, such as a port in use. The message is one sentence for a
 * person; the program prints it and exits with status 1.
 */
public final class StartProblem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StartProblem(String message) {
    super(message);
  }

  public StartProblem(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * The problem that an address cannot be listened on.
   *
   * @param option by which another port can be chosen, such as {@code --port}
   */
  public static StartProblem cannotListen(String host, int port, String option, Throwable cause) {
    String reason = Reason.of(cause);
    return new StartProblem(
        reason.contains("in use")
            ? "Port " + port + " on " + host + " is in use; choose another with " + option + "."
            : "Cannot listen on " + host + ":" + port + " (" + reason + ").",
        cause);
  }
}
