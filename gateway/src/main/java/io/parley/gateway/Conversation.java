// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import io.parley.gateway.SessionState.Online;
import io.parley.model.FailureCode;
import io.parley.model.GoodbyeReason;
import io.parley.wire.Command;
import io.parley.wire.DialectChoice;
import io.parley.wire.Incoming;
import io.parley.wire.Incoming.Asked;
import io.parley.wire.Line;
import io.parley.wire.Refusals;
import io.vertx.core.buffer.Buffer;

/**
 * What client and server say to each other in one session: reads the client's lines in the dialect
 * that the first of them picks, and hands over one command at a time. Event loop of the session
 * only.
 */
final class Conversation implements FrameLine.Gate {
  private static final int BAD_FRAMES_IN_A_ROW = 100;

  private final Session session;
  private final ClientSocket socket;
  private final Outbox outbox;
  private final GatewayLimits limits;
  private final FrameLine line;
  private final CommandDesk desk;
  private Speaker speaker;
  private boolean dialectChosen;
  private int badFrames;

  Conversation(Gateway gateway, Session session, ClientSocket socket, Outbox outbox) {
    this.session = session;
    this.socket = socket;
    this.outbox = outbox;
    this.limits = gateway.limits();
    this.line = new FrameLine(limits.line(), limits.send(), this);
    this.desk = new CommandDesk(gateway, session, this::goOn);
    this.speaker = Speaker.toStranger(outbox);
  }

  Speaker speaker() {
    return speaker;
  }

  boolean isForPrograms() {
    return speaker.dialect().isForPrograms();
  }

  void hear(Buffer bytes) {
    line.feed(bytes);
    socket.read(line.wantsMore());
  }

  /** The client sends nothing more. */
  void endOfInput() {
    line.endOfInput();
  }

  /** Something that held frames back may have changed. */
  void goOn() {
    line.advance();
    socket.read(line.wantsMore());
  }

  /** The session has ended: what the client sent ahead is dropped. */
  void stop() {
    line.stop();
  }

  @Override
  public Incoming read(Line next) {
    if (!dialectChosen) {
      dialectChosen = true;
      speaker = new Speaker(outbox, DialectChoice.by(next));
    }
    return switch (next) {
      case Line.Text text -> speaker.dialect().read(text.text());
      case Line.TooLong tooLong -> Refusals.tooLong(limits.line());
      case Line.NotUtf8 notUtf8 -> Refusals.notUtf8();
    };
  }

  @Override
  public boolean isOpen() {
    return desk.isFree() && !outbox.isCongested() && speaker.waiting() < limits.sendsUnderWay();
  }

  @Override
  public boolean looksAhead() {
    // Two clients that flood each other would else wait for ever: each one's acknowledgements stand
    // behind its own messages, which wait for the other's.
    return isForPrograms() && session.state() instanceof Online;
  }

  @Override
  public boolean passesAtOnce(Incoming frame) {
    if (frame instanceof Asked asked
        && asked.command() instanceof Command.Acknowledge acknowledge
        && session.state() instanceof Online online) {
      online.user().acknowledge(acknowledge.id());
      return true;
    }
    return false;
  }

  @Override
  public void pass(Incoming frame) {
    switch (frame) {
      case Asked asked -> {
        badFrames = 0;
        desk.carryOut(asked, speaker);
      }
      case Incoming.Prompt prompt -> {
        badFrames = 0;
        session.touch();
        speaker.prompt(prompt);
      }
      case Incoming.Malformed malformed -> {
        session.touch();
        speaker.refuse(malformed);
        count(malformed);
      }
    }
  }

  @Override
  public void rest() {
    socket.later(() -> {
      line.onwards();
      socket.read(line.wantsMore());
    });
  }

  @Override
  public void allPassed() {
    desk.leave();
  }

  private void count(Incoming.Malformed malformed) {
    boolean bad =
        malformed.code() == FailureCode.BAD_REQUEST || malformed.code() == FailureCode.TOO_LONG;
    badFrames = bad ? badFrames + 1 : 0;
    if (badFrames >= BAD_FRAMES_IN_A_ROW) {
      boolean online = session.state() instanceof Online;
      session.end(online ? GoodbyeReason.KICKED : GoodbyeReason.UNAUTHENTICATED);
    }
  }
}
