// SPDX-License-Identifier: Apache-2.0
package io.parley.system.imports;

import io.parley.bus.AuthRequest;
import io.parley.bus.Bus;
import io.parley.bus.MessagingRequest;
import io.parley.bus.MessagingRequest.Sent;
import io.parley.bus.PresenceRequest;
import io.parley.bus.RequestRefused;
import io.parley.model.ChatMessage;
import io.parley.model.FailureCode;
import io.parley.model.MessageId;
import io.parley.model.Username;
import io.vertx.core.Future;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gives the lines of old stores to the services, and tells what became of each. Many lines at a
 * time, but the messages to one recipient one after the other, in the order of the file. One thread
 * that may wait.
 */
final class Importer {
  private static final int AT_ONCE = 500;

  private final Bus bus;
  private final Instant now;
  private final PrintStream out;
  private final MessageIdsOfLines ids = new MessageIdsOfLines();
  private final Map<Username, Future<?>> recipientToLast = new HashMap<>();
  private int refused;

  Importer(Bus bus, Instant now, PrintStream out) {
    this.bus = bus;
    this.now = now;
    this.out = out;
  }

  /** How many lines were refused so far. */
  int refused() {
    return refused;
  }

  /** Takes a file; returns when everything of it is committed or refused. */
  void take(OldFile file) {
    int before = refused;
    List<OldFile.Entry> entries = file.entries();
    for (int from = 0; from < entries.size(); from += AT_ONCE) {
      takeSome(file.name(), entries.subList(from, Math.min(from + AT_ONCE, entries.size())));
    }
    out.printf(
        "%s: %d taken, %d refused%n",
        file.name(), entries.size() - (refused - before), refused - before);
  }

  private void takeSome(String file, List<OldFile.Entry> entries) {
    recipientToLast.clear();
    List<Future<String>> outcomes = new ArrayList<>();
    for (OldFile.Entry entry : entries) {
      outcomes.add(
          take(entry.line())
              .map(done -> "taken: " + entry.line())
              .otherwise(failure -> "refused: " + reason(failure, entry.line())));
    }
    for (int i = 0; i < outcomes.size(); i++) {
      String outcome = outcomes.get(i).await();
      if (outcome.startsWith("refused")) {
        refused++;
      }
      out.println(file + " line " + entries.get(i).number() + " " + outcome);
    }
  }

  private Future<?> take(OldLine line) {
    return switch (line) {
      case OldLine.Faulty faulty -> Future.failedFuture(faulty.reason());
      // The accounts were added at the start, as from a credentials file: this looks whether they
      // were.
      case OldLine.User user ->
          bus.ask(new AuthRequest.Exists(user.name()))
              .compose(answer ->
                  answer.exists()
                      ? Future.succeededFuture()
                      : Future.failedFuture("the account was not made"));
      case OldLine.Message message -> send(message);
      case OldLine.Block block ->
          bus.ask(new PresenceRequest.Block(block.blocker(), block.blocked(), Optional.empty()))
              .recover(Importer::unlessBlockedAlready);
    };
  }

  private Future<?> send(OldLine.Message message) {
    MessageId id = ids.of(message);
    ChatMessage toKeep =
        new ChatMessage(message.from(), message.to(), id, message.text(), message.at().orElse(now));
    Future<?> before = recipientToLast.getOrDefault(message.to(), Future.succeededFuture());
    Future<?> sent = before.transform((kept, refused) -> send(toKeep));
    recipientToLast.put(message.to(), sent);
    return sent;
  }

  private Future<Sent> send(ChatMessage message) {
    if (message.from().equals(message.to())) {
      return Future.failedFuture("sender and recipient are the same");
    }
    return bus.ask(new AuthRequest.Exists(message.from()))
        .compose(sender ->
            sender.exists()
                ? bus.ask(new MessagingRequest.Send(message, true))
                : Future.failedFuture("there is no user " + message.from()));
  }

  private static <T> Future<T> unlessBlockedAlready(Throwable failure) {
    return failure instanceof RequestRefused refusal
            && refusal.code() == FailureCode.ALREADY_BLOCKED
        ? Future.succeededFuture()
        : Future.failedFuture(failure);
  }

  private static String reason(Throwable failure, OldLine line) {
    if (!(failure instanceof RequestRefused refusal)) {
      return String.valueOf(failure.getMessage());
    }
    return switch (refusal.code()) {
      case NO_SUCH_USER -> "a user is unknown (" + line + ")";
      case SELF -> "a user cannot block himself or herself";
      case MAILBOX_FULL -> "the recipient's mailbox is full";
      default -> refusal.code().word();
    };
  }
}
