// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.post;

import io.parley.model.MessageId;
import io.parley.wire.Notice.MessageArrived;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Messages on their way from the server to the person. Each is shown once, and acknowledged when it
 * has been shown: a client that dies before has neither shown nor lost it. Event loop only.
 */
public final class Arrivals {
  /** Shows a message soon, and runs the action on its own thread once it is out. */
  public interface Display {
    void show(MessageArrived message, Runnable afterwards);
  }

  private record Key(String from, MessageId id) {}

  private final Vertx vertx;
  private final Context loop;
  private final Shown shown;
  private final Display display;
  private final Consumer<MessageId> acknowledge;
  private final Set<Key> waiting = new HashSet<>();
  private int stored;
  private @Nullable Runnable progress;

  /**
   * @param loop the event loop on which this is used
   */
  public Arrivals(
      Vertx vertx, Context loop, Shown shown, Display display, Consumer<MessageId> acknowledge) {
    this.vertx = vertx;
    this.loop = loop;
    this.shown = shown;
    this.display = display;
    this.acknowledge = acknowledge;
  }

  /** A message came, perhaps not for the first time. */
  public void arrived(MessageArrived message) {
    Key key = new Key(message.from().value(), message.id());
    if (shown.contains(message.from(), message.id())) {
      acknowledged(message);
    } else if (waiting.add(key)) {
      display.show(message, () -> seen(message, key));
    }
    // else it still waits to be shown, and is acknowledged then
  }

  /** On the thread of the display, which may wait for the disk. */
  private void seen(MessageArrived message, Key key) {
    try {
      shown.add(message.from(), message.id());
    } catch (IOException e) {
      // only this client knows it now: at worst the next one shows the message again
    }
    loop.runOnContext(go -> {
      waiting.remove(key);
      acknowledged(message);
    });
  }

  private void acknowledged(MessageArrived message) {
    acknowledge.accept(message.id());
    if (message.stored()) {
      stored++;
      if (progress != null) {
        progress.run();
      }
    }
  }

  /** Completes when so many stored messages were shown, or none for so long. */
  public Future<Void> awaitStored(int count, Duration quiet) {
    Promise<Void> caughtUp = Promise.promise();
    long[] timer = {-1};
    progress =
        () -> {
          vertx.cancelTimer(timer[0]);
          if (stored >= count) {
            progress = null;
            caughtUp.tryComplete();
          } else {
            timer[0] = vertx.setTimer(quiet.toMillis(), id -> caughtUp.tryComplete());
          }
        };
    progress.run();
    return caughtUp.future();
  }
}
