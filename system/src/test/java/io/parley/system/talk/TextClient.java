// SPDX-License-Identifier: Apache-2.0
package io.parley.system.talk;

import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Pattern;

/** A person with {@code nc}, in the text dialect. One command at a time. */
public final class TextClient extends ScriptedClient {
  // What others cause looks like this; whatever else comes answers the last command. The names in
  // these tests are in small letters, the sentences of answers begin with a capital.
  private static final Pattern EVENT =
      Pattern.compile("(?s)[a-z][a-z0-9._-]{0,31}(?: \\(broadcast\\))?: .*|\\* .*");

  private final LineConnection connection;
  private final Deque<String> answers = new ArrayDeque<>();
  private boolean closed;

  private TextClient(String name, LineConnection connection) {
    super(name);
    this.connection = connection;
  }

  /** Connects; the server's greeting is its first line. */
  public static TextClient connect(InetSocketAddress server, String name) {
    LineConnection connection = LineConnection.to(server);
    String greeting = connection.takeLine();
    if (!greeting.startsWith("PARLEY/1 ")) {
      throw new AssertionError("no greeting: " + greeting);
    }
    TextClient client = new TextClient(name, connection);
    Thread.ofVirtual().start(client::read);
    return client;
  }

  @Override
  public Answer asks(String command) {
    connection.send(command);
    String line = nextAnswer();
    return new Answer(line.startsWith("Error: ") ? "error" : "", line, MissingNode.getInstance());
  }

  /** The next line that is no event. */
  public synchronized String nextAnswer() {
    Deadline deadline = new Deadline();
    while (answers.isEmpty()) {
      if (closed || deadline.isOver()) {
        throw new AssertionError(name() + " got no answer; heard: " + unasked());
      }
      deadline.await(this);
    }
    return answers.removeFirst();
  }

  @Override
  public LineConnection connection() {
    return connection;
  }

  @Override
  String code(String code) {
    return "error";
  }

  private void read() {
    try {
      while (true) {
        String line = connection.awaitLine();
        if (EVENT.matcher(line).matches()) {
          heard(line);
        } else {
          answered(line);
        }
      }
    } catch (LineConnection.Ended end) {
      // said below
    }
    synchronized (this) {
      closed = true;
    }
    ended();
  }

  private synchronized void answered(String line) {
    answers.addLast(line);
    notifyAll();
  }
}
