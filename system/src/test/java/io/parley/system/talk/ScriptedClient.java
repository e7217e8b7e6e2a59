// SPDX-License-Identifier: Apache-2.0
package io.parley.system.talk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * One person at one connection, in either dialect, whose tests read as a dialogue. Commands are
 * given as a person types them; what is heard is written as the text dialect writes it, {@code
 * hans: hi}. What it hears is kept until a test asks for it, so the order of independent lines does
 * not matter.
 */
public abstract class ScriptedClient implements AutoCloseable {
  private final String name;
  private final List<String> heard = new ArrayList<>();
  private boolean ended;

  ScriptedClient(String name) {
    this.name = name;
  }

  public String name() {
    return name;
  }

  /** Sends a command and waits for its answer. */
  public abstract Answer asks(String command);

  /** The bare connection, for what no well-behaved client does. */
  public abstract LineConnection connection();

  /** Makes the account. */
  public ScriptedClient registers() {
    says("register " + name + " " + passwordOf(name));
    return this;
  }

  /** Begins a session; other events come after its answer only. */
  public ScriptedClient logsIn() {
    says("login " + name + " " + passwordOf(name));
    return this;
  }

  /** The password that every account in these tests has. */
  public static String passwordOf(String name) {
    return "secret-of-" + name;
  }

  /** Sends a command, which must be done. */
  public Answer says(String command) {
    Answer answer = asks(command);
    assertThat(answer.isOk()).as("%s: %s -> %s", name, command, answer).isTrue();
    return answer;
  }

  /** Sends a command, which must be refused with this code (in text, with any error). */
  public Answer isRefused(String command, String code) {
    Answer answer = asks(command);
    assertThat(answer.error()).as("%s: %s -> %s", name, command, answer).isEqualTo(code(code));
    assertThat(answer.text()).as("the sentence of %s", code).isNotBlank();
    return answer;
  }

  /** How this dialect shows a code. */
  abstract String code(String code);

  /** Ends the session as a person does. */
  public void logsOut() {
    says("logout");
    awaitEnd();
  }

  /** Must hear these lines, in this order; others may come between them. */
  public void hears(String... lines) {
    int from = 0;
    for (String line : lines) {
      from = take(line, from);
    }
  }

  /** Hears a line for which this holds. */
  public synchronized String hears(String what, Predicate<String> condition) {
    Deadline deadline = new Deadline();
    while (true) {
      for (int i = 0; i < heard.size(); i++) {
        if (condition.test(heard.get(i))) {
          return heard.remove(i);
        }
      }
      waitFor(what, deadline);
    }
  }

  /** Everything heard and not asked for so far. */
  public synchronized List<String> unasked() {
    return List.copyOf(heard);
  }

  /**
   * Must not have heard a line like this by now. Ask only after something that comes later on the
   * same way has come.
   */
  public void hasNotHeard(Predicate<String> condition) {
    assertThat(unasked()).noneMatch(condition);
  }

  /** Waits until the server has closed the connection. */
  public synchronized void awaitEnd() {
    Deadline deadline = new Deadline();
    while (!ended) {
      if (deadline.isOver()) {
        throw new AssertionError(name + " is still connected; heard: " + heard);
      }
      deadline.await(this);
    }
  }

  public synchronized boolean hasEnded() {
    return ended;
  }

  /** Hangs up without a word. */
  @Override
  public void close() {
    connection().close();
  }

  synchronized void heard(String line) {
    heard.add(line);
    notifyAll();
  }

  synchronized void ended() {
    ended = true;
    notifyAll();
  }

  private synchronized int take(String line, int from) {
    Deadline deadline = new Deadline();
    while (true) {
      for (int i = from; i < heard.size(); i++) {
        if (heard.get(i).equals(line)) {
          heard.remove(i);
          return i;
        }
      }
      waitFor(line, deadline);
    }
  }

  private void waitFor(String what, Deadline deadline) {
    if (ended || deadline.isOver()) {
      throw new AssertionError(
          "%s did not hear '%s'%s; heard: %s"
              .formatted(name, what, ended ? " before the connection ended" : "", heard));
    }
    deadline.await(this);
  }
}
