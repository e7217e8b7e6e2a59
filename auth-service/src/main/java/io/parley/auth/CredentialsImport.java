// SPDX-License-Identifier: Apache-2.0
package io.parley.auth;

import io.parley.auth.CredentialStore.FileState;
import io.parley.auth.CredentialStore.Stored;
import io.parley.auth.PasswordHashing.Urgency;
import io.parley.model.Secret;
import io.parley.model.Username;
import io.parley.node.UsageProblem;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a credentials file in while the server already serves: to hash thousands of passwords
 * takes minutes. Until a line's turn comes its password is held in memory, and the user can log in
 * with it. A user who has chosen another password keeps it, unless the line has changed. Used on
 * one context.
 */
final class CredentialsImport {
  private static final Logger log = LoggerFactory.getLogger(CredentialsImport.class);
  private static final long RETRY_MILLIS = 5000;

  private final Vertx vertx;
  private final CredentialStore store;
  private final PasswordHashing hashing;
  private final Turns turns;
  private final InstantSource clock;

  /** The lines that are not stored yet, in the order in which they will be. */
  private final Map<Username, Secret> waiting = new LinkedHashMap<>();

  /** Those of them that may be older than the user's own password. */
  private final Set<Username> undecided = new HashSet<>();

  private boolean stopped;

  CredentialsImport(
      Vertx vertx,
      CredentialStore store,
      PasswordHashing hashing,
      Turns turns,
      InstantSource clock) {
    this.vertx = vertx;
    this.store = store;
    this.hashing = hashing;
    this.turns = turns;
    this.clock = clock;
  }

  /**
   * Reads the file, so that all its users are known, and begins to store them. Fails with {@link
   * UsageProblem} if it cannot be read.
   *
   * @param all completed when they are stored
   */
  Future<?> begin(Path path, Promise<Void> all) {
    return vertx
        .executeBlocking(() -> FoundCredentials.at(path))
        .onSuccess(FoundCredentials::tellFaults)
        .compose(found ->
            store
                .isBroughtIn(found.state())
                .compose(done -> {
                  if (done) {
                    all.complete();
                    return Future.succeededFuture();
                  }
                  return hold(found, all);
                }));
  }

  private Future<?> hold(FoundCredentials found, Promise<Void> all) {
    return store
        .ownPasswords()
        .onSuccess(own -> {
          Map<Username, Secret> lines = new LinkedHashMap<>();
          found.file().entries().forEach(entry -> lines.put(entry.user(), entry.password()));
          // First, for until they are decided a new line has no effect.
          own.stream().filter(lines::containsKey).forEach(undecided::add);
          undecided.forEach(user -> waiting.put(user, lines.get(user)));
          lines.forEach(waiting::putIfAbsent);
          storeNext(found.state(), all);
        });
  }

  /** Whether the file has this user and the store may not yet. */
  boolean knows(Username user) {
    return waiting.containsKey(user);
  }

  /** The password in force for this user that is not stored yet. */
  Optional<Secret> held(Username user) {
    return undecided.contains(user) ? Optional.empty() : Optional.ofNullable(waiting.get(user));
  }

  /** Stores this user's line now, if it waits. To be called in the user's turn. */
  Future<?> settle(Username user) {
    return store(user, Urgency.PERSON);
  }

  /** Stores no more. */
  void stop() {
    stopped = true;
  }

  private void storeNext(FileState file, Promise<Void> all) {
    if (stopped) {
      return;
    }
    if (waiting.isEmpty()) {
      store
          .markBroughtIn(file)
          .onFailure(failure -> log.warn("not marked as done", failure))
          .onComplete(marked -> all.tryComplete());
      return;
    }
    Username user = waiting.keySet().iterator().next();
    long began = System.nanoTime();
    turns
        .take(user, () -> store(user, Urgency.NOBODY))
        .onSuccess(done -> {
          // As long a rest as it took: the processor is there for people first.
          long rest = (System.nanoTime() - began) / 1_000_000 + 1;
          vertx.setTimer(Math.min(rest, RETRY_MILLIS), timer -> storeNext(file, all));
        })
        .onFailure(failure -> {
          if (!stopped) {
            log.atWarn().addKeyValue("user", user).setCause(failure).log("not imported yet");
          }
          vertx.setTimer(RETRY_MILLIS, timer -> storeNext(file, all));
        });
  }

  private Future<Boolean> store(Username user, Urgency urgency) {
    @Nullable Secret password = waiting.get(user);
    if (password == null) {
      return Future.succeededFuture(true);
    }
    return store
        .find(user)
        .compose(stored -> store(user, password, stored, urgency))
        .onSuccess(done -> {
          waiting.remove(user);
          undecided.remove(user);
        });
  }

  private Future<Boolean> store(
      Username user, Secret password, Optional<Stored> stored, Urgency urgency) {
    if (stored.isEmpty()) {
      return bring(user, password, urgency);
    }
    String known = stored.get().imported().orElse(stored.get().hash());
    return hashing
        .matches(password, known, urgency)
        .compose(same -> {
          if (!same) {
            return bring(user, password, urgency);
          }
          return stored.get().imported().isPresent()
              ? Future.succeededFuture(true) // nothing new in this line
              : store.bring(user, known, clock.instant());
        });
  }

  private Future<Boolean> bring(Username user, Secret password, Urgency urgency) {
    return hashing
        .hash(password, urgency)
        .compose(hash -> store.bring(user, hash, clock.instant()));
  }
}
