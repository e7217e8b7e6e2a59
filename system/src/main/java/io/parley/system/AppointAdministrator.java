// SPDX-License-Identifier: Apache-2.0
package io.parley.system;

import io.parley.auth.AuthRole;
import io.parley.bus.AuthRequest;
import io.parley.bus.Bus;
import io.parley.bus.RequestRefused;
import io.parley.model.Secret;
import io.parley.model.Username;
import io.parley.node.Node;
import io.parley.node.Settings;
import io.parley.node.StartProblem;
import io.parley.node.UsageProblem;
import java.io.Console;
import java.io.PrintStream;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** {@code parley admin}: says who may use the admin API. */
public final class AppointAdministrator {
  private static final String USAGE =
      """
      Usage: parley admin [--existing|--revoke] NAME [OPTION...]

      Lets the account NAME use the admin API, or with --revoke no longer. An account that is not
      there is made: its password is asked for at a terminal, and chosen and printed otherwise. One
      that is there may be a stranger's who was quicker: it is asked about at a terminal, and refused
      otherwise unless --existing says that it is meant.
      With SQLite the server must not be running; with PostgreSQL it may.

        --data FOLDER    the server's data (./data)
        --database URL, --database-user NAME, --database-password WORD   as of parley server;
                         better given as PARLEY_DATABASE, PARLEY_DATABASE_USER, …_PASSWORD, since
                         what stands here can be seen in the list of processes
      """;

  private static final List<String> PLACE =
      List.of("data", "database", "database-user", "database-password");

  private final Bus bus;
  private final PrintStream out;

  private AppointAdministrator(Bus bus, PrintStream out) {
    this.bus = bus;
    this.out = out;
  }

  /** Runs the command; answers its exit status. */
  public static int run(List<String> arguments, PrintStream out) {
    if (arguments.contains("--help") || arguments.contains("-h")) {
      out.print(USAGE);
      return 0;
    }
    List<String> options = new ArrayList<>(arguments);
    boolean revoke = options.remove("--revoke");
    boolean existing = options.remove("--existing");
    if (options.isEmpty() || options.get(0).startsWith("-")) {
      throw new UsageProblem("Say whom: parley admin [--existing|--revoke] NAME.");
    }
    String text = options.remove(0);
    Username name =
        Username.parse(text)
            .orElseThrow(() -> new UsageProblem("'" + text + "' is no name of a user."));
    Node.keepQuiet();
    Node node =
        Node.start(
                settings(CommandOptions.parse("admin", PLACE, options)),
                InstantSource.system(),
                new AuthRole())
            .await();
    try {
      AppointAdministrator command = new AppointAdministrator(node.context().bus(), out);
      if (revoke) {
        command.revoke(name);
      } else {
        command.appoint(name, existing);
      }
      return 0;
    } catch (RequestRefused refusal) {
      throw problem(refusal, name);
    } finally {
      node.stop().await();
    }
  }

  private static Settings settings(CommandOptions options) {
    Map<String, String> settings = new HashMap<>(Map.of("http-port", "off"));
    for (String name : PLACE) {
      String variable = "PARLEY_" + name.replace('-', '_').toUpperCase(Locale.ROOT);
      options
          .text(name)
          .or(() -> Optional.ofNullable(System.getenv(variable)))
          .ifPresent(text -> settings.put(name, text));
    }
    return Settings.of(settings);
  }

  private void appoint(Username name, boolean existing) {
    Optional<Instant> since = bus.ask(new AuthRequest.Since(name)).await().since();
    if (since.isEmpty()) {
      make(name);
    } else if (!existing && !isMeant(name, since.get())) {
      throw new StartProblem("Nothing is changed.");
    }
    bus.ask(new AuthRequest.Appoint(name, true)).await();
    out.println(name + " is an administrator.");
  }

  private void revoke(Username name) {
    bus.ask(new AuthRequest.Appoint(name, false)).await();
    out.println(name + " is no administrator any more.");
  }

  /** Anybody may have registered the name before. */
  private static boolean isMeant(Username name, Instant since) {
    String there =
        "There is an account %s already, made at %s."
            .formatted(name, since.truncatedTo(ChronoUnit.SECONDS));
    Console console = System.console();
    if (console == null) {
      throw new StartProblem(there + " If it is meant, add --existing.");
    }
    return "yes".equals(console.readLine("%s Is it meant? (yes/no) ", there));
  }

  private void make(Username name) {
    Optional<Secret> typed = typed(name);
    Secret password = typed.orElseGet(AppointAdministrator::chosen);
    bus.ask(new AuthRequest.Register(name.value(), password)).await();
    if (typed.isEmpty()) {
      out.println("Password of " + name + ": " + password.value());
    }
  }

  /** What a person typed; nothing if there is no person. */
  private static Optional<Secret> typed(Username name) {
    return Optional.ofNullable(System.console())
        .map(console -> console.readPassword("Password for the new account %s: ", name))
        .map(typed -> new Secret(new String(typed)));
  }

  private static Secret chosen() {
    byte[] random = new byte[18];
    new SecureRandom().nextBytes(random);
    return new Secret(Base64.getUrlEncoder().encodeToString(random));
  }

  private static StartProblem problem(RequestRefused refusal, Username name) {
    return new StartProblem(
        switch (refusal.code()) {
          case NO_SUCH_USER -> "There is no account " + name + ".";
          case WEAK_PASSWORD -> "A password has 8 to 128 characters.";
          default -> "Not done (" + refusal.code().word() + ").";
        });
  }
}
