// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal;

import io.parley.model.MessageId;
import io.parley.terminal.post.Letter;
import io.parley.terminal.post.Outbox;
import io.parley.terminal.post.Post;
import io.parley.terminal.screen.Console;
import io.parley.wire.Command;
import io.parley.wire.Reply;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * What the person writes: on disk before it is on its way, so that it survives the client. Sending
 * is for the thread that reads, which waits for the disk.
 */
final class Letters {
  private final Console console;
  private final Loop loop;
  private final Executor disk;
  private final Outbox outbox;
  private final Post post;

  /**
   * @param disk the one thread that uses the outbox
   */
  Letters(Console console, Loop loop, Executor disk, Outbox outbox, Post post) {
    this.console = console;
    this.loop = loop;
    this.disk = disk;
    this.outbox = outbox;
    this.post = post;
  }

  /** Sends a message; the future says whether the server took it. */
  Future<Boolean> send(Command.Message message) {
    MessageId id = new MessageId(UUID.randomUUID().toString());
    Letter letter = new Letter(id, message.to(), message.text());
    if (!CompletableFuture.supplyAsync(() -> keep(letter), disk).join()) {
      console.show(
          Phrases.error(Outbox.MOST_LETTERS + " messages wait already; this one was not taken."));
      return Future.succeededFuture(false);
    }
    return loop.call(() -> post.send(letter)).map(reply -> reply instanceof Reply.MessageAccepted);
  }

  private boolean keep(Letter letter) {
    if (outbox.isFull()) {
      return false;
    }
    try {
      outbox.put(letter);
    } catch (IOException e) {
      console.show(
          Phrases.error(
              "Your message could not be kept on disk: it is lost if this client ends before the"
                  + " server has answered."));
    }
    return true;
  }
}
