// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.link;

import io.parley.model.GoodbyeReason;
import io.parley.model.MessageId;
import io.parley.model.Secret;
import io.parley.wire.Command;
import io.parley.wire.Reply;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The client's standing with the server, which outlives connections: when one is lost without a
 * goodbye that means it, the next takes its place, with the secret of the last login or else the
 * password. Event loop only.
 */
public final class Lifeline {
  /** Longer than the server may wait for answers under way before it says goodbye. */
  private static final Duration LEAVING = Duration.ofSeconds(15);

  private record Leave(Ending why, Promise<Void> done, long timer) {}

  private final Vertx vertx;
  private final Door door;
  private final InstantSource clock;
  private final SessionListener listener;
  private final WayBack wayBack;
  private Consumer<Optional<Secret>> resumeKeeper = secret -> {};
  private Credentials credentials = new Credentials("", new Secret(""));
  private Optional<Secret> resume = Optional.empty();
  private @Nullable GatewayLink online;
  private Instant since = Instant.EPOCH;
  private @Nullable Leave leave;
  private boolean over;

  public Lifeline(
      Vertx vertx,
      Door door,
      Persistence persistence,
      InstantSource clock,
      SessionListener listener) {
    this.vertx = vertx;
    this.door = door;
    this.clock = clock;
    this.listener = listener;
    this.wayBack = new WayBack(vertx, door, persistence, clock, new Returning());
    door.open(listener::told, this::ended);
  }

  /**
   * Begins a session; its events wait for {@link #ready}. The answer is either that or why not;
   * fails with {@link NoServer} or {@link LinkLost}.
   */
  public Future<Reply> login(String user, Secret password) {
    return begin(new Credentials(user, password), new Command.Password(password));
  }

  /** Begins a session in the place of that user's last one, which may seem to live still. */
  public Future<Reply> takeOver(String user, Secret password, Secret secret) {
    return begin(new Credentials(user, password), new Command.Resume(secret));
  }

  private Future<Reply> begin(Credentials with, Command.Proof proof) {
    return door.enter(with.user(), proof)
        .map(reply -> {
          if (reply instanceof Reply.LoggedIn login) {
            credentials = with;
            entered(login);
          }
          return reply;
        });
  }

  private void entered(Reply.LoggedIn login) {
    online = door.link();
    since = clock.instant();
    keep(login.resume());
  }

  /** From now on the secrets of logins go there too, the present one at once. */
  public void keepResume(Consumer<Optional<Secret>> keeper) {
    resumeKeeper = keeper;
    keeper.accept(resume);
  }

  private void keep(Optional<Secret> secret) {
    resume = secret;
    resumeKeeper.accept(secret);
  }

  /** The person has another password now. */
  public void passwordIs(Secret fresh) {
    credentials = new Credentials(credentials.user(), fresh);
  }

  /** Lets the events of the session come. */
  public void ready() {
    if (online != null) {
      online.letGo();
    }
  }

  public boolean isOnline() {
    return online != null;
  }

  /** The answer to a command; fails with {@link LinkLost} if there is no session. */
  public Future<Reply> ask(Command command) {
    return online == null ? Future.failedFuture(new LinkLost()) : online.ask(command);
  }

  /** Says that a message was shown; if there is no session, the server will send it again. */
  public void acknowledge(MessageId id) {
    if (online != null) {
      online.acknowledge(id);
    }
  }

  /** Ends the session and all attempts to have one. The future says when that is done. */
  public Future<Void> leave(Ending why) {
    if (online == null || leave != null) {
      finish(why);
      return Future.succeededFuture();
    }
    online.ask(new Command.Logout()).onSuccess(done -> keep(Optional.empty()));
    long timer = vertx.setTimer(LEAVING.toMillis(), id -> finish(why));
    leave = new Leave(why, Promise.promise(), timer);
    return leave.done().future();
  }

  private void ended(Optional<GoodbyeReason> goodbye) {
    boolean wasOnline = online != null;
    online = null;
    if (!wasOnline || over) {
      // an attempt to get in: whoever made it is told by its answer
      return;
    }
    if (leave != null) {
      finish(leave.why());
    } else if (goodbye.isPresent() && isMeant(goodbye.get())) {
      keep(Optional.empty());
      finish(new Ending.Dismissed(goodbye.get()));
    } else {
      listener.lost();
      wayBack.begin(credentials, resume, Duration.between(since, clock.instant()));
    }
  }

  private static boolean isMeant(GoodbyeReason reason) {
    return switch (reason) {
      case LOGOUT, TIMEOUT, KICKED, LOCKED, REPLACED -> true;
      case SHUTDOWN, TOO_SLOW, UNAUTHENTICATED -> false;
    };
  }

  private final class Returning implements WayBack.Traveller {
    @Override
    public void arrived(Reply.LoggedIn login, Duration away) {
      entered(login);
      listener.back(away);
      ready();
    }

    @Override
    public void gaveUp(Ending ending) {
      finish(ending);
    }
  }

  private void finish(Ending ending) {
    if (over) {
      return;
    }
    over = true;
    online = null;
    wayBack.stop();
    door.close();
    if (leave != null) {
      vertx.cancelTimer(leave.timer());
      leave.done().complete();
    }
    listener.over(ending);
  }
}
