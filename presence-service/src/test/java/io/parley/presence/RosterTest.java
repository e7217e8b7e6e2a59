// SPDX-License-Identifier: Apache-2.0
package io.parley.presence;

import static io.parley.presence.Answers.await;
import static io.parley.presence.PresenceUnderTest.YODA;
import static io.parley.presence.PresenceUnderTest.session;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.model.GatewayId;
import io.parley.model.SessionRef;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RosterTest {
  private final Vertx vertx = Vertx.vertx();
  private final Roster roster = await(Roster.open(vertx));

  @AfterEach
  void close() {
    await(vertx.close());
  }

  @Test
  void ofFiftyClaimsAtOnceExactlyOneWins() {
    // When
    List<Future<Optional<SessionRef>>> claims =
        LongStream.range(0, 50).mapToObj(i -> roster.claim(YODA, session(i))).toList();
    // Then
    assertThat(claims.stream().filter(claim -> await(claim).isEmpty())).hasSize(1);
    assertThat(await(roster.users())).containsExactly(YODA);
  }

  @Test
  void aClaimThatComesTooLateLearnsWhoHasTheUser() {
    // Given
    await(roster.claim(YODA, session(1)));
    // When
    Optional<SessionRef> holder = await(roster.claim(YODA, session(2)));
    // Then
    assertThat(holder).contains(session(1));
  }

  @Test
  void onlyTheSessionThatHasTheUserCanBeReleased() {
    // Given
    await(roster.claim(YODA, session(2)));
    // When
    boolean released = await(roster.release(YODA, session(1)));
    // Then
    assertThat(released).isFalse();
    assertThat(await(roster.find(YODA))).contains(session(2));
    assertThat(await(roster.release(YODA, session(2)))).isTrue();
    assertThat(await(roster.find(YODA))).isEmpty();
  }

  @Test
  void onlyTheSessionThatHasTheUserCanBeReplaced() {
    // Given
    await(roster.claim(YODA, session(2)));
    // When
    boolean replaced = await(roster.replace(YODA, session(1), session(3)));
    // Then
    assertThat(replaced).isFalse();
    assertThat(await(roster.replace(YODA, session(2), session(3)))).isTrue();
    assertThat(await(roster.find(YODA))).contains(session(3));
  }

  @Test
  void anyGatewayIdComesBackAsItWas() {
    // Given
    SessionRef odd = new SessionRef(new GatewayId("node#7-a#b"), Long.MAX_VALUE);
    // When
    await(roster.claim(YODA, odd));
    // Then
    assertThat(await(roster.find(YODA))).contains(odd);
    assertThat(await(roster.sessions())).isEqualTo(Map.of(YODA, odd));
  }
}
