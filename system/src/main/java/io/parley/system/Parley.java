// SPDX-License-Identifier: Apache-2.0
package io.parley.system;

import io.parley.auth.AuthRole;
import io.parley.gateway.GatewayRole;
import io.parley.messaging.MessagingRole;
import io.parley.model.Nearest;
import io.parley.node.Node;
import io.parley.node.Role;
import io.parley.node.StartProblem;
import io.parley.node.UsageProblem;
import io.parley.presence.PresenceRole;
import io.parley.system.imports.ImportOldStores;
import io.parley.system.load.Load;
import io.parley.system.store.BenchmarkStore;
import io.parley.system.verify.VerifyDelivery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The program: every command of {@code parley} but those of the terminal client. */
public final class Parley {
  private static final Map<String, Command> COMMANDS = commands();

  private Parley() {}

  /** One command; exits by itself if its status is not 0. */
  private record Command(String arguments, String help, Action action) {}

  /** What a command does. */
  @FunctionalInterface
  private interface Action {
    void run(List<String> arguments) throws IOException;
  }

  public static void main(String[] args) throws IOException {
    if (args.length == 0) {
      System.err.print(usage());
      System.exit(2);
    }
    Command command = COMMANDS.get(spelt(args[0]));
    try {
      if (command == null) {
        throw new UsageProblem("There is no command " + args[0] + "." + hint(args[0]));
      }
      command.action().run(Arrays.asList(args).subList(1, args.length));
    } catch (UsageProblem problem) {
      System.err.println("parley: " + problem.getMessage() + "\n\n" + usage().stripTrailing());
      System.exit(2);
    } catch (StartProblem problem) {
      System.err.println("parley: " + problem.getMessage());
      System.exit(1);
    }
  }

  private static Map<String, Command> commands() {
    Map<String, Command> commands = new LinkedHashMap<>();
    commands.put(
        "server",
        new Command(
            "[PORT [BLOCK_DURATION [TIMEOUT]]]",
            "the whole system in one process",
            Parley::server));
    commands.put("node", new Command("--roles ROLE,ROLE…", "only some of its roles", Parley::node));
    commands.put(
        "import",
        new Command(
            "--users FILE …",
            "bring in the files of an older server",
            rest -> exit(ImportOldStores.run(rest, System.out))));
    commands.put(
        "admin",
        new Command(
            "[--revoke] NAME",
            "let an account use the admin API",
            rest -> exit(AppointAdministrator.run(rest, System.out))));
    commands.put(
        "verify-delivery",
        new Command(
            "[--seconds N]",
            "kill a server at random and check every answer",
            rest -> exit(VerifyDelivery.run(rest, System.out))));
    commands.put(
        "load",
        new Command(
            "[--connections N]",
            "measure what sessions and messages cost",
            rest -> exit(Load.run(rest, System.out))));
    commands.put(
        "benchmark-store",
        new Command(
            "[--senders N,N…]",
            "measure how many messages a second the store takes",
            rest -> exit(BenchmarkStore.run(rest, System.out))));
    commands.put("help", new Command("", "this text", rest -> System.out.print(usage())));
    commands.put(
        "version",
        new Command(
            "", "which version this is", rest -> System.out.println("Parley " + version())));
    return commands;
  }

  /** Roles in the order in which they can start: who is asked comes before who asks. */
  private static List<Role> roles() {
    return List.of(new AuthRole(), new PresenceRole(), new MessagingRole(), new GatewayRole());
  }

  private static void server(List<String> arguments) {
    Node.run(arguments.toArray(String[]::new), roles().toArray(Role[]::new));
  }

  private static void node(List<String> arguments) {
    List<String> options = new ArrayList<>(arguments);
    List<String> wanted = List.of();
    for (int i = 0; i < options.size(); i++) {
      String option = options.get(i);
      if (option.startsWith("--roles=")) {
        wanted = List.of(options.remove(i).substring("--roles=".length()).split(","));
      } else if (option.equals("--roles") && i + 1 < options.size()) {
        options.remove(i);
        wanted = List.of(options.remove(i).split(","));
      }
    }
    Node.run(options.toArray(String[]::new), chosen(wanted));
  }

  private static Role[] chosen(List<String> wanted) {
    List<String> known = roles().stream().map(Role::name).toList();
    for (String name : wanted) {
      if (!known.contains(name)) {
        throw new UsageProblem(
            "There is no role " + name + "; there are " + String.join(", ", known) + ".");
      }
    }
    if (wanted.isEmpty()) {
      throw new UsageProblem("Say which roles, such as --roles " + String.join(",", known) + ".");
    }
    return roles().stream().filter(role -> wanted.contains(role.name())).toArray(Role[]::new);
  }

  private static String spelt(String word) {
    return switch (word) {
      case "-h", "--help" -> "help";
      case "-V", "--version" -> "version";
      default -> word;
    };
  }

  private static String hint(String word) {
    return Nearest.to(word, COMMANDS.keySet())
        .map(name -> " Did you mean " + name + "?")
        .orElse("");
  }

  private static String usage() {
    String lines =
        COMMANDS.entrySet().stream()
            .map(entry ->
                "  %-42s %s%n"
                    .formatted(
                        entry.getKey() + " " + entry.getValue().arguments(),
                        entry.getValue().help()))
            .collect(Collectors.joining());
    return "Usage: parley COMMAND [ARGUMENT...]\n\n"
        + lines
        + "  %-42s %s%n".formatted("client [HOST [PORT]]", "the terminal client")
        + "\nparley COMMAND --help tells the options of a command.\n";
  }

  private static String version() {
    return Optional.ofNullable(Parley.class.getPackage().getImplementationVersion())
        .orElse("development");
  }

  private static void exit(int status) {
    if (status != 0) {
      System.exit(status);
    }
  }
}
