// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.peer;

/** Something that was said in private did not reach the other side, for all that is known. */
public final class PeerProblem extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What stood in the way. */
  public enum Kind {
    /** There is no private session with that user. */
    NO_SESSION,
    /** The session ended before the text was shown. */
    ENDED,
    /** The other side has not shown what was said before, and more must not wait. */
    TOO_MUCH_UNSEEN,
    /** The text is longer than a line may be. */
    TOO_LONG
  }

  private final Kind kind;

  public PeerProblem(Kind kind) {
    super(kind.name(), null, false, false);
    this.kind = kind;
  }

  /** What stood in the way. */
  public Kind kind() {
    return kind;
  }
}
