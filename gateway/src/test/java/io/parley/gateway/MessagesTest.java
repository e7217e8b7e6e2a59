// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import static io.parley.gateway.Messages.message;
import static io.parley.gateway.TestGateway.await;
import static io.parley.gateway.TestGateway.until;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.bus.GatewayRequest;
import io.parley.bus.GatewayRequest.NotDelivered;
import io.parley.bus.MessagingRequest;
import io.parley.bus.PresenceRequest;
import io.parley.bus.PresenceRequest.Departure;
import io.parley.model.FailureCode;
import io.parley.model.GatewayId;
import io.parley.model.SessionRef;
import io.parley.model.Username;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MessagesTest {
  private static final Username YODA = new Username("yoda");

  private final TestGateway gateway = new TestGateway(Map.of("delivery-timeout", "60s"));
  private final FakeServices services = gateway.services;

  @AfterEach
  void close() {
    gateway.close();
  }

  @Test
  void aMessageIsDeliveredWhenTheClientAcknowledgesIt() {
    // Given
    TestClient yoda = gateway.client().in("yoda", ",'acks':true");
    TestClient hans = gateway.client().in("hans");

    // When
    hans.say("{'op':'message','id':1,'to':'yoda','text':'hi  there','mid':'m1'}");

    // Then
    JsonObject event = yoda.json();
    String at = event.getString("at");
    assertThat(event)
        .isEqualTo(
            new JsonObject()
                .put("ev", "message")
                .put("mid", "m1")
                .put("from", "hans")
                .put("text", "hi  there")
                .put("at", at));
    hans.say("{'op':'ping','id':2}");
    assertThat(hans.json().getInteger("re")).isEqualTo(2);
    yoda.say("{'op':'ack','mid':'m1'}");
    assertThat(hans.json())
        .isEqualTo(
            new JsonObject()
                .put("re", 1)
                .put("ok", true)
                .put("mid", "m1")
                .put("state", "delivered")
                .put("at", at));
  }

  @Test
  void withoutAcknowledgementsAWriteIsEnough() {
    TestClient yoda = gateway.client().greeted().say("login yoda falcon*solo");
    yoda.line();
    TestClient hans = gateway.client().in("hans");
    hans.say("{'op':'message','id':1,'to':'yoda','text':'hi  there'}");
    assertThat(yoda.line()).isEqualTo("hans: hi  there");
    assertThat(hans.json().getString("state")).isEqualTo("delivered");
  }

  @Test
  void aMessageToWhomIsAwayIsStored() {
    TestClient hans = gateway.client().in("hans");
    hans.say("{'op':'message','id':1,'to':'yoda','text':'hi'}");
    assertThat(hans.json().getString("state")).isEqualTo("stored");
  }

  @Test
  void anIdThatTheGatewayMakesIsShortAndNeverMadeTwice() {
    // Given
    TestClient hans = gateway.client().in("hans");
    Set<String> ids = new HashSet<>();

    // When
    for (int i = 0; i < 100; i++) {
      hans.say("{'op':'message','id':1,'to':'yoda','text':'hi'}");
      ids.add(hans.json().getString("mid"));
    }

    // Then
    assertThat(ids).hasSize(100).allMatch(id -> id.matches("[a-z0-9]{1,13}-[a-z0-9]{1,2}"));
    assertThat(services.asked(MessagingRequest.Send.class))
        .noneMatch(send -> send.idChosenBySender());
  }

  @Test
  void whomTheGatewayKnowsToBeWrongIsRefusedByIt() {
    TestClient hans = gateway.client().in("hans");
    hans.isRefused("{'op':'message','to':'hans','text':'hi'}", "self");
    hans.isRefused("{'op':'message','to':'h ns','text':'hi'}", "no-such-user");
    hans.isRefused("{'op':'message','to':'yoda','text':''}", "bad-request");
    hans.isRefused("{'op':'block','user':'hans'}", "self");
    hans.isRefused("{'op':'unblock','user':'hans'}", "self");
    hans.isRefused("{'op':'block','user':'h ns'}", "no-such-user");
    hans.isRefused("{'op':'unblock','user':'h ns'}", "no-such-user");
    hans.isRefused("{'op':'startprivate','user':'hans'}", "self");
    hans.isRefused("{'op':'startprivate','user':'h ns'}", "no-such-user");
    assertThat(services.asked(MessagingRequest.Send.class)).isEmpty();
  }

  @Test
  void whatAServiceRefusesIsToldAsItSays() {
    TestClient hans = gateway.client().in("hans");
    services.refuse(MessagingRequest.Send.class, FailureCode.MAILBOX_FULL);
    hans.isRefused("{'op':'message','to':'yoda','text':'hi'}", "mailbox-full");
    services.refuse(PresenceRequest.Block.class, FailureCode.ALREADY_BLOCKED);
    hans.isRefused("{'op':'block','user':'yoda'}", "already-blocked");
    services.refuse(PresenceRequest.Unblock.class, FailureCode.NOT_BLOCKED);
    hans.isRefused("{'op':'unblock','user':'yoda'}", "not-blocked");
  }

  @Test
  void nothingOvertakesAMessageThatWasRefusedForNow() {
    // Given
    TestClient hans = gateway.client().in("hans");
    services.when(
        MessagingRequest.Send.class,
        q ->
            services.asked(MessagingRequest.Send.class).size() == 1
                ? FakeServices.refused(FailureCode.UNAVAILABLE)
                : services.asUsual(q));
    hans.isRefused("{'op':'message','to':'yoda','text':'hi','mid':'m1'}", "unavailable");

    // When, then
    hans.isRefused("{'op':'message','to':'yoda','text':'you','mid':'m2'}", "unavailable");
    assertThat(services.asked(MessagingRequest.Send.class)).hasSize(1);
    hans.say("{'op':'message','id':1,'to':'yoda','text':'hi','mid':'m1'}");
    assertThat(hans.json().getString("state")).isEqualTo("stored");
    hans.say("{'op':'message','id':2,'to':'yoda','text':'you','mid':'m2'}");
    assertThat(hans.json().getString("state")).isEqualTo("stored");
  }

  @Test
  void aBlockHoldsFromItsAnswerOnUntilItsEnd() {
    // Given
    TestClient yoda = gateway.client().in("yoda");
    TestClient hans = gateway.client().in("hans");

    // When
    yoda.say("{'op':'block','id':1,'user':'hans'}");
    assertThat(yoda.json().getBoolean("ok")).isTrue();

    // Then
    hans.isRefused("{'op':'message','to':'yoda','text':'hi'}", "blocked");
    yoda.say("{'op':'unblock','id':2,'user':'hans'}");
    assertThat(yoda.json().getInteger("re")).isEqualTo(2);
    hans.say("{'op':'message','id':1,'to':'yoda','text':'hi'}");
    assertThat(hans.json().getString("state")).isEqualTo("delivered");
    assertThat(yoda.json().getString("text")).isEqualTo("hi");
  }

  @Test
  void blocksOfEarlierSessionsHoldFromTheLoginOn() {
    services.blockedAtLogin.add(new Username("hans"));
    gateway.client().in("yoda");
    gateway.client().in("hans").isRefused("{'op':'message','to':'yoda','text':'hi'}", "blocked");
  }

  @Test
  void whatIsNotAcknowledgedEndsTheSessionAndIsStored() {
    try (TestGateway strict = new TestGateway(Map.of("delivery-timeout", "1s"))) {
      // Given
      TestClient yoda = strict.client().in("yoda", ",'acks':true");
      TestClient hans = strict.client().in("hans");

      // When
      hans.say("{'op':'message','id':1,'to':'yoda','text':'hi'}");

      // Then
      assertThat(hans.json().getString("state")).isEqualTo("stored");
      assertThat(yoda.json().getString("ev")).isEqualTo("message");
      yoda.isToldGoodbye("too-slow");
      until(() -> !strict.services.online.containsKey(YODA));
    }
  }

  @Test
  void logoutWaitsForTheAnswersOfWhatWasSent() {
    // Given
    TestClient hans = gateway.client().in("hans");
    Promise<Object> go = Promise.promise();
    services.when(
        MessagingRequest.Send.class, q -> go.future().compose(gone -> services.asUsual(q)));

    // When
    hans.say("{'op':'message','id':1,'to':'yoda','text':'hi'}", "{'op':'logout','id':2}");
    until(() -> services.asked(MessagingRequest.Send.class).size() == 1);
    go.complete("go");

    // Then
    assertThat(hans.json().getInteger("re")).isEqualTo(1);
    assertThat(hans.json()).isEqualTo(new JsonObject().put("re", 2).put("ok", true));
    hans.isToldGoodbye("logout");
    until(() -> services.asked(PresenceRequest.Release.class).size() == 1);
    assertThat(services.asked(PresenceRequest.Release.class).get(0).departure())
        .isEqualTo(Departure.LOGGED_OUT);
  }

  @Test
  void whatCameBeforeTheEndOfInputIsCarriedOutAndAnswered() {
    // Given
    TestClient yoda = gateway.client().in("yoda", ",'acks':true");
    TestClient hans = gateway.client().greeted();

    // When
    hans.say(
            "{'op':'login','id':1,'user':'hans','password':'falcon*solo'}",
            "{'op':'message','id':2,'to':'yoda','text':'hi','mid':'m'}",
            "{'op':'whoelse','id':3}")
        .send("{\"op\":\"ping\",\"id\":\"no line\"}".getBytes(UTF_8))
        .hangsUp();

    // Then
    assertThat(hans.json().getInteger("re")).isEqualTo(1);
    assertThat(hans.json().getInteger("re")).isEqualTo(3);
    assertThat(yoda.json().getString("mid")).isEqualTo("m");
    yoda.say("{'op':'ack','mid':'m'}");
    assertThat(hans.json().getString("state")).isEqualTo("delivered");
    hans.isAtEnd();
    until(() -> services.asked(PresenceRequest.Release.class).size() == 1);
    assertThat(services.asked(PresenceRequest.Release.class).get(0).departure())
        .isEqualTo(Departure.BROKEN);
  }

  @Test
  void aPersonWhoHangsUpHasGone() {
    // Given
    TestClient hans = gateway.client().greeted();

    // When
    hans.say("login hans falcon*solo", "whoelse").hangsUp();

    // Then
    assertThat(hans.line()).isEqualTo("Welcome, hans!");
    assertThat(hans.line()).isEqualTo("Nobody else is online.");
    hans.isAtEnd();
    until(() -> services.asked(PresenceRequest.Release.class).size() == 1);
    assertThat(services.asked(PresenceRequest.Release.class).get(0).departure())
        .isEqualTo(Departure.ENDED);
  }

  @Test
  void aConnectionThatBreaksIsReleasedOnce() {
    // Given
    TestClient hans = gateway.client().in("hans");

    // When
    hans.breaks();

    // Then
    until(() -> services.online.isEmpty());
    gateway.client().in("hans");
    assertThat(services.asked(PresenceRequest.Release.class)).hasSize(1);
    assertThat(services.asked(PresenceRequest.Release.class).get(0).departure())
        .isEqualTo(Departure.BROKEN);
  }

  @Test
  void aReleaseThatGetsLostIsRepeated() {
    // Given
    TestClient hans = gateway.client().in("hans");
    services.when(
        PresenceRequest.Release.class,
        q ->
            services.asked(PresenceRequest.Release.class).size() == 1
                ? FakeServices.refused(FailureCode.UNAVAILABLE)
                : services.asUsual(q));

    // When
    hans.close();

    // Then
    until(() -> services.online.isEmpty());
  }

  @Test
  void whoHasGoneGetsNothing() {
    // Given
    gateway.client().in("yoda");
    SessionRef session = services.online.get(YODA);
    SessionRef gone = new SessionRef(session.gateway(), session.number() + 1_000);

    // When
    Future<?> delivered =
        gateway.bus.ask(new GatewayRequest.Deliver(gone, message("hans", "yoda", "m"), 1, false));

    // Then
    assertThat(await(delivered)).isEqualTo(new NotDelivered());
    assertThat(session.gateway()).isEqualTo(new GatewayId("gateway-1"));
  }

  @Test
  void sendersWhoFloodEachOtherDoNotHoldUpTheirAcknowledgements() {
    // Given: each sends far more than may be under way, before it reads a single line; and on a
    // busy
    // machine it takes a while to acknowledge
    try (TestGateway patient = new TestGateway(Map.of("delivery-timeout", "60s"))) {
      floodEachOther(patient);
    }
  }

  private static void floodEachOther(TestGateway gateway) {
    TestClient hans = gateway.client().in("hans", ",'acks':true");
    TestClient yoda = gateway.client().in("yoda", ",'acks':true");
    int count = 3_000;
    String[] toYoda = new String[count];
    String[] toHans = new String[count];
    for (int i = 0; i < count; i++) {
      toYoda[i] = "{'op':'message','id':" + i + ",'to':'yoda','text':'x','mid':'h" + i + "'}";
      toHans[i] = "{'op':'message','id':" + i + ",'to':'hans','text':'x','mid':'y" + i + "'}";
    }

    // When
    hans.say(toYoda);
    yoda.say(toHans);

    // Then
    Thread other = Thread.ofVirtual().start(() -> hearAll(yoda, count));
    hearAll(hans, count);
    await(
        Future.future(joined -> {
          try {
            other.join();
            joined.complete();
          } catch (InterruptedException e) {
            joined.fail(e);
          }
        }));
  }

  /** Reads and acknowledges until all was heard and all was answered. */
  private static void hearAll(TestClient client, int count) {
    int heard = 0;
    int answered = 0;
    while (heard < count || answered < count) {
      JsonObject line = client.json();
      if (line.containsKey("re")) {
        assertThat(line.getString("state")).isEqualTo("delivered");
        answered++;
      } else {
        assertThat(line.getString("ev")).isEqualTo("message");
        client.say("{'op':'ack','mid':'" + line.getString("mid") + "'}");
        heard++;
      }
    }
  }
}
