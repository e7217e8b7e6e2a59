// SPDX-License-Identifier: Apache-2.0
package io.parley.system.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.system.client.JsonLink;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One user of the load: logs in, reads all that comes, acknowledges, and writes when told to. Its
 * virtual thread reads from the login on, so that the server never waits for it.
 */
final class LoadUser implements AutoCloseable {
  private static final String TEXT =
      "About one hundred characters, as people write them to each other"
          + " when they chat about this and that.";
  private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(30);
  private static final Duration LOGIN_PATIENCE = Duration.ofMinutes(20);
  private static final Duration LONG = Duration.ofHours(1);

  private final String name;
  private final JsonLink link;
  private final ReentrantLock lock = new ReentrantLock();
  private Exchange exchange = new Exchange("", 0);

  /** Messages to one other user, and as many from somebody. */
  private static final class Exchange {
    final CompletableFuture<Void> done = new CompletableFuture<>();
    final String to;
    final int messages;
    int sent;
    int answered;
    int received;

    Exchange(String to, int messages) {
      this.to = to;
      this.messages = messages;
    }
  }

  private LoadUser(String name, JsonLink link) {
    this.name = name;
    this.link = link;
  }

  /** Makes the account, begins its session, and reads from then on. */
  static LoadUser logIn(InetSocketAddress server, String name) throws IOException {
    LoadUser user = new LoadUser(name, JsonLink.connect(server, CONNECT_PATIENCE));
    user.ask(user.credentials("register"));
    user.ask(user.credentials("login").put("acks", true));
    Thread.ofVirtual().name(name).start(user::read);
    return user;
  }

  String name() {
    return name;
  }

  /** Writes this many messages; completed when all are answered, and as many have come. */
  CompletableFuture<Void> exchange(String to, int messages, int window) throws IOException {
    lock.lock();
    try {
      exchange = new Exchange(to, messages);
      List<ObjectNode> first = new ArrayList<>();
      for (int i = 0; i < window; i++) {
        nextMessage(first);
      }
      link.send(first);
      return exchange.done;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    link.close();
  }

  private void read() {
    try {
      while (true) {
        Optional<JsonNode> frame = link.receive(LONG);
        lock.lock();
        try {
          List<ObjectNode> toSend = new ArrayList<>();
          // All that has come is answered in one write, as an event loop would do it.
          for (; frame.isPresent(); frame = link.receiveAtHand()) {
            take(frame.get(), toSend);
          }
          if (!toSend.isEmpty()) {
            link.send(toSend);
          }
          if (exchange.answered == exchange.messages && exchange.received >= exchange.messages) {
            exchange.done.complete(null);
          }
        } finally {
          lock.unlock();
        }
      }
    } catch (IOException | RuntimeException failure) {
      exchange.done.completeExceptionally(failure);
    }
  }

  private void take(JsonNode frame, List<ObjectNode> toSend) throws IOException {
    if (frame.path("ev").asText().equals("message")) {
      exchange.received++;
      toSend.add(JsonLink.frame("ack").put("mid", frame.path("mid").asText()));
    } else if (frame.has("re")) {
      require(frame);
      exchange.answered++;
      nextMessage(toSend);
    }
  }

  private void nextMessage(List<ObjectNode> toSend) {
    if (exchange.sent < exchange.messages) {
      int id = exchange.sent++;
      toSend.add(JsonLink.frame("message").put("id", id).put("to", exchange.to).put("text", TEXT));
    }
  }

  private ObjectNode credentials(String op) {
    return JsonLink.frame(op)
        .put("id", op)
        .put("user", name)
        .put("password", "password of " + name);
  }

  private void ask(ObjectNode frame) throws IOException {
    link.send(frame);
    require(link.receive(LOGIN_PATIENCE).orElseThrow(() -> new IOException("no answer")));
  }

  private void require(JsonNode answer) throws IOException {
    if (!answer.path("ok").asBoolean()) {
      throw new IOException(name + " was refused: " + answer);
    }
  }
}
