// SPDX-License-Identifier: Apache-2.0
package io.parley.node;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * A node as a program: arguments in, lines and an exit status out. Status 0 after an orderly stop,
 * 1 if it could not start, 2 if it was called wrongly.
 */
final class Program {
  private static final Logger log = LoggerFactory.getLogger(Program.class);
  private static final Duration LONGEST_STOP = Duration.ofSeconds(25);

  private final List<Role> roles;
  private final AtomicBoolean stopping = new AtomicBoolean();

  Program(List<Role> roles) {
    this.roles = roles;
  }

  void run(List<String> arguments) {
    if (arguments.contains("--help") || arguments.contains("-h")) {
      System.out.print(Usage.of(name(), positional()));
      return;
    }
    Settings settings = settings(arguments);
    Logs.configure(settings.get(ServerSettings.DEBUG));
    Future<Node> node = Node.start(settings, InstantSource.system(), roles.toArray(new Role[0]));
    for (String signal : List.of("INT", "TERM", "HUP")) {
      stopAt(signal, node, LONGEST_STOP.plus(settings.get(ServerSettings.DRAIN)));
    }
    try {
      node.await().announcements().forEach(System.out::println);
    } catch (UsageProblem problem) {
      exit(2, Reason.of(problem));
    } catch (StartProblem problem) {
      log.debug("cannot start", problem);
      exit(1, Reason.of(problem));
    } catch (RuntimeException failure) {
      log.error("cannot start", failure);
      exit(1, "Cannot start (" + Reason.of(failure) + ").");
    }
  }

  private Settings settings(List<String> arguments) {
    try {
      return SettingsSources.read(arguments, System.getenv(), positional());
    } catch (UsageProblem problem) {
      throw exit(2, Reason.of(problem) + "\n\n" + Usage.of(name(), positional()).stripTrailing());
    }
  }

  private String name() {
    return roles.size() > 1 ? "parley server" : "parley-" + roles.get(0).name();
  }

  /** The old server's arguments, where there are clients to serve. */
  private List<Setting<?>> positional() {
    return roles.stream().anyMatch(role -> role.name().equals("gateway"))
        ? List.of(ServerSettings.PORT, ServerSettings.BLOCK_DURATION, ServerSettings.TIMEOUT)
        : List.of();
  }

  private void stopAt(String name, Future<Node> node, Duration longest) {
    try {
      Signal signal = new Signal(name);
      SignalHandler before = Signal.handle(signal, received -> stop(node, longest));
      if (before == SignalHandler.SIG_IGN) {
        Signal.handle(signal, before); // as under nohup: it is not meant for us
      }
    } catch (IllegalArgumentException e) {
      log.debug("no signal {} here", name);
    }
  }

  private void stop(Future<Node> node, Duration longest) {
    if (!stopping.compareAndSet(false, true)) {
      Runtime.getRuntime().halt(130); // asked twice: somebody is in a hurry
    }
    try {
      node.transform((it, failure) -> failure == null ? it.stop() : Future.succeededFuture())
          .await(longest.toSeconds(), TimeUnit.SECONDS);
      System.exit(0);
    } catch (TimeoutException e) {
      System.err.println("parley: did not stop within " + longest.toSeconds() + " s");
      Runtime.getRuntime().halt(1);
    }
  }

  /** Never returns; the type lets a caller say so to the compiler. */
  private IllegalStateException exit(int status, String sentence) {
    System.err.println("parley: " + sentence);
    System.exit(status);
    return new IllegalStateException();
  }
}
