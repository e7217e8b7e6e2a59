// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal;

import io.parley.keys.Fingerprint;
import io.parley.model.Nearest;
import io.parley.model.PeerPolicy;
import io.parley.model.Secret;
import io.parley.terminal.link.ServerAddress;
import io.parley.terminal.peer.PeerSettings;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How the client was started: {@code [HOST] [PORT] [USER:PASSWORD]} and options, each of which may
 * also come from the environment.
 *
 * @param fingerprint of the only server to trust, if that was said
 * @param user who logs in, if that is known
 * @param password nothing if it is to be asked for
 * @param state where clients keep what must survive them
 */
record Arguments(
    ServerAddress server,
    Optional<String> user,
    Optional<Secret> password,
    PeerSettings peers,
    Path state,
    Optional<Fingerprint> fingerprint) {
  private static final String DEFAULT_HOST = "127.0.0.1";
  private static final int DEFAULT_PORT = 5001;
  private static final int DEFAULT_TLS_PORT = 5443;
  private static final String TLS = "--tls";
  private static final int LEAST_PEER_PORT = 1024;
  private static final int MOST_PORT = 65_535;
  private static final int LONGEST_HOST = 255;
  private static final List<String> OPTIONS =
      List.of("--user", "--private", "--peer-host", "--peer-port", "--state", TLS, "--trust");

  /** What {@code --help} prints. */
  static final String USAGE =
      """
      Usage: parley client [PORT]
             parley client HOST [PORT [USER:PASSWORD]]

        HOST and PORT of the server are 127.0.0.1 and 5001 if left out. With any other host
        than this computer itself the client encrypts, at port 5443 if left out, and talks to
        no server that is not trusted; it never falls back to plain text. The client asks for
        what is not given. A password given here can be seen in the list of processes; let the
        client ask, or put it in the environment as PARLEY_PASSWORD.

        --user NAME         who logs in; the client asks for the password only
        --tls               encrypts with a server on this computer too
        --trust FINGERPRINT the one server to trust, as it says when it starts (SHA256:…)
        --private POLICY    when others want a private session: auto takes it (the default),
                            ask asks you first, off takes none
        --peer-port PORT    where to listen for private sessions (1024 to 65535; default: any)
        --peer-host HOST    the address that others are told for private sessions, if it is
                            not the one that the server sees (NAT, several networks)
        --state FOLDER      where unsent messages and the history of commands are kept
                            (default: $XDG_STATE_HOME/parley or ~/.local/state/parley)
        --help              prints this

        Each option may also stand in the environment: --peer-port is PARLEY_PEER_PORT.
        With a pipe or a file as input each line is a command; the exit status is 0 if all of
        them were carried out, 1 if not, and 2 if these arguments make no sense.\
      """;

  /**
   * Reads what follows the word {@code client}.
   *
   * @throws UsageProblem if it makes no sense
   */
  static Arguments parse(List<String> arguments, Map<String, String> environment) {
    Map<String, String> options = new HashMap<>();
    for (String option : OPTIONS) {
      String name = "PARLEY_" + option.substring(2).replace('-', '_').toUpperCase(Locale.ROOT);
      if (environment.containsKey(name)) {
        options.put(option, environment.get(name));
      }
    }
    Deque<String> left = new ArrayDeque<>(arguments);
    List<String> positional = new ArrayList<>();
    while (!left.isEmpty()) {
      String word = left.remove();
      if (word.startsWith("--")) {
        readOption(word, left, options);
      } else if (word.startsWith("-") && word.length() > 1) {
        throw unknown(word);
      } else {
        positional.add(word);
      }
    }
    return build(positional, options, environment);
  }

  private static void readOption(String word, Deque<String> left, Map<String, String> options) {
    int equals = word.indexOf('=');
    String name = equals < 0 ? word : word.substring(0, equals);
    if (!OPTIONS.contains(name)) {
      throw unknown(name);
    }
    if (equals < 0 && left.isEmpty() && !name.equals(TLS)) {
      throw new UsageProblem(name + " needs a value.");
    }
    if (name.equals(TLS)) {
      options.put(name, equals < 0 ? "true" : word.substring(equals + 1));
      return;
    }
    options.put(name, equals < 0 ? left.remove() : word.substring(equals + 1));
  }

  private static UsageProblem unknown(String option) {
    return new UsageProblem(
        "There is no option "
            + option
            + Nearest.to(option, OPTIONS).map(near -> "; did you mean " + near + "?").orElse("."));
  }

  private static Arguments build(
      List<String> positional, Map<String, String> options, Map<String, String> environment) {
    boolean portOnly = positional.size() == 1 && positional.getFirst().matches("\\d+");
    String host = positional.isEmpty() || portOnly ? DEFAULT_HOST : positional.getFirst();
    Optional<String> port =
        portOnly ? Optional.of(positional.getFirst()) : positional.stream().skip(1).findFirst();
    if (positional.size() > 3) {
      throw new UsageProblem("One argument too many: " + positional.get(3) + ".");
    }
    Optional<String> pair = positional.stream().skip(2).findFirst();
    if (pair.isPresent() && pair.get().indexOf(':') < 1) {
      throw new UsageProblem(
          "The third argument must be USER:PASSWORD, with a colon between the two.");
    }
    Optional<String> user =
        pair.map(each -> each.substring(0, each.indexOf(':')))
            .or(() -> Optional.ofNullable(options.get("--user")));
    Optional<String> password =
        pair.map(each -> each.substring(each.indexOf(':') + 1))
            .or(() -> user.map(known -> environment.get("PARLEY_PASSWORD")));
    return new Arguments(
        server(host.replaceAll("^\\[(.*)]$", "$1"), port, isTls(options)),
        user,
        password.map(Secret::new),
        peers(options),
        Optional.ofNullable(options.get("--state"))
            .map(Path::of)
            .orElseGet(() -> defaultState(environment)),
        Optional.ofNullable(options.get("--trust")).map(Arguments::fingerprint));
  }

  private static ServerAddress server(String host, Optional<String> port, boolean tls) {
    boolean encrypted = tls || !ServerAddress.isLoopback(host);
    int usual = encrypted ? DEFAULT_TLS_PORT : DEFAULT_PORT;
    return new ServerAddress(
        host, port.map(each -> number("PORT", each, 1, MOST_PORT)).orElse(usual), encrypted);
  }

  private static boolean isTls(Map<String, String> options) {
    return switch (options.getOrDefault(TLS, "false").toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on", "1" -> true;
      case "false" -> false;
      default -> throw new UsageProblem("--tls takes no value: it cannot be turned off.");
    };
  }

  private static Fingerprint fingerprint(String text) {
    return Fingerprint.parse(text)
        .orElseThrow(
            () -> new UsageProblem("--trust is a fingerprint such as SHA256:…, not " + text + "."));
  }

  private static PeerSettings peers(Map<String, String> options) {
    String policy = options.getOrDefault("--private", "auto").toLowerCase(Locale.ROOT);
    Optional<PeerPolicy> taken =
        switch (policy) {
          case "auto" -> Optional.of(PeerPolicy.AUTO);
          case "ask" -> Optional.of(PeerPolicy.ASK);
          case "off" -> Optional.empty();
          default -> throw new UsageProblem("--private is auto, ask or off, not " + policy + ".");
        };
    String port = options.getOrDefault("--peer-port", "0");
    return new PeerSettings(
        taken,
        Optional.ofNullable(options.get("--peer-host")).map(Arguments::host),
        port.equals("0") ? 0 : number("--peer-port", port, LEAST_PEER_PORT, MOST_PORT));
  }

  private static String host(String value) {
    if (value.isBlank() || value.length() > LONGEST_HOST || value.matches(".*\\s.*")) {
      throw new UsageProblem("--peer-host is a name or an address, not «" + value + "».");
    }
    return value;
  }

  private static int number(String name, String value, int least, int most) {
    if (value.matches("\\d{1,9}")) {
      int number = Integer.parseInt(value);
      if (number >= least && number <= most) {
        return number;
      }
    }
    throw new UsageProblem(
        name + " is a number from " + least + " to " + most + ", not " + value + ".");
  }

  private static Path defaultState(Map<String, String> environment) {
    String base = environment.getOrDefault("XDG_STATE_HOME", "");
    Path states =
        Path.of(base).isAbsolute()
            ? Path.of(base)
            : Path.of(System.getProperty("user.home"), ".local", "state");
    return states.resolve("parley");
  }
}
