// SPDX-License-Identifier: Apache-2.0
package io.parley.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.model.FailureCode;
import io.parley.system.talk.JsonClient;
import io.parley.system.talk.TestServer;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each error code of the protocol, with the shortest way to it. A new code without a row fails. */
class EveryErrorCodeIT {
  @RegisterExtension
  final TestServer server =
      TestServer.with("--mailbox-limit", "1", "--hashing-queue", "1", "--hashing-threads", "1");

  /** What leads to each code; the answer is the refusal. */
  private final Map<FailureCode, Function<TestServer, JsonNode>> ways =
      new EnumMap<>(FailureCode.class);

  EveryErrorCodeIT() {
    ways.put(FailureCode.BAD_REQUEST, s -> online(s, "hans").isAnsweredWithoutId("{"));
    ways.put(FailureCode.TOO_LONG, s -> online(s, "hans").isAnsweredWithoutId("x".repeat(16_385)));
    ways.put(FailureCode.UNKNOWN_COMMAND, s -> asks(online(s, "hans"), "dance"));
    ways.put(FailureCode.NOT_LOGGED_IN, s -> asks(s.program("hans"), "whoelse"));
    ways.put(
        FailureCode.ALREADY_LOGGED_IN, s -> asks(online(s, "hans"), "login hans secret-of-hans"));
    ways.put(FailureCode.BAD_CREDENTIALS, s -> asks(s.program("hans"), "login hans wrong"));
    ways.put(FailureCode.LOCKED, EveryErrorCodeIT::locked);
    ways.put(
        FailureCode.USER_ONLINE,
        s -> {
          online(s, "hans");
          return asks(s.program("hans"), "login hans secret-of-hans");
        });
    ways.put(FailureCode.INVALID_USERNAME, s -> asks(s.program("-"), "register h!ans long-enough"));
    ways.put(FailureCode.WEAK_PASSWORD, s -> asks(s.program("-"), "register chewie short"));
    ways.put(FailureCode.NAME_TAKEN, s -> asks(s.program("-"), "register hans long-enough"));
    ways.put(FailureCode.REGISTRATION_CLOSED, EveryErrorCodeIT::registrationClosed);
    ways.put(FailureCode.NO_SUCH_USER, s -> asks(online(s, "hans"), "message nobody hi"));
    ways.put(FailureCode.SELF, s -> asks(online(s, "hans"), "message hans hi"));
    ways.put(
        FailureCode.BLOCKED,
        s -> {
          online(s, "yoda").says("block hans");
          return asks(online(s, "hans"), "message yoda hi");
        });
    ways.put(FailureCode.NOT_BLOCKED, s -> asks(online(s, "hans"), "unblock yoda"));
    ways.put(
        FailureCode.ALREADY_BLOCKED,
        s -> {
          JsonClient hans = online(s, "hans");
          hans.says("block yoda");
          return asks(hans, "block yoda");
        });
    ways.put(FailureCode.OFFLINE, s -> asks(online(s, "hans"), "startprivate yoda"));
    ways.put(
        FailureCode.NO_PEER,
        s -> {
          online(s, "yoda");
          return asks(online(s, "hans"), "startprivate yoda");
        });
    ways.put(FailureCode.DECLINED, EveryErrorCodeIT::declined);
    ways.put(
        FailureCode.MAILBOX_FULL,
        s -> {
          JsonClient hans = online(s, "hans");
          hans.says("message yoda one");
          return asks(hans, "message yoda two");
        });
    ways.put(FailureCode.RATE_LIMITED, EveryErrorCodeIT::tooManyLogins);
    ways.put(FailureCode.UNAVAILABLE, EveryErrorCodeIT::storeGone);
    ways.put(FailureCode.SHUTTING_DOWN, EveryErrorCodeIT::shuttingDown);
  }

  @ParameterizedTest
  @EnumSource
  void isReached(FailureCode code) {
    // Given
    Function<TestServer, JsonNode> way = ways.get(code);
    assertThat(way).as("a way to " + code).isNotNull();

    // When
    JsonNode answer = way.apply(server);

    // Then
    assertThat(answer.path("ok").asBoolean(true)).isFalse();
    assertThat(answer.path("error").asText()).isEqualTo(code.word());
    assertThat(answer.path("text").asText()).isNotBlank();
    assertThat(answer.has("re")).isTrue();
  }

  private static JsonNode locked(TestServer server) {
    JsonClient hans = server.program("hans");
    hans.isRefused("login hans wrong-1", "bad-credentials");
    hans.isRefused("login hans wrong-2", "bad-credentials");
    return asks(hans, "login hans wrong-3");
  }

  private static JsonNode registrationClosed(TestServer server) {
    try (TestServer closed = TestServer.with("--registration", "closed").start()) {
      return asks(closed.program("chewie"), "register chewie long-enough");
    }
  }

  private static JsonNode declined(TestServer server) {
    JsonClient yoda = server.program("yoda");
    ObjectNode login = yoda.login();
    login.putObject("peer").put("port", 7001).put("policy", "ask");
    yoda.logsIn(login);
    JsonClient hans = online(server, "hans");
    int asked = hans.sends(JsonClient.frame("startprivate").put("user", "yoda"));
    yoda.hears("the question", line -> line.contains("peer-request"));
    ObjectNode no = JsonClient.frame("consent").put("accept", false);
    yoda.asks(no.set("token", yoda.events("peer-request").getFirst().path("token")));
    return hans.answerTo(asked);
  }

  /** More logins at once than may wait to be hashed. */
  private static JsonNode tooManyLogins(TestServer server) {
    return firstOther(logins(server, 30));
  }

  /** A server that stops while logins are under way. */
  private static JsonNode shuttingDown(TestServer server) {
    try (TestServer other = TestServer.with().start()) {
      Map<JsonClient, Integer> logins = logins(other, 200);
      // The first has been answered: so the others have come.
      JsonClient first = logins.keySet().iterator().next();
      first.answerTo(logins.remove(first));
      other.node().stop();
      return firstOther(logins);
    }
  }

  /** Many logins at once, and the ids of their requests. */
  private static Map<JsonClient, Integer> logins(TestServer server, int count) {
    Map<JsonClient, Integer> logins = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      logins.put(server.program("nobody-" + i), 0);
    }
    logins.replaceAll((client, none) -> client.sends(client.login()));
    return logins;
  }

  private static JsonNode firstOther(Map<JsonClient, Integer> logins) {
    for (Map.Entry<JsonClient, Integer> login : logins.entrySet()) {
      JsonNode answer = login.getKey().answerTo(login.getValue());
      if (!answer.path("error").asText().equals("bad-credentials")) {
        return answer;
      }
    }
    throw new AssertionError("every login was carried out");
  }

  /** A server whose store has gone. */
  private static JsonNode storeGone(TestServer server) {
    JsonClient hans = online(server, "hans");
    server.node().context().storage().close();
    return asks(hans, "message yoda hi");
  }

  private static JsonClient online(TestServer server, String name) {
    return server.program(name).logsIn();
  }

  private static JsonNode asks(JsonClient client, String command) {
    return client.asks(command).json();
  }
}
