// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import io.parley.bus.RequestRefused;
import io.parley.gateway.SessionState.AwaitingLogin;
import io.parley.gateway.SessionState.Closed;
import io.parley.gateway.SessionState.LoggingIn;
import io.parley.gateway.SessionState.Online;
import io.parley.gateway.Speaker.Place;
import io.parley.model.FailureCode;
import io.parley.wire.Command;
import io.parley.wire.Incoming.Asked;
import io.parley.wire.Reply;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out the commands of one session, one after another. Only sends, and an introduction that
 * waits for consent, let others be carried out while they are under way. Event loop of the session
 * only.
 */
final class CommandDesk {
  private static final Logger log = LoggerFactory.getLogger(CommandDesk.class);

  /** An introduction that is not made by then waits for a person. */
  private static final Duration INTRODUCTION = Duration.ofMillis(500);

  private final Session session;
  private final GatewayLimits limits;
  private final Vertx vertx;
  private final FloodGate floodGate;
  private final CommandTranslator translator;
  private final SendsUnderWay sends;
  private final Runnable whenFree;
  private int holds;
  private boolean leaving;

  /**
   * @param whenFree called when the next command may be carried out
   */
  CommandDesk(Gateway gateway, Session session, Runnable whenFree) {
    this.session = session;
    this.limits = gateway.limits();
    this.vertx = gateway.context().owner();
    this.floodGate = gateway.floodGate();
    this.translator = new CommandTranslator(gateway);
    this.sends = new SendsUnderWay(vertx, limits.sendsUnderWay());
    this.whenFree = whenFree;
  }

  /** Whether the next command may be carried out. */
  boolean isFree() {
    return holds == 0 && !leaving && !sends.isFull() && isTalking(session.state());
  }

  /** Carries out a command; only call when it is free. This is the one place that all pass. */
  void carryOut(Asked asked, Speaker speaker) {
    log.atDebug()
        .addKeyValue("command", () -> asked.command().getClass().getSimpleName())
        .log("a client gave a command");
    Optional<Duration> wait = holdsBack(asked.command());
    if (wait.isPresent()) {
      session.touch();
      speaker
          .place(asked)
          .refuse(new RequestRefused(FailureCode.RATE_LIMITED, "too much at once", wait.get()));
      return;
    }
    switch (session.state()) {
      case AwaitingLogin waiting -> carryOutForStranger(asked, speaker);
      case Online online -> carryOut(asked, speaker, online.user());
      case LoggingIn entering -> throw new IllegalStateException("a login is under way");
      case Closed closed -> throw new IllegalStateException("the session has ended");
    }
  }

  private Optional<Duration> holdsBack(Command command) {
    return switch (session.state()) {
      case AwaitingLogin waiting -> floodGate.holdsBack(session.remoteHost(), command);
      case Online online ->
          floodGate.holdsBack(session.remoteHost(), online.user().user(), command);
      default -> Optional.empty();
    };
  }

  /** Nothing more comes: the session ends when what is under way is answered. */
  void leave() {
    leaving = true;
    sends.ended(limits.answersAtEnd()).onComplete(done -> session.end(Ending.BROKEN));
  }

  private void carryOutForStranger(Asked asked, Speaker speaker) {
    switch (asked.command()) {
      case Command.Acknowledge acknowledge -> {} // never answered
      case Command.Login login -> session.logIn(login, speaker.place(asked));
      case Command.Register register -> {
        session.suspendDeadline();
        answerInTurn(speaker.place(asked), translator.answerStranger(register))
            .onComplete(answered -> session.resumeDeadline());
      }
      // A person who changes their mind; a program closes its connection.
      case Command.Logout logout when !speaker.dialect().isForPrograms() ->
          leave(speaker.place(asked));
      default -> answerInTurn(speaker.place(asked), translator.answerStranger(asked.command()));
    }
  }

  private void carryOut(Asked asked, Speaker speaker, Member member) {
    Command command = asked.command();
    if (!(command instanceof Command.Acknowledge || command instanceof Command.Ping)) {
      session.touch();
    }
    switch (command) {
      case Command.Acknowledge acknowledge -> member.acknowledge(acknowledge.id());
      case Command.Message message ->
          answerLate(speaker.place(asked), translator.answer(member, message));
      case Command.StartPrivate start -> introduce(speaker.place(asked), member, start);
      case Command.Logout logout -> leave(speaker.place(asked));
      default -> answerInTurn(speaker.place(asked), translator.answer(member, command));
    }
  }

  private void introduce(Place place, Member member, Command.StartPrivate start) {
    Hold hold = new Hold();
    long timer = vertx.setTimer(INTRODUCTION.toMillis(), fired -> hold.release());
    answerLate(place, translator.answer(member, start))
        .onComplete(answered -> {
          vertx.cancelTimer(timer);
          hold.release();
        });
  }

  /** Answers; nothing else is carried out before. */
  private Future<Reply> answerInTurn(Place place, Future<Reply> answer) {
    Hold hold = new Hold();
    return fill(place, answer).onComplete(answered -> hold.release());
  }

  /** Answers when there is an answer; meanwhile others are carried out. */
  private Future<Reply> answerLate(Place place, Future<Reply> answer) {
    sends.begin();
    return fill(place, answer)
        .onComplete(answered -> {
          sends.end();
          whenFree.run();
        });
  }

  private static Future<Reply> fill(Place place, Future<Reply> answer) {
    return answer.onComplete(place::fill, place::refuse);
  }

  private void leave(Place place) {
    leaving = true;
    sends.ended(limits.answersAtEnd()).onComplete(done -> session.logOut(place));
  }

  private static boolean isTalking(SessionState state) {
    return state instanceof Online || state instanceof AwaitingLogin;
  }

  /** Keeps the next command back until it is released; a second release does nothing. */
  private final class Hold {
    private boolean released;

    private Hold() {
      holds++;
    }

    private void release() {
      if (!released) {
        released = true;
        holds--;
        whenFree.run();
      }
    }
  }
}
