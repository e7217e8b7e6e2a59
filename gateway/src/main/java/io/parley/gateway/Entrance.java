// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import io.parley.bus.AuthRequest;
import io.parley.bus.Done;
import io.parley.bus.PresenceRequest;
import io.parley.bus.PresenceRequest.Claimed;
import io.parley.bus.PresenceRequest.Departure;
import io.parley.bus.PresenceRequest.Revert;
import io.parley.bus.RequestRefused;
import io.parley.loop.TimeLimit;
import io.parley.model.FailureCode;
import io.parley.model.Secret;
import io.parley.model.Username;
import io.parley.wire.Command;
import io.parley.wire.Reply;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to log in: proves the name, claims it, opens the mailbox. What goes wrong after the
 * claim, or is given up then, is undone. Event loop of the session only.
 */
final class Entrance {
  /** How long the refusal of a resumption waits for presence to know that it is undone. */
  private static final Duration REVERTING = Duration.ofSeconds(2);

  private final Gateway gateway;
  private final Session session;
  private final Command.Login login;
  private final Secret freshSecret;
  private final boolean forPrograms;

  /** What the client is to hear after the answer to its login. */
  private final List<SharedNotice> heldBack = new ArrayList<>(0);

  private final Promise<Void> undone = Promise.promise();
  private @Nullable Member member;
  private @Nullable Ending abandoned;
  private boolean mayBeGranted;
  private boolean claimed;

  /** The session can begin: the member, and the answer to the login. */
  record Admitted(Member member, Reply.LoggedIn answer) {}

  /**
   * @param forPrograms whether the client can resume, acknowledge, and be introduced to others
   */
  Entrance(Gateway gateway, Session session, Command.Login login, boolean forPrograms) {
    this.gateway = gateway;
    this.session = session;
    this.login = login;
    this.forPrograms = forPrograms;
    this.freshSecret = gateway.resumeSecrets().fresh();
  }

  /** Whether presence has been asked, and may have granted it. */
  boolean mayBeGranted() {
    return mayBeGranted;
  }

  /** Whom messages may reach here; nobody before the claim. */
  Optional<Member> member() {
    return Optional.ofNullable(member);
  }

  /** Keeps a notice until the login is answered. */
  void holdBack(SharedNotice notice) {
    if (member != null) {
      heldBack.add(notice);
    }
  }

  List<SharedNotice> heldBack() {
    return heldBack;
  }

  /**
   * Goes through with it. Fails only with {@link RequestRefused}, and then nothing is left of it.
   */
  Future<Admitted> enter() {
    Optional<Username> user = Username.parse(login.user());
    if (user.isEmpty()) {
      // As for any other name that no account has.
      return refused(FailureCode.BAD_CREDENTIALS, "not a name");
    }
    return prove(user.get())
        .compose(proven -> claim(user.get()))
        .compose(this::open)
        .recover(failure -> undo(failure).compose(undone -> Future.failedFuture(failure)));
  }

  /** Gives it up. Completed when nothing is left of it. */
  Future<Void> abandon(Ending ending) {
    abandoned = ending;
    Member entering = member;
    if (entering == null) {
      return Future.succeededFuture();
    }
    // At once, and again when all is known: the client may be back before the answers awaited here.
    revertOf(entering).ifPresent(gateway.departures()::revert);
    entering.close();
    return undone.future();
  }

  private Future<Done> prove(Username user) {
    return switch (login.proof()) {
      case Command.Password password ->
          gateway
              .bus()
              .ask(new AuthRequest.Authenticate(user, password.password()))
              .compose(proven -> arrive(user, proven));
      case Command.Resume resume -> Future.succeededFuture(Done.DONE);
    };
  }

  /** Everybody is told of who comes and goes: who does nothing else is held back. */
  private Future<Done> arrive(Username user, Done proven) {
    Optional<Duration> wait = gateway.floodGate().holdsBackArrival(session.remoteHost(), user);
    return wait.isEmpty()
        ? Future.succeededFuture(proven)
        : Future.failedFuture(
            new RequestRefused(FailureCode.RATE_LIMITED, "comes too often", wait.get()));
  }

  private Future<Claimed> claim(Username user) {
    if (abandoned != null) {
      return refused(FailureCode.UNAVAILABLE, "the session has ended");
    }
    Member entering = Member.entering(gateway, session, user, login, forPrograms);
    member = entering;
    mayBeGranted = true;
    String freshHash = ResumeSecrets.hash(freshSecret);
    return switch (login.proof()) {
      case Command.Password password ->
          gateway
              .bus()
              .ask(
                  new PresenceRequest.Claim(
                      user,
                      entering.session(),
                      forPrograms ? Optional.of(freshHash) : Optional.empty()));
      case Command.Resume resume ->
          gateway
              .bus()
              .ask(
                  new PresenceRequest.Resume(
                      user, entering.session(), ResumeSecrets.hash(resume.secret()), freshHash));
    };
  }

  private Future<Admitted> open(Claimed answer) {
    claimed = true;
    Member entering = member;
    if (abandoned != null || entering == null) {
      return refused(FailureCode.UNAVAILABLE, "the session has ended");
    }
    entering.block(answer.blocked());
    return entering
        .inbox()
        .open()
        .compose(pending ->
            abandoned == null
                ? Future.succeededFuture(admit(entering, answer, pending))
                : refused(FailureCode.UNAVAILABLE, "the session has ended"));
  }

  private Admitted admit(Member entering, Claimed answer, int pending) {
    return new Admitted(
        entering,
        new Reply.LoggedIn(
            entering.user(),
            gateway.limits().timeout(),
            pending,
            answer.lastLogin(),
            forPrograms ? Optional.of(freshSecret) : Optional.empty()));
  }

  /** Completed when a client that is refused can use its secret again, or after a while. */
  private Future<Void> undo(Throwable failure) {
    Member entering = member;
    if (entering == null) {
      return Future.succeededFuture();
    }
    member = null;
    gateway.sessions().forget(entering.session());
    return entering
        .close()
        .compose(closed -> {
          Future<Void> released = release(entering, failure);
          undone.complete();
          return TimeLimit.within(REVERTING, released).recover(late -> Future.succeededFuture());
        });
  }

  private Future<Void> release(Member entering, Throwable failure) {
    boolean unknown = !claimed && isUnavailable(failure);
    if (!claimed && !unknown) {
      return Future.succeededFuture();
    }
    Departures departures = gateway.departures();
    Optional<Revert> revert = revertOf(entering);
    if (revert.isPresent()) {
      if (unknown) {
        departures.revertLater(revert.get());
      }
      return departures.revert(revert.get());
    }
    if (unknown) {
      // The claim may still be granted after this: it must not outlive who asked for it.
      departures.releaseLater(entering.user(), entering.session(), Departure.ENDED);
    }
    if (abandoned != null) {
      entering.release(departures, abandoned);
    } else {
      departures.release(entering.user(), entering.session(), Departure.ENDED);
    }
    return Future.succeededFuture();
  }

  /** What gives a client that may come back the secret again that it has presented. */
  private Optional<Revert> revertOf(Member entering) {
    boolean mayComeBack = abandoned == null || abandoned.departure(true) == Departure.BROKEN;
    return login.proof() instanceof Command.Resume resume && mayComeBack
        ? Optional.of(
            new Revert(entering.user(), entering.session(), ResumeSecrets.hash(resume.secret())))
        : Optional.empty();
  }

  private static boolean isUnavailable(Throwable failure) {
    return !(failure instanceof RequestRefused refusal)
        || refusal.code() == FailureCode.UNAVAILABLE;
  }

  private static <T> Future<T> refused(FailureCode code, String detail) {
    return Future.failedFuture(new RequestRefused(code, detail));
  }
}
