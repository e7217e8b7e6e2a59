// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal;

import io.parley.terminal.link.Backoff;
import io.parley.terminal.link.Patience;
import io.parley.terminal.link.Persistence;
import io.parley.terminal.screen.JLineConsole;
import io.parley.terminal.screen.VirtualTerminal;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A whole client, and the terminal at which its person sits. */
final class ClientAtTerminal implements AutoCloseable {
  static final Persistence QUICK =
      new Persistence(
          new Backoff(Duration.ofMillis(20), Duration.ofMillis(50), () -> 1),
          Duration.ofMillis(1),
          Duration.ofMinutes(2),
          Optional.empty());

  private final VirtualTerminal terminal;
  private volatile Duration later = Duration.ZERO;
  private final Client client;
  private final CompletableFuture<Integer> status;

  ClientAtTerminal(Vertx vertx, ScriptedGateway gateway, Path state, String... options)
      throws Exception {
    terminal = new VirtualTerminal(110, 30);
    List<String> words = new ArrayList<>(List.of(options));
    words.addAll(0, List.of(Integer.toString(gateway.port()), "--state", state.toString()));
    client =
        new Client(
            Arguments.parse(words, Map.of()),
            new JLineConsole(terminal.terminal(), false, () -> {}, () -> {}),
            vertx,
            new Client.Timing(Patience.USUAL, QUICK, () -> Instant.now().plus(later)));
    status = CompletableFuture.supplyAsync(client::run, task -> new Thread(task).start());
  }

  /** Puts the client's clock on. */
  void letPass(Duration time) {
    later = later.plus(time);
  }

  /** Types at the prompt, once that is there. */
  ClientAtTerminal enter(String prompt, String line) throws Exception {
    terminal.await(
        "no prompt «" + prompt + "»", lines -> lastOf(lines).equals(prompt.stripTrailing()));
    terminal.type(line + "\r");
    return this;
  }

  private static String lastOf(List<String> lines) {
    return lines.stream().filter(line -> !line.isEmpty()).reduce("", (before, last) -> last);
  }

  /** Logs in as a user who knows the password. */
  ClientAtTerminal logIn(String user) throws Exception {
    enter("user:", user);
    enter("password:", ScriptedGateway.PASSWORD);
    terminal.awaitLine("* Type help for the commands, logout or Ctrl-D to leave.");
    return this;
  }

  /** Waits for a line. */
  ClientAtTerminal sees(String line) {
    terminal.awaitLine(line);
    return this;
  }

  VirtualTerminal terminal() {
    return terminal;
  }

  List<String> lines() {
    return terminal.lines().stream().filter(line -> !line.isEmpty()).toList();
  }

  int status() throws Exception {
    return status.get(20, TimeUnit.SECONDS);
  }

  boolean runs() {
    return !status.isDone();
  }

  @Override
  public void close() throws Exception {
    client.stop();
    // until nothing of it uses the folder any more
    status.handle((ended, fault) -> ended).get(20, TimeUnit.SECONDS);
    terminal.close();
  }
}
