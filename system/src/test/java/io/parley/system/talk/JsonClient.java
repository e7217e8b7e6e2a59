// SPDX-License-Identifier: Apache-2.0
package io.parley.system.talk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A program that speaks the JSON dialect, and acknowledges messages if it logged in so. */
public final class JsonClient extends ScriptedClient {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final LineConnection connection;
  private final Map<Integer, JsonNode> answers = new HashMap<>();
  private final Map<Integer, Integer> eventsBefore = new HashMap<>();
  private final List<JsonNode> events = new ArrayList<>();
  private final List<JsonNode> unrelated = new ArrayList<>();
  private int lastId;
  private boolean acknowledges;
  private boolean closed;

  private JsonClient(String name, LineConnection connection) {
    super(name);
    this.connection = connection;
  }

  /** Connects; the server's greeting is its first line. */
  public static JsonClient connect(InetSocketAddress server, String name) {
    LineConnection connection = LineConnection.to(server);
    String greeting = connection.takeLine();
    if (!greeting.startsWith("PARLEY/1 ")) {
      throw new AssertionError("no greeting: " + greeting);
    }
    JsonClient client = new JsonClient(name, connection);
    Thread.ofVirtual().start(client::read);
    return client;
  }

  /** From the next message on each is acknowledged, as {@code acks:true} at login promises. */
  public JsonClient acknowledging() {
    acknowledges = true;
    return this;
  }

  /** From now on nothing is acknowledged. */
  public JsonClient silent() {
    acknowledges = false;
    return this;
  }

  @Override
  public JsonClient logsIn() {
    logsIn(login());
    return this;
  }

  /** Begins a session with this frame, which must succeed; answers the answer. */
  public JsonNode logsIn(ObjectNode login) {
    JsonNode answer = asks(login);
    if (!answer.path("ok").asBoolean()) {
      throw new AssertionError(name() + " was not let in: " + answer);
    }
    return answer;
  }

  /** The frame with which this client logs in by its password. */
  public ObjectNode login() {
    return frame("login")
        .put("user", name())
        .put("password", passwordOf(name()))
        .put("acks", acknowledges);
  }

  public static ObjectNode frame(String op) {
    return JSON.createObjectNode().put("op", op);
  }

  @Override
  public Answer asks(String command) {
    JsonNode answer = asks(TypedCommand.toFrame(command));
    return new Answer(answer.path("error").asText(""), answer.path("text").asText(""), answer);
  }

  /** Sends a command whose answer is a list of users. */
  public List<String> users(String command) {
    List<String> users = new ArrayList<>();
    says(command).json().path("users").forEach(user -> users.add(user.asText()));
    return users;
  }

  /** Sends a frame, with an id of its own, and waits for the answer. */
  public JsonNode asks(ObjectNode frame) {
    return answerTo(sends(frame));
  }

  /** Sends a frame and does not wait; answers the id under which the answer will come. */
  public synchronized int sends(ObjectNode frame) {
    int id = ++lastId;
    connection.send(frame.put("id", id).toString());
    return id;
  }

  /** Waits for the answer to a frame. */
  public synchronized JsonNode answerTo(int id) {
    Deadline deadline = new Deadline();
    while (!answers.containsKey(id)) {
      if (closed || deadline.isOver()) {
        throw new AssertionError(
            "%s got no answer to request %d (connection %s); events: %s"
                .formatted(name(), id, closed ? "closed" : "open", events));
      }
      deadline.await(this);
    }
    return answers.remove(id);
  }

  /** Whether this answer has come already. */
  public synchronized boolean hasAnswerTo(int id) {
    return answers.containsKey(id);
  }

  /** Sends a line as it is, and waits for the answer that has no id ({@code "re":null}). */
  public synchronized JsonNode isAnsweredWithoutId(String line) {
    connection.send(line);
    return nextUnrelated();
  }

  /** The next answer that has no id, or one that this client did not choose. */
  public synchronized JsonNode nextUnrelated() {
    Deadline deadline = new Deadline();
    while (unrelated.isEmpty()) {
      if (closed || deadline.isOver()) {
        throw new AssertionError(name() + " got no answer; events: " + events);
      }
      deadline.await(this);
    }
    return unrelated.removeFirst();
  }

  /** All events so far, as they came. */
  public synchronized List<JsonNode> events() {
    return List.copyOf(events);
  }

  /** How many events came before the answer to this request. */
  public synchronized int eventsBefore(int id) {
    return eventsBefore.getOrDefault(id, 0);
  }

  /** All events of one kind so far. */
  public List<JsonNode> events(String kind) {
    return events().stream().filter(event -> event.path("ev").asText().equals(kind)).toList();
  }

  @Override
  public LineConnection connection() {
    return connection;
  }

  @Override
  String code(String code) {
    return code;
  }

  private void read() {
    try {
      while (true) {
        take(JSON.readTree(connection.awaitLine()));
      }
    } catch (JsonProcessingException wrong) {
      heard("NOT JSON: " + wrong.getMessage());
    } catch (LineConnection.Ended end) {
      // said below
    }
    synchronized (this) {
      closed = true;
    }
    ended();
  }

  private synchronized void take(JsonNode frame) {
    if (frame.has("ev")) {
      events.add(frame);
      boolean isMessage = frame.path("ev").asText().equals("message");
      heard(TypedCommand.toLine(frame));
      if (isMessage && acknowledges) {
        // A test may have broken the connection meanwhile.
        connection.sendQuietly(frame("ack").put("mid", frame.path("mid").asText()).toString());
      }
    } else if (frame.path("re").isInt()) {
      answers.put(frame.path("re").asInt(), frame);
      eventsBefore.put(frame.path("re").asInt(), events.size());
    } else {
      unrelated.add(frame);
    }
    notifyAll();
  }
}
