// SPDX-License-Identifier: Apache-2.0
package io.parley.system.talk;

import static java.util.concurrent.TimeUnit.SECONDS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.auth.AuthRole;
import io.parley.gateway.GatewayRole;
import io.parley.messaging.MessagingRole;
import io.parley.node.Node;
import io.parley.node.Settings;
import io.parley.presence.PresenceRole;
import io.vertx.core.Future;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A whole server in this process for each test, on a free port and in a folder of its own. Has the
 * accounts hans, yoda, luke and leia. Its clients end with it.
 *
 * <p>With the system property {@code parley.test.cluster} it is a cluster of two nodes with a
 * gateway each, over PostgreSQL, and its clients connect to the two gateways in turn.
 */
public final class TestServer implements BeforeEachCallback, AfterEachCallback, AutoCloseable {
  private static final Pattern PLACE = Pattern.compile("clients on (\\S+):(\\d+)");

  private static final Pattern TLS_PLACE =
      Pattern.compile("with TLS on (\\S+):(\\d+); fingerprint (\\S+)");

  private final Map<String, String> options = new HashMap<>();
  private final List<ScriptedClient> clients = new ArrayList<>();
  private TestData data;
  private List<Node> nodes = List.of();
  private int connections;
  private boolean runs;

  private TestServer(String... options) {
    this.options.putAll(Map.of("port", "0", "http-port", "off", "tls-port", "off"));
    for (int i = 0; i < options.length; i += 2) {
      this.options.put(options[i].replaceFirst("^--", ""), options[i + 1]);
    }
  }

  /** A server with these options, written as on the command line. */
  public static TestServer with(String... options) {
    return new TestServer(options);
  }

  /** Starts it with the four accounts. */
  public TestServer start() {
    return startIn(TestData.withAccounts());
  }

  TestServer startIn(TestData folder) {
    data = folder;
    nodes = start(data.options());
    return this;
  }

  /** Starts it where another one with the same data has stopped. */
  public void restart() {
    stop();
    nodes = start(data.options());
  }

  /** Stops it in good order, if it runs. */
  public void stop() {
    if (runs) {
      runs = false;
      nodes.reversed().forEach(node -> await(node.stop()));
    }
  }

  /** Makes a connection in the text dialect; nobody is logged in. */
  public TextClient person(String name) {
    return keep(TextClient.connect(address(), name));
  }

  /** Makes a connection in the JSON dialect; nobody is logged in. */
  public JsonClient program(String name) {
    return keep(JsonClient.connect(address(), name));
  }

  /** Makes a connection in either dialect; nobody is logged in. */
  public ScriptedClient client(Dialect dialect, String name) {
    return dialect == Dialect.TEXT ? person(name) : program(name);
  }

  /** Tries a frame with new connections until it is done; the last answer. */
  public JsonNode retry(String name, Function<JsonClient, ObjectNode> frame) {
    Deadline deadline = new Deadline();
    while (true) {
      JsonClient client = program(name);
      JsonNode answer = client.asks(frame.apply(client));
      if (answer.path("ok").asBoolean() || deadline.isOver()) {
        return answer;
      }
      client.close();
    }
  }

  /** Where the next client connects. */
  public InetSocketAddress address() {
    return addressOf(nodes.get(connections++ % nodes.size()));
  }

  static InetSocketAddress addressOf(Node gateway) {
    Matcher place = said(gateway, PLACE);
    return new InetSocketAddress(place.group(1), Integer.parseInt(place.group(2)));
  }

  /** Where it listens with TLS, if it does. */
  public InetSocketAddress tlsAddress() {
    Matcher place = said(node(), TLS_PLACE);
    return new InetSocketAddress(place.group(1), Integer.parseInt(place.group(2)));
  }

  /** By what its clients know it, if it listens with TLS. */
  public String fingerprint() {
    return said(node(), TLS_PLACE).group(3);
  }

  private static Matcher said(Node node, Pattern pattern) {
    for (String line : node.announcements()) {
      Matcher found = pattern.matcher(line);
      if (found.find()) {
        return found;
      }
    }
    throw new AssertionError("does not say where it listens: " + node.announcements());
  }

  /** The node that plays all roles. */
  public Node node() {
    return nodes.getFirst();
  }

  /** All its nodes, each of which has a gateway. */
  public List<Node> nodes() {
    return nodes;
  }

  /** Stops the first of several nodes in good order. */
  public void stopFirstNode() {
    await(nodes.getFirst().stop());
    nodes = nodes.subList(1, nodes.size());
  }

  @Override
  public void beforeEach(ExtensionContext test) {
    start();
  }

  @Override
  public void afterEach(ExtensionContext test) {
    close();
  }

  @Override
  public void close() {
    clients.forEach(ScriptedClient::close);
    stop();
    data.delete();
  }

  private List<Node> start(Map<String, String> places) {
    options.putAll(places);
    List<Node> started =
        TestCluster.IS_WANTED
            ? TestCluster.start(options, TestServer::await)
            : List.of(
                await(
                    Node.start(
                        Settings.of(options),
                        InstantSource.system(),
                        new AuthRole(),
                        new PresenceRole(),
                        new MessagingRole(),
                        new GatewayRole())));
    runs = true;
    return started;
  }

  private <C extends ScriptedClient> C keep(C client) {
    clients.add(client);
    return client;
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.await(Patience.DEADLINE.toSeconds(), SECONDS);
    } catch (TimeoutException late) {
      throw new AssertionError("took too long", late);
    }
  }
}
