// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.bus.GatewayRequest.Declined;
import io.parley.bus.GatewayRequest.Meet;
import io.parley.bus.GatewayRequest.MeetAnswer;
import io.parley.model.GatewayId;
import io.parley.model.PeerOffer;
import io.parley.model.PeerPolicy;
import io.parley.model.Secret;
import io.parley.model.SessionRef;
import io.parley.model.Username;
import io.parley.wire.Notice;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MeetingsTest {
  private static final String AUTO = ",'peer':{'port':7001,'fingerprint':'AA:BB'}";
  private static final String ASK = ",'peer':{'port':7001,'host':'example.org','policy':'ask'}";
  private static final String START = "{'op':'startprivate','id':1,'user':'yoda'}";

  private final TestGateway gateway = new TestGateway();

  @AfterEach
  void close() {
    gateway.close();
  }

  @Test
  void aClientThatTakesPrivateSessionsIsIntroducedAtOnce() {
    // Given
    TestClient yoda = gateway.client().in("yoda", AUTO);
    TestClient hans = gateway.client().in("hans", ",'peer':{'port':1,'fingerprint':'CC:DD'}");

    // When
    hans.say(START, "{'op':'ping','id':2}");

    // Then
    assertThat(yoda.json())
        .isEqualTo(
            new JsonObject()
                .put("ev", "peer")
                .put("user", "hans")
                .put("fingerprint", "CC:DD")
                .put("token", "a-token"));
    assertThat(hans.json())
        .isEqualTo(
            new JsonObject()
                .put("re", 1)
                .put("ok", true)
                .put(
                    "peer",
                    new JsonObject()
                        .put("host", "127.0.0.1")
                        .put("port", 7001)
                        .put("fingerprint", "AA:BB")
                        .put("token", "a-token")));
    assertThat(hans.json().getInteger("re")).isEqualTo(2);
  }

  @Test
  void nothingIsToldBeforeTheUserConsents() {
    // Given
    TestClient yoda = gateway.client().in("yoda", ASK);
    TestClient hans = gateway.client().in("hans");

    // When
    hans.say(START, "{'op':'ping','id':2}");

    // Then: others pass while a person thinks
    assertThat(yoda.json())
        .isEqualTo(
            new JsonObject().put("ev", "peer-request").put("user", "hans").put("token", "a-token"));
    assertThat(hans.json().getInteger("re")).isEqualTo(2);
    yoda.say("{'op':'consent','id':1,'token':'a-token','accept':true}");
    assertThat(yoda.json().getString("ev")).isEqualTo("peer");
    assertThat(yoda.json().getBoolean("ok")).isTrue();
    JsonObject peer = hans.json().getJsonObject("peer");
    assertThat(peer.getString("host")).isEqualTo("example.org");
    assertThat(peer.containsKey("fingerprint")).isFalse();
  }

  @Test
  void aUserMaySayNo() {
    // Given
    TestClient yoda = gateway.client().in("yoda", ASK);
    TestClient hans = gateway.client().in("hans").say(START);
    yoda.json();

    // When
    yoda.say("{'op':'consent','id':1,'token':'a-token','accept':false}");

    // Then
    JsonObject answer = hans.json();
    assertThat(answer.getString("error")).isEqualTo("declined");
    assertThat(answer.encode()).doesNotContain("example.org").doesNotContain("7001");
    assertThat(yoda.json().getBoolean("ok")).isTrue();
    yoda.isRefused("{'op':'consent','token':'a-token','accept':true}", "bad-request");
  }

  @Test
  void whoAsksAgainWhileItIsAskedIsDeclined() {
    // Given
    List<Notice> told = new ArrayList<>();
    PeerOffer ask =
        new PeerOffer(Optional.of("example.org"), 7001, Optional.empty(), PeerPolicy.ASK);
    Meetings ofYoda =
        new Meetings(gateway.vertx, new BlockSet(), Optional.of(ask), "127.0.0.1", told::add);
    Future<MeetAnswer> first = ofYoda.meet(wish("hans", "first"));

    // When
    Future<MeetAnswer> second = ofYoda.meet(wish("hans", "second"));
    Future<MeetAnswer> ofAnother = ofYoda.meet(wish("luke", "third"));

    // Then
    assertThat(second.result()).isEqualTo(new Declined());
    assertThat(first.isComplete()).isFalse();
    assertThat(ofAnother.isComplete()).isFalse();
    assertThat(told)
        .containsExactly(
            new Notice.PeerRequested(new Username("hans"), new Secret("first")),
            new Notice.PeerRequested(new Username("luke"), new Secret("third")));
  }

  private static Meet wish(String from, String token) {
    return new Meet(
        new SessionRef(new GatewayId("gateway-1"), 1),
        new Username(from),
        Optional.empty(),
        new Secret(token));
  }

  @Test
  void whoLeavesWhileAskedIsOffline() {
    // Given
    TestClient yoda = gateway.client().in("yoda", ASK);
    TestClient hans = gateway.client().in("hans").say(START);
    yoda.json();

    // When
    yoda.close();

    // Then
    assertThat(hans.json().getString("error")).isEqualTo("offline");
  }

  @Test
  void whoIsBlockedWhileItWaitsHearsThat() {
    // Given
    TestClient yoda = gateway.client().in("yoda", ASK);
    TestClient hans = gateway.client().in("hans").say(START);
    yoda.json();

    // When
    yoda.say("{'op':'block','id':1,'user':'hans'}");

    // Then
    assertThat(hans.json().getString("error")).isEqualTo("blocked");
    hans.isRefused(START, "blocked");
  }

  @Test
  void aClientThatTakesNoneIsNotIntroduced() {
    gateway.client().in("yoda");
    gateway.client().in("hans").isRefused(START, "no-peer");
  }

  @Test
  void aPersonNeedsAnotherClient() {
    // Given
    TestClient yoda = gateway.client().greeted().say("login yoda falcon*solo");
    yoda.line();

    // When
    yoda.say("startprivate hans");

    // Then
    assertThat(yoda.line()).startsWith("Error: ").contains("client");
    gateway.client().in("hans").isRefused(START, "no-peer");
  }
}
