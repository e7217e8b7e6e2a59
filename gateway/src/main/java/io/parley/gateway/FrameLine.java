// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import io.parley.wire.Incoming;
import io.parley.wire.Line;
import io.parley.wire.LineFramer;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.Optional;

/**
 * Where the frames of one connection stand in line: they pass the gate one after another, in the
 * order in which they came, however many the client sent ahead. While the gate is closed, little
 * more is read, so that the client's system holds the rest back. Event loop of the session only.
 */
final class FrameLine {
  /**
   * How many frames pass before other connections have their turn: a thousand clients that send
   * many cheap commands at once must not keep one waiting for all of them.
   */
  static final int MOST_IN_A_TURN = 16;

  private final LineFramer framer;
  private final int readAhead;
  private final int lookAhead;
  private final Gate gate;

  /** Frames that were read while the gate was closed. */
  private final ArrayDeque<Ahead> ahead = new ArrayDeque<>(0);

  private int aheadLength;
  private int uncut;
  private boolean inputEnded;
  private boolean advancing;
  private boolean resting;
  private boolean stopped;

  private record Ahead(Incoming frame, int length) {}

  /**
   * What frames pass. It may open and close at any frame; {@link #advance} tells that it opened.
   */
  interface Gate {
    /** Makes a frame of a line. */
    Incoming read(Line line);

    boolean isOpen();

    /** Whether frames that pass while the gate is closed are worth looking for. */
    boolean looksAhead();

    /** Lets a frame through that need not wait for those before it. */
    boolean passesAtOnce(Incoming frame);

    void pass(Incoming frame);

    /** Calls {@link FrameLine#onwards} when others have had their turn. */
    void rest();

    /** All frames have passed, and there will be no more. */
    void allPassed();
  }

  /**
   * @param lineLimit how many bytes a line may have; as many are read ahead of a closed gate
   * @param lookAhead how many characters of frames are kept to find those that pass at once
   */
  FrameLine(int lineLimit, int lookAhead, Gate gate) {
    this.framer = new LineFramer(lineLimit);
    this.readAhead = lineLimit;
    this.lookAhead = lookAhead;
    this.gate = gate;
  }

  void feed(Buffer bytes) {
    if (!stopped) {
      uncut += bytes.length();
      framer.feed(bytes);
      advance();
    }
  }

  /** Nothing more will be fed. A line without its ending is no frame, and is dropped. */
  void endOfInput() {
    inputEnded = true;
    advance();
  }

  /** Drops all that waits, and all that comes. */
  void stop() {
    stopped = true;
    ahead.clear();
  }

  /** Whether more should be fed. */
  boolean wantsMore() {
    return stopped || uncut < readAhead;
  }

  /** Lets frames pass for as long as the gate is open and it is this connection's turn. */
  void advance() {
    if (advancing || resting) {
      return;
    }
    advancing = true;
    try {
      int passed = 0;
      while (!stopped && !resting && step()) {
        resting = ++passed == MOST_IN_A_TURN;
      }
    } finally {
      advancing = false;
    }
    if (resting) {
      gate.rest();
    }
  }

  /** It is this connection's turn again. */
  void onwards() {
    resting = false;
    advance();
  }

  private boolean step() {
    if (!gate.isOpen()) {
      return gate.looksAhead() && aheadLength < lookAhead && lookFurther();
    }
    Ahead waiting = ahead.poll();
    if (waiting != null) {
      aheadLength -= waiting.length();
      gate.pass(waiting.frame());
      return true;
    }
    Optional<Line> line = nextLine();
    if (line.isPresent()) {
      gate.pass(gate.read(line.get()));
    } else if (inputEnded) {
      gate.allPassed();
    }
    return line.isPresent();
  }

  private boolean lookFurther() {
    Optional<Line> line = nextLine();
    if (line.isEmpty()) {
      return false;
    }
    Incoming frame = gate.read(line.get());
    if (!gate.passesAtOnce(frame)) {
      int length = line.get() instanceof Line.Text text ? text.text().length() : 1;
      ahead.add(new Ahead(frame, length));
      aheadLength += length;
    }
    return true;
  }

  private Optional<Line> nextLine() {
    Optional<Line> line = framer.next();
    if (line.isEmpty()) {
      uncut = 0;
    }
    return line;
  }
}
