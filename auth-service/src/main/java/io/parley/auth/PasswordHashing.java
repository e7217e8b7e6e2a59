// SPDX-License-Identifier: Apache-2.0
package io.parley.auth;

import io.parley.bus.RequestRefused;
import io.parley.model.FailureCode;
import io.parley.model.Secret;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Hashes passwords on threads of its own, a few at a time. What a person waits for goes first; what
 * the queue does not hold is refused. Any thread may ask; answers arrive on the asker's context.
 */
final class PasswordHashing {
  /** Who waits for a hash. */
  enum Urgency {
    PERSON,
    NOBODY
  }

  /**
   * What a check found.
   *
   * @param outdated whether the password is right, and a better hash of it can be made by now
   */
  record Check(boolean right, boolean outdated) {}

  private static final Duration RETRY_AFTER_FULL = Duration.ofSeconds(10);

  private final Vertx vertx;
  private final int mostWaiting;
  private final Queue<Task<?>> urgent = new ArrayDeque<>();
  private final Queue<Task<?>> leisurely = new ArrayDeque<>();
  private boolean closed;

  /** One hash to compute, and who asked for it. */
  private record Task<T>(Function<PasswordHash, T> work, Context context, Promise<T> promise) {
    void run(PasswordHash hash) {
      try {
        T value = work.apply(hash);
        tell(() -> promise.complete(value));
      } catch (RuntimeException | Error failure) {
        tell(() -> promise.fail(failure));
      }
    }

    void refuse() {
      tell(() -> promise.fail(closing()));
    }

    private void tell(Runnable outcome) {
      try {
        context.runOnContext(start -> outcome.run());
      } catch (RejectedExecutionException stopped) {
        // Vert.x is closed: whoever asked is gone.
      }
    }
  }

  private PasswordHashing(Vertx vertx, int mostWaiting) {
    this.vertx = vertx;
    this.mostWaiting = mostWaiting;
  }

  /**
   * Begins to work, on this many threads.
   *
   * @param hashes makes one for each thread, when it is needed: its library is slow to load
   */
  static PasswordHashing start(
      Vertx vertx, int threads, int mostWaiting, Supplier<? extends PasswordHash> hashes) {
    PasswordHashing hashing = new PasswordHashing(vertx, mostWaiting);
    Thread.Builder builder = Thread.ofPlatform().daemon().name("parley-hashing-", 1);
    for (int i = 0; i < threads; i++) {
      builder.start(() -> hashing.work(hashes));
    }
    return hashing;
  }

  Future<String> hash(Secret password, Urgency urgency) {
    return submit(hash -> hash.hash(password), urgency);
  }

  Future<Boolean> matches(Secret password, String hash, Urgency urgency) {
    return submit(it -> it.matches(password, hash), urgency);
  }

  /** Takes as long as to find that a password is wrong; for names without an account. */
  Future<Boolean> matchesNothing(Secret password) {
    return submit(hash -> hash.matches(password, hash.unmatchable()), Urgency.PERSON);
  }

  /** Checks a password, and the hash too. */
  Future<Check> check(Secret password, String hash) {
    return submit(
        it -> {
          boolean right = it.matches(password, hash);
          return new Check(right, right && it.isOutdated(hash));
        },
        Urgency.PERSON);
  }

  /** Refuses what waits, and all that comes later. */
  synchronized void close() {
    closed = true;
    urgent.forEach(Task::refuse);
    leisurely.forEach(Task::refuse);
    urgent.clear();
    leisurely.clear();
    notifyAll();
  }

  private synchronized <T> Future<T> submit(Function<PasswordHash, T> work, Urgency urgency) {
    if (closed) {
      return Future.failedFuture(closing());
    }
    Queue<Task<?>> queue = urgency == Urgency.PERSON ? urgent : leisurely;
    if (queue.size() >= mostWaiting) {
      return Future.failedFuture(
          new RequestRefused(
              FailureCode.RATE_LIMITED, "too many passwords wait", RETRY_AFTER_FULL));
    }
    Promise<T> promise = Promise.promise();
    queue.add(new Task<>(work, vertx.getOrCreateContext(), promise));
    notifyAll();
    return promise.future();
  }

  private void work(Supplier<? extends PasswordHash> hashes) {
    try {
      Task<?> task = next();
      if (task == null) {
        return;
      }
      PasswordHash hash = hashes.get();
      for (; task != null; task = next()) {
        task.run(hash);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Nothing once closed. */
  private synchronized @Nullable Task<?> next() throws InterruptedException {
    while (urgent.isEmpty() && leisurely.isEmpty() && !closed) {
      wait();
    }
    Task<?> task = urgent.poll();
    return task == null ? leisurely.poll() : task;
  }

  private static RequestRefused closing() {
    return new RequestRefused(FailureCode.UNAVAILABLE, "the service stops");
  }
}
