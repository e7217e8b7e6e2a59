// SPDX-License-Identifier: Apache-2.0
package io.parley.auth;

import io.parley.model.Secret;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Hashes that cost nothing, are counted, and can be held up. No two are the same. */
final class CountedHashes implements Supplier<PasswordHash> {
  final AtomicInteger made = new AtomicInteger();
  final AtomicInteger tried = new AtomicInteger();
  final Set<String> threads = Collections.synchronizedSet(new HashSet<>());
  private final Semaphore permits = new Semaphore(Integer.MAX_VALUE / 2);
  private volatile String version = "1";

  /** From now on each hash waits for a permit. */
  void hold() {
    permits.drainPermits();
  }

  void permit(int count) {
    permits.release(count);
  }

  /** From now on hashes are made in another way. */
  void raise() {
    version = "2";
  }

  @Override
  public PasswordHash get() {
    return new PasswordHash() {
      @Override
      public String hash(Secret password) {
        work();
        return version + ":" + made.incrementAndGet() + ":" + password.value();
      }

      @Override
      public boolean matches(Secret password, String hash) {
        work();
        tried.incrementAndGet();
        return hash.split(":", 3)[2].equals(password.value());
      }

      @Override
      public boolean isOutdated(String hash) {
        return !hash.startsWith(version);
      }

      @Override
      public String unmatchable() {
        return version + "::\n";
      }
    };
  }

  private void work() {
    threads.add(Thread.currentThread().getName());
    permits.acquireUninterruptibly();
  }
}
