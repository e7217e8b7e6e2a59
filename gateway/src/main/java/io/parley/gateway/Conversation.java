// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import io.parley.gateway.SessionState.AwaitingLogin;
import io.parley.gateway.SessionState.Closed;
import io.parley.gateway.SessionState.LoggingIn;
import io.parley.gateway.SessionState.Online;
import io.parley.gateway.Speaker.Place;
import io.parley.model.FailureCode;
import io.parley.model.GoodbyeReason;
import io.parley.wire.Command;
import io.parley.wire.DialectChoice;
import io.parley.wire.Incoming;
import io.parley.wire.Incoming.Asked;
import io.parley.wire.Line;
import io.parley.wire.Refusals;
import io.parley.wire.Reply;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What client and server say to each other in one session: carries out the client's frames strictly
 * one after another and answers them. Only sends, and an introduction that waits for consent, let
 * others pass while they are under way. Event loop of the session only.
 */
final class Conversation implements FrameLine.Gate {
  private static final Logger log = LoggerFactory.getLogger(Conversation.class);
  private static final int BAD_FRAMES_IN_A_ROW = 100;

  /** An introduction that is not made by then waits for a person. */
  private static final Duration INTRODUCTION = Duration.ofMillis(500);

  private final Session session;
  private final ClientSocket socket;
  private final Outbox outbox;
  private final GatewayLimits limits;
  private final Vertx vertx;
  private final CommandTranslator translator;
  private final FrameLine line;
  private final SendsUnderWay sends;
  private Speaker speaker;
  private boolean dialectChosen;
  private int holds;
  private boolean leaving;
  private int badFrames;

  Conversation(Gateway gateway, Session session, ClientSocket socket, Outbox outbox) {
    this.session = session;
    this.socket = socket;
    this.outbox = outbox;
    this.limits = gateway.limits();
    this.vertx = gateway.context().owner();
    this.translator = new CommandTranslator(gateway);
    this.line = new FrameLine(limits.line(), limits.send(), this);
    this.sends = new SendsUnderWay(vertx, limits.sendsUnderWay());
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
    boolean free = holds == 0 && !leaving && !outbox.isCongested();
    boolean fewAnswersDue = !sends.isFull() && speaker.waiting() < limits.sendsUnderWay();
    return free
        && fewAnswersDue
        && (session.state() instanceof Online || session.state() instanceof AwaitingLogin);
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
      online.user().inbox().acknowledge(acknowledge.id());
      return true;
    }
    return false;
  }

  @Override
  public void pass(Incoming frame) {
    switch (frame) {
      case Asked asked -> {
        badFrames = 0;
        carryOut(asked);
      }
      case Incoming.Prompt prompt -> {
        badFrames = 0;
        session.touch();
        speaker.prompt(prompt);
      }
      case Incoming.Malformed malformed -> refuse(malformed);
    }
  }

  @Override
  public void allPassed() {
    leaving = true;
    sends.ended(limits.answersAtEnd()).onComplete(done -> session.end(Ending.BROKEN));
  }

  private void refuse(Incoming.Malformed malformed) {
    session.touch();
    speaker.refuse(malformed);
    badFrames = malformed.code() == FailureCode.UNKNOWN_COMMAND ? 0 : badFrames + 1;
    if (badFrames >= BAD_FRAMES_IN_A_ROW) {
      boolean online = session.state() instanceof Online;
      session.end(online ? GoodbyeReason.KICKED : GoodbyeReason.UNAUTHENTICATED);
    }
  }

  private void carryOut(Asked asked) {
    log.atDebug()
        .addKeyValue("command", asked.command().getClass().getSimpleName())
        .log("a client gave a command");
    switch (session.state()) {
      case AwaitingLogin waiting -> carryOutForStranger(asked);
      case Online online -> carryOut(asked, online.user());
      case LoggingIn entering -> throw new IllegalStateException("the gate is closed");
      case Closed closed -> throw new IllegalStateException("the line has stopped");
    }
  }

  private void carryOutForStranger(Asked asked) {
    switch (asked.command()) {
      case Command.Acknowledge acknowledge -> {} // never answered
      case Command.Login login -> session.logIn(login, speaker.place(asked));
      case Command.Register register -> {
        session.suspendDeadline();
        answerInTurn(asked, translator.answerStranger(register))
            .onComplete(done -> session.resumeDeadline());
      }
      case Command.Logout logout when !isForPrograms() -> leave(asked);
      default -> answerInTurn(asked, translator.answerStranger(asked.command()));
    }
  }

  private void carryOut(Asked asked, Member member) {
    Command command = asked.command();
    if (!(command instanceof Command.Acknowledge || command instanceof Command.Ping)) {
      session.touch();
    }
    switch (command) {
      case Command.Acknowledge acknowledge -> member.inbox().acknowledge(acknowledge.id());
      case Command.Message message -> answerLate(asked, translator.answer(member, message));
      case Command.StartPrivate start -> {
        Hold hold = new Hold();
        long timer = vertx.setTimer(INTRODUCTION.toMillis(), fired -> hold.release());
        answerLate(asked, translator.answer(member, start))
            .onComplete(answered -> {
              vertx.cancelTimer(timer);
              hold.release();
            });
      }
      case Command.Logout logout -> leave(asked);
      default -> answerInTurn(asked, translator.answer(member, command));
    }
  }

  /** Answers; nothing else is carried out before. */
  private Future<Reply> answerInTurn(Asked asked, Future<Reply> answer) {
    Place place = speaker.place(asked);
    Hold hold = new Hold();
    return fill(place, answer).onComplete(answered -> hold.release());
  }

  /** Answers when there is an answer; meanwhile others are carried out. */
  private Future<Reply> answerLate(Asked asked, Future<Reply> answer) {
    Place place = speaker.place(asked);
    sends.begin();
    return fill(place, answer)
        .onComplete(answered -> {
          sends.end();
          goOn();
        });
  }

  private static Future<Reply> fill(Place place, Future<Reply> answer) {
    return answer.onComplete(place::fill, place::refuse);
  }

  private void leave(Asked asked) {
    Place place = speaker.place(asked);
    leaving = true;
    sends
        .ended(limits.answersAtEnd())
        .onComplete(done -> {
          place.fill(new Reply.Ok());
          session.end(GoodbyeReason.LOGOUT);
        });
  }

  /** Keeps the gate closed until it is released; a second release does nothing. */
  private final class Hold {
    private boolean released;

    private Hold() {
      holds++;
    }

    private void release() {
      if (!released) {
        released = true;
        holds--;
        goOn();
      }
    }
  }
}
