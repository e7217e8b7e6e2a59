// SPDX-License-Identifier: Apache-2.0
package io.parley.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.system.talk.JsonClient;
import io.parley.system.talk.TestServer;
import io.parley.system.talk.TextClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule 11, rows R1, R2, R6 and R8 as far as the server has a part in private sessions. */
class IntroductionIT {
  @RegisterExtension final TestServer server = TestServer.with();

  @Test
  void theServerTellsEachOfTheOther() {
    // Given
    JsonClient yoda = online("yoda", peer(7001).put("fingerprint", "of-yoda"));
    JsonClient hans = online("hans", peer(7002).put("fingerprint", "of-hans"));

    // When
    JsonNode peer = hans.says("startprivate yoda").json().path("peer");

    // Then
    assertThat(peer.path("host").asText()).isEqualTo("127.0.0.1");
    assertThat(peer.path("port").asInt()).isEqualTo(7001);
    assertThat(peer.path("fingerprint").asText()).isEqualTo("of-yoda");
    assertThat(peer.path("token").asText()).hasSizeGreaterThan(20);
    yoda.hears("the event", line -> line.contains("\"ev\":\"peer\""));
    JsonNode event = yoda.events("peer").getFirst();
    assertThat(event.path("user").asText()).isEqualTo("hans");
    assertThat(event.path("fingerprint").asText()).isEqualTo("of-hans");
    assertThat(event.path("token")).isEqualTo(peer.path("token"));
  }

  @Test
  void theAddressThatTheClientGaveIsPublished() {
    // Given: a client behind a router
    online("yoda", peer(7001).put("host", "yoda.example.org"));
    JsonClient hans = online("hans", peer(7002));

    // When
    JsonNode peer = hans.says("startprivate yoda").json().path("peer");

    // Then
    assertThat(peer.path("host").asText()).isEqualTo("yoda.example.org");
    assertThat(peer.has("fingerprint")).isFalse();
  }

  @Test
  void whoIsAskedAndConsentsIsIntroduced() {
    // Given
    JsonClient yoda = online("yoda", peer(7001).put("policy", "ask"));
    JsonClient hans = online("hans", peer(7002));

    // When
    int asked = hans.sends(JsonClient.frame("startprivate").put("user", "yoda"));
    yoda.hears("the question", line -> line.contains("\"ev\":\"peer-request\""));
    hans.says("message luke meanwhile");
    assertThat(hans.hasAnswerTo(asked)).isFalse();
    JsonNode question = yoda.events("peer-request").getFirst();
    consent(yoda, question, true);

    // Then
    JsonNode peer = hans.answerTo(asked).path("peer");
    assertThat(peer.path("port").asInt()).isEqualTo(7001);
    assertThat(question.path("user").asText()).isEqualTo("hans");
  }

  @Test
  void whoSaysNoIsNotIntroduced() {
    // Given
    JsonClient yoda = online("yoda", peer(7001).put("policy", "ask"));
    JsonClient hans = online("hans", peer(7002));

    // When
    int asked = hans.sends(JsonClient.frame("startprivate").put("user", "yoda"));
    yoda.hears("the question", line -> line.contains("\"ev\":\"peer-request\""));
    consent(yoda, yoda.events("peer-request").getFirst(), false);

    // Then
    JsonNode answer = hans.answerTo(asked);
    assertThat(answer.path("error").asText()).isEqualTo("declined");
    assertThat(answer.toString()).doesNotContain("7001").doesNotContain("127.0.0.1");
    assertThat(yoda.events("peer")).isEmpty();
  }

  @Test
  void refusalsAreErrorsOfTheirOwnAndTellNoAddress() {
    // Given
    JsonClient hans = online("hans", peer(7002));
    JsonClient yoda = online("yoda", peer(7001));
    server.program("luke").logsIn();
    yoda.says("block hans");

    // When, Then
    assertNoAddress(hans.isRefused("startprivate leia", "offline").json());
    assertNoAddress(hans.isRefused("startprivate nobody", "no-such-user").json());
    assertNoAddress(hans.isRefused("startprivate hans", "self").json());
    assertNoAddress(hans.isRefused("startprivate yoda", "blocked").json());
    assertNoAddress(hans.isRefused("startprivate luke", "no-peer").json());
    yoda.logsOut();
    assertNoAddress(hans.isRefused("startprivate yoda", "blocked").json());
    assertThat(yoda.events("peer")).isEmpty();
  }

  @Test
  void whoBlocksMayStartASessionItself() {
    // Given
    online("hans", peer(7002));
    JsonClient yoda = online("yoda", peer(7001));
    yoda.says("block hans");

    // When
    JsonNode peer = yoda.says("startprivate hans").json().path("peer");

    // Then
    assertThat(peer.path("port").asInt()).isEqualTo(7002);
  }

  @Test
  void aPersonWithNcIsToldThatThisNeedsAClient() {
    // Given
    TextClient hans = server.person("hans");
    hans.logsIn();

    // When
    String sentence = hans.isRefused("startprivate yoda", "no-peer").text();

    // Then
    assertThat(sentence).contains("client");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"port\":0}",
        "{\"port\":70000}",
        "{\"port\":\"7001\"}",
        "{\"port\":7001,\"policy\":\"off\"}",
        "{\"port\":7001,\"host\":5}",
        "7001"
      })
  void anOfferThatIsNoneIsABadRequest(String peer) {
    // Given
    JsonClient hans = server.program("hans");

    // When
    JsonNode answer =
        hans.isAnsweredWithoutId(
            "{\"op\":\"login\",\"user\":\"hans\",\"password\":\"secret-of-hans\",\"peer\":"
                + peer
                + "}");

    // Then
    assertThat(answer.path("error").asText()).isEqualTo("bad-request");
    hans.logsIn();
  }

  private JsonClient online(String name, ObjectNode peer) {
    JsonClient client = server.program(name);
    client.logsIn(client.login().set("peer", peer));
    return client;
  }

  private static ObjectNode peer(int port) {
    ObjectNode peer = JsonClient.frame("");
    peer.remove("op");
    return peer.put("port", port);
  }

  private static void consent(JsonClient client, JsonNode question, boolean accept) {
    ObjectNode frame = JsonClient.frame("consent").put("accept", accept);
    frame.set("token", question.path("token"));
    assertThat(client.asks(frame).path("ok").asBoolean()).isTrue();
  }

  private static void assertNoAddress(JsonNode answer) {
    assertThat(answer.has("peer")).isFalse();
    assertThat(answer.toString()).doesNotContain("127.0.0.1").doesNotContain("700");
  }
}
