// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal;

import io.parley.terminal.link.Patience;
import io.parley.terminal.link.Persistence;
import io.parley.terminal.screen.Console;
import io.parley.terminal.screen.JLineConsole;
import io.parley.terminal.screen.PlainConsole;
import io.parley.terminal.screen.SystemTerminal;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.LogManager;

/** Starts the terminal client. */
public final class TerminalMain {
  private static final String CLIENT = "client";
  private static final Duration SCRIPTS_WAIT = Duration.ofSeconds(10);

  private TerminalMain() {}

  /** The first argument is the word {@code client}; {@link Arguments} knows the others. */
  public static void main(String[] args) {
    System.exit(start(Arrays.asList(args), System.getenv()));
  }

  private static int start(List<String> words, Map<String, String> environment) {
    // the system knows names that no name server knows
    System.setProperty("vertx.disableDnsResolver", "true");
    // a log line would tear the screen
    LogManager.getLogManager().reset();
    if (words.contains("--help") || words.contains("-h")) {
      System.out.println(Arguments.USAGE);
      return 0;
    }
    try {
      return run(Arguments.parse(afterVerb(words), environment), environment);
    } catch (UsageProblem e) {
      System.err.println("parley: " + e.getMessage());
      System.err.println(Arguments.USAGE);
      return 2;
    } catch (IOException e) {
      System.err.println("parley: the terminal cannot be used: " + e.getMessage());
      return 1;
    }
  }

  private static List<String> afterVerb(List<String> words) {
    if (words.isEmpty() || !words.getFirst().equals(CLIENT)) {
      throw new UsageProblem(
          words.isEmpty()
              ? "The command is missing."
              : "There is no command " + words.getFirst() + ".");
    }
    return words.subList(1, words.size());
  }

  private static int run(Arguments arguments, Map<String, String> environment) throws IOException {
    Vertx vertx = Vertx.vertx(small());
    AtomicReference<Client> running = new AtomicReference<>();
    Console console = console(environment, running);
    Persistence persistence =
        console.isInteractive() ? Persistence.endless() : Persistence.endless().upTo(SCRIPTS_WAIT);
    Client client =
        new Client(
            arguments,
            console,
            vertx,
            new Client.Timing(Patience.USUAL, persistence, InstantSource.system()));
    running.set(client);
    Runtime.getRuntime().addShutdownHook(new Thread(client::stop, "stopping"));
    return client.run();
  }

  /** One connection needs little. */
  private static VertxOptions small() {
    return new VertxOptions()
        .setEventLoopPoolSize(1)
        .setWorkerPoolSize(1)
        .setInternalBlockingPoolSize(1)
        .setUseDaemonThread(true)
        .setFileSystemOptions(
            new FileSystemOptions()
                .setFileCachingEnabled(false)
                .setClassPathResolvingEnabled(false));
  }

  private static Console console(Map<String, String> environment, AtomicReference<Client> running)
      throws IOException {
    Runnable outputHasGone =
        () -> Optional.ofNullable(running.get()).ifPresent(Client::outputHasGone);
    // some versions give a console without a terminal otherwise
    System.setProperty("jdk.console", "java.base");
    Optional<java.io.Console> person = Optional.ofNullable(System.console());
    String type = environment.getOrDefault("TERM", "dumb");
    if (person.isEmpty() || type.startsWith("dumb")) {
      return new PlainConsole(System.in, System.out, System.err, person, outputHasGone);
    }
    boolean colours = environment.getOrDefault("NO_COLOR", "").isEmpty();
    Runnable interrupted = () -> Optional.ofNullable(running.get()).ifPresent(Client::hurry);
    return new JLineConsole(SystemTerminal.open(type), colours, interrupted, outputHasGone);
  }
}
