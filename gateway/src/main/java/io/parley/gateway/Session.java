// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import io.parley.bus.RequestRefused;
import io.parley.gateway.SessionState.AwaitingLogin;
import io.parley.gateway.SessionState.Closed;
import io.parley.gateway.SessionState.LoggingIn;
import io.parley.gateway.SessionState.Online;
import io.parley.gateway.Speaker.Place;
import io.parley.loop.TimeLimit;
import io.parley.model.ChatMessage;
import io.parley.model.FailureCode;
import io.parley.model.GoodbyeReason;
import io.parley.wire.Command;
import io.parley.wire.Greeting;
import io.parley.wire.Notice;
import io.parley.wire.Reply;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection from its first byte to its last, and the user's session on it. It ends exactly
 * once, for whatever reason, and from then on nothing happens in it. Event loop of the gateway
 * only.
 */
final class Session implements ClientSocket.Listener, Patience.Listener, Inbox.Outlet {
  private static final Logger log = LoggerFactory.getLogger(Session.class);

  /** How long a client that logs out waits for presence to know of it. */
  private static final Duration RELEASE = Duration.ofSeconds(2);

  /** How long a gateway that stops waits for the answer to a login. */
  private static final Duration LAST_LOGIN = Duration.ofSeconds(3);

  private final Gateway gateway;
  private final ClientSocket socket;
  private final Outbox outbox;
  private final Conversation conversation;
  private final LoginDeadline deadline;
  private final Idleness idleness;
  private SessionState state = new AwaitingLogin();
  private Future<?> login = Future.succeededFuture();

  /** Whether it ends with the answer to the login that is under way. */
  private boolean isLastLogin;

  private Future<Void> ended = Future.succeededFuture();
  private Future<Void> released = Future.succeededFuture();

  Session(Gateway gateway, NetSocketInternal connection) {
    Vertx vertx = gateway.context().owner();
    GatewayLimits limits = gateway.limits();
    this.gateway = gateway;
    this.socket = new ClientSocket(connection, vertx);
    this.outbox =
        new Outbox(
            gateway.context(),
            socket,
            gateway.flushRound(),
            limits.send(),
            limits.inbox().deliveryTimeout(),
            this);
    this.conversation = new Conversation(gateway, this, socket, outbox);
    this.deadline =
        new LoginDeadline(vertx, limits.loginTimeout(), () -> end(GoodbyeReason.UNAUTHENTICATED));
    this.idleness = new Idleness(vertx, limits.timeout(), () -> end(GoodbyeReason.TIMEOUT));
  }

  /** Greets the client and begins to listen to it. */
  void begin(Greeting greeting) {
    socket.listen(this);
    outbox.append(greeting.line());
    deadline.run();
  }

  SessionState state() {
    return state;
  }

  /** Begins a login: its answer, and what follows from it, come later. */
  void logIn(Command.Login login, Place answer) {
    if (state instanceof AwaitingLogin waiting) {
      Entrance entrance = new Entrance(gateway, this, login, conversation.isForPrograms());
      state = waiting.logIn(entrance, answer);
      suspendDeadline();
      this.login =
          entrance
              .enter()
              .onSuccess(
                  admitted -> gateway.traffic().loggedIn(login.proof() instanceof Command.Resume))
              .onFailure(gateway.traffic()::loginRefused)
              .onComplete(this::admit, this::refuse);
    }
  }

  /** The time to log in stands still: the client waits for the server. */
  void suspendDeadline() {
    deadline.stop();
    gateway.sessions().busy(this);
  }

  /** The time to log in runs again. */
  void resumeDeadline() {
    if (state instanceof AwaitingLogin) {
      deadline.run();
      gateway.sessions().waiting(this);
    }
  }

  /** The user has given a command. */
  void touch() {
    idleness.touch();
  }

  /** The address from which the client came. */
  String remoteHost() {
    return socket.remoteHost();
  }

  /** Tells an event of this session. */
  void tell(Notice notice) {
    conversation.speaker().tell(notice);
  }

  /**
   * Tells an event that others hear too; before its login is answered, the client hears nothing.
   */
  void tell(SharedNotice notice) {
    switch (state) {
      case Online online -> conversation.speaker().tell(notice);
      case LoggingIn entering -> entering.entrance().holdBack(notice);
      case AwaitingLogin waiting -> {}
      case Closed closed -> {}
    }
  }

  /**
   * Ends the session as its user wishes. Answered when presence knows of it, so that whoever has
   * the answer can log in again at once.
   */
  void logOut(Place answer) {
    if (!(state instanceof Closed)) {
      Ending logout = Ending.by(GoodbyeReason.LOGOUT);
      stop(logout);
      TimeLimit.within(RELEASE, released)
          .onComplete(known -> {
            answer.fill(new Reply.Ok());
            finish(logout);
          });
    }
  }

  void end(GoodbyeReason reason) {
    end(Ending.by(reason));
  }

  /**
   * Ends the session, if it has not ended.
   *
   * @return completed when nothing of it is under way any more
   */
  Future<Void> end(Ending ending) {
    if (!(state instanceof Closed)) {
      stop(ending);
      finish(ending);
    }
    return ended;
  }

  /**
   * Ends the session because the gateway stops. A login that presence may have granted already is
   * answered before that: it may have cost the client the secret that it had, and the answer has
   * the one with which it goes on elsewhere.
   *
   * @return completed when nothing of it is under way any more
   */
  Future<Void> sendAway() {
    Ending shutdown = Ending.by(GoodbyeReason.SHUTDOWN);
    if (!(state instanceof LoggingIn entering) || !entering.entrance().mayBeGranted()) {
      return end(shutdown);
    }
    isLastLogin = true;
    Promise<Void> answered = gateway.context().promise();
    gateway.context().owner().setTimer(LAST_LOGIN.toMillis(), tooLate -> answered.tryComplete());
    login.onComplete(known -> answered.tryComplete());
    return answered.future().compose(known -> end(shutdown));
  }

  private void stop(Ending ending) {
    log.atDebug()
        .addKeyValue("user", state.member().map(Member::user).orElse(null))
        .addKeyValue("goodbye", ending.goodbye().orElse(null))
        .log("a session ends");
    SessionState before = state;
    state = new Closed();
    deadline.stop();
    idleness.stop();
    conversation.stop();
    gateway.sessions().busy(this);
    ended = leave(before, ending);
  }

  /** Says goodbye, and closes the connection. */
  private void finish(Ending ending) {
    ending
        .goodbye()
        .ifPresentOrElse(
            reason ->
                outbox.end(conversation.speaker().dialect().write(new Notice.Goodbye(reason))),
            outbox::end);
  }

  private Future<Void> leave(SessionState before, Ending ending) {
    return switch (before) {
      case Online online -> {
        gateway.traffic().sessionEnded();
        yield leave(online.user(), ending);
      }
      case LoggingIn entering -> {
        if (ending.is(GoodbyeReason.SHUTDOWN)) {
          entering
              .answer()
              .refuse(new RequestRefused(FailureCode.SHUTTING_DOWN, "the gateway stops"));
        }
        yield entering.entrance().abandon(ending);
      }
      case AwaitingLogin waiting -> Future.succeededFuture();
      case Closed closed -> Future.succeededFuture();
    };
  }

  private Future<Void> leave(Member member, Ending ending) {
    gateway.sessions().forget(member.session());
    Future<Void> closed = member.close();
    released = closed.eventually(() -> member.release(gateway.departures(), ending));
    return closed;
  }

  private void admit(Entrance.Admitted admitted) {
    if (state instanceof LoggingIn entering) {
      Member member = admitted.member();
      log.atDebug()
          .addKeyValue("user", member.user())
          .addKeyValue("session", member.session())
          .log("a session begins");
      entering.answer().fill(admitted.answer());
      state = entering.admit(member);
      gateway.traffic().sessionBegan();
      if (isLastLogin) {
        end(GoodbyeReason.SHUTDOWN);
        return;
      }
      entering.entrance().heldBack().forEach(this::tell);
      idleness.start();
      member.inbox().start();
      conversation.goOn();
    }
  }

  private void refuse(Throwable failure) {
    if (state instanceof LoggingIn entering) {
      state = entering.refuse();
      entering.answer().refuse(failure);
      resumeDeadline();
      if (isLastLogin) {
        end(GoodbyeReason.SHUTDOWN);
      } else if (failure instanceof RequestRefused refusal
          && refusal.code() == FailureCode.LOCKED) {
        end(GoodbyeReason.LOCKED);
      } else {
        conversation.goOn();
      }
    }
  }

  @Override
  public Future<Void> write(ChatMessage message, boolean stored) {
    tell(Notice.MessageArrived.of(message, stored));
    return outbox.written();
  }

  @Override
  public void tooSlow() {
    end(GoodbyeReason.TOO_SLOW);
  }

  @Override
  public boolean isFull() {
    return outbox.isCongested();
  }

  @Override
  public void drained() {
    state.member().ifPresent(member -> member.inbox().goOn());
    conversation.goOn();
  }

  @Override
  public void received(Buffer bytes) {
    conversation.hear(bytes);
  }

  @Override
  public void inputEnded() {
    conversation.endOfInput();
  }

  @Override
  public void closed() {
    outbox.discard();
    end(Ending.BROKEN);
    gateway.sessions().disconnected(this);
  }
}
