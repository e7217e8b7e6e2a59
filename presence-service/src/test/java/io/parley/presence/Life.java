// SPDX-License-Identifier: Apache-2.0
package io.parley.presence;

import io.parley.bus.Bus;
import io.parley.bus.Done;
import io.parley.bus.GatewayRequest.End;
import io.parley.bus.PresenceEvent;
import io.parley.bus.PresenceEvent.Left;
import io.parley.bus.PresenceRequest.Claim;
import io.parley.bus.PresenceRequest.Departure;
import io.parley.bus.PresenceRequest.Release;
import io.parley.bus.PresenceRequest.Resume;
import io.parley.bus.PresenceRequest.Revert;
import io.parley.bus.RequestRefused;
import io.parley.model.FailureCode;
import io.parley.model.SessionRef;
import io.parley.model.Username;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * One user's clients and their gateway, who do whatever they may in any order, and note when
 * something happens that must not. For one event loop.
 */
final class Life {
  final Username user;
  final List<String> problems = new ArrayList<>();

  private final Bus bus;
  private final Random dice;
  private final LongSupplier numbers;
  private final List<Long> secrets = new ArrayList<>();
  private final Set<Long> over = new HashSet<>();
  private Optional<Long> living = Optional.empty();
  private boolean believedToBeThere;

  Life(Username user, Bus bus, Random dice, LongSupplier numbers) {
    this.user = user;
    this.bus = bus;
    this.dice = dice;
    this.numbers = numbers;
  }

  Optional<SessionRef> living() {
    return living.map(PresenceUnderTest::session);
  }

  boolean isBelievedToBeThere() {
    return believedToBeThere;
  }

  boolean holds(SessionRef session) {
    return secrets.contains(session.number());
  }

  /** Does one thing that a client or its gateway may do at any time. */
  void act() {
    switch (dice.nextInt(6)) {
      case 0, 1 -> logIn();
      case 2, 3 -> secrets.stream().skip(someSecret()).findFirst().ifPresent(this::resume);
      case 4 -> living.ifPresent(this::leave);
      default -> over.stream().findAny().ifPresent(number -> release(number, departure()));
    }
  }

  private long someSecret() {
    boolean last = dice.nextInt(4) > 0;
    return last ? Math.max(0, secrets.size() - 1) : dice.nextInt(secrets.size() + 1);
  }

  private void logIn() {
    long number = numbers.getAsLong();
    Claim claim =
        new Claim(user, PresenceUnderTest.session(number), Optional.of("secret " + number));
    bus.ask(claim).onComplete(claimed -> enter(number), failure -> giveUp(number, failure));
    switch (dice.nextInt(8)) {
      case 0 -> bus.ask(claim); // the gateway believes that the first one was lost
      case 1 -> leave(number); // the client has gone while its login was under way
      default -> {}
    }
  }

  private void resume(long old) {
    long number = numbers.getAsLong();
    Resume resume = PresenceUnderTest.resuming(user, old, number);
    bus.ask(resume)
        .onComplete(claimed -> enter(number), failure -> giveUp(resume, number, failure));
    switch (dice.nextInt(8)) {
      case 0 -> bus.ask(resume);
      case 1 -> revert(resume, number); // the client has gone before it heard that it worked
      default -> {}
    }
  }

  private void giveUp(Resume resume, long number, Throwable failure) {
    if (((RequestRefused) failure).code() == FailureCode.UNAVAILABLE) {
      revert(resume, number);
    } else {
      giveUp(number, failure);
    }
  }

  private void revert(Resume resume, long number) {
    end(number);
    Revert revert = new Revert(user, resume.session(), resume.presentedHash());
    bus.ask(revert);
    if (dice.nextInt(4) == 0) {
      bus.ask(revert);
    }
  }

  private void enter(long number) {
    if (over.contains(number)) {
      return;
    }
    living.ifPresent(other -> problems.add(number + " entered while " + other + " was there"));
    if (!believedToBeThere) {
      problems.add(number + " entered and nobody was told");
    }
    living = Optional.of(number);
    secrets.add(number);
  }

  private void giveUp(long number, Throwable failure) {
    FailureCode code = ((RequestRefused) failure).code();
    if (code == FailureCode.UNAVAILABLE) {
      leave(number);
    } else if (code != FailureCode.USER_ONLINE && code != FailureCode.BAD_CREDENTIALS) {
      problems.add("refused as " + code);
    }
  }

  private void leave(long number) {
    end(number);
    Departure departure = departure();
    release(number, departure);
    if (dice.nextInt(4) == 0) {
      release(number, departure);
    }
  }

  private void end(long number) {
    over.add(number);
    living = living.filter(other -> other != number);
  }

  private Future<Done> release(long number, Departure departure) {
    return bus.ask(new Release(user, PresenceUnderTest.session(number), departure));
  }

  private Departure departure() {
    Departure[] all = Departure.values();
    return all[dice.nextInt(all.length)];
  }

  /** What the gateway does when it is told to end a session: one of the things that it may do. */
  Future<Done> end(End wish) {
    long number = wish.session().number();
    end(number);
    Promise<Done> ended = Promise.promise();
    switch (dice.nextInt(5)) {
      case 0 -> ended.complete(Done.DONE);
      case 1 -> ended.fail(new RequestRefused(FailureCode.UNAVAILABLE, "no such gateway"));
      case 2 -> Trouble.after(dice.nextInt(20), () -> ended.complete(Done.DONE));
      case 3 -> {
        release(number, departure());
        ended.complete(Done.DONE);
      }
      default -> release(number, departure()).onComplete(ended);
    }
    return ended.future();
  }

  /** What another user hears of this one. */
  void hear(PresenceEvent event) {
    boolean left = event instanceof Left;
    if (left != believedToBeThere) {
      problems.add(left ? "left twice" : "joined twice");
    }
    if (left && living.isPresent()) {
      problems.add("left, but " + living.get() + " lives");
    }
    believedToBeThere = !left;
  }
}
