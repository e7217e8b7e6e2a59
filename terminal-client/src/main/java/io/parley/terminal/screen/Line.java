// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.screen;

/** One line for the person, and what it is. */
public record Line(Kind kind, String text) {
  /** Decides how a line looks and, in a pipe, where it goes. */
  public enum Kind {
    /** What somebody said. */
    TALK,
    /** What became of something the person said. */
    OWN,
    /** The answer to a command. */
    ANSWER,
    /** What the client or the server tells of its own accord. */
    NEWS,
    /** What went wrong. */
    ERROR
  }

  /** What somebody said. */
  public static Line talk(String text) {
    return new Line(Kind.TALK, text);
  }

  /** What became of something the person said. */
  public static Line own(String text) {
    return new Line(Kind.OWN, text);
  }

  /** The answer to a command. */
  public static Line answer(String text) {
    return new Line(Kind.ANSWER, text);
  }

  /** What the client or the server tells of its own accord. */
  public static Line news(String text) {
    return new Line(Kind.NEWS, text);
  }

  /** What went wrong. */
  public static Line error(String text) {
    return new Line(Kind.ERROR, text);
  }

  /** What is said is shown, not logged. */
  @Override
  public String toString() {
    return "Line[" + kind + "]";
  }
}
