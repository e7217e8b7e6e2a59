// SPDX-License-Identifier: Apache-2.0
package io.parley.presence;

import static io.parley.presence.PresenceUnderTest.HAN;
import static io.parley.presence.PresenceUnderTest.YODA;
import static io.parley.presence.PresenceUnderTest.session;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.bus.GatewayRequest.Declined;
import io.parley.bus.GatewayRequest.Expecting;
import io.parley.bus.GatewayRequest.Gone;
import io.parley.bus.GatewayRequest.Meet;
import io.parley.bus.GatewayRequest.MeetAnswer;
import io.parley.bus.GatewayRequest.TakesNone;
import io.parley.bus.GatewayRequest.Unwelcome;
import io.parley.bus.PresenceRequest.Block;
import io.parley.bus.PresenceRequest.Introduce;
import io.parley.bus.PresenceRequest.Introduced;
import io.parley.model.FailureCode;
import io.parley.model.PeerAddress;
import io.parley.model.Secret;
import io.parley.model.Username;
import io.vertx.core.Future;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class IntroductionsTest {
  private static final Introduce WISH = new Introduce(HAN, Optional.of("han's print"), YODA);

  @RegisterExtension final PresenceUnderTest presence = new PresenceUnderTest();

  @Test
  void theAskerGetsTheAddressAndBothClientsTheSameToken() {
    // Given
    presence.login(YODA, 1);
    presence.gateway =
        question ->
            Future.succeededFuture(
                new Expecting(
                    new PeerAddress(
                        "10.0.0.7", 4711, Optional.of("yoda's print"), ((Meet) question).token())));
    // When
    Introduced introduced = presence.ask(WISH);
    // Then
    Meet meet = (Meet) presence.askedOfGateway.get(0);
    assertThat(meet.session()).isEqualTo(session(1));
    assertThat(meet.from()).isEqualTo(HAN);
    assertThat(meet.fingerprint()).contains("han's print");
    assertThat(introduced.peer())
        .isEqualTo(new PeerAddress("10.0.0.7", 4711, Optional.of("yoda's print"), meet.token()));
  }

  @Test
  void whatTheOtherSideSaysIsWhatTheAskerHears() {
    // Given
    presence.login(YODA, 1);
    // When
    FailureCode declined = refusalAfter(new Declined());
    FailureCode none = refusalAfter(new TakesNone());
    FailureCode unwelcome = refusalAfter(new Unwelcome());
    FailureCode gone = refusalAfter(new Gone());
    // Then
    assertThat(declined).isEqualTo(FailureCode.DECLINED);
    assertThat(none).isEqualTo(FailureCode.NO_PEER);
    assertThat(unwelcome).isEqualTo(FailureCode.BLOCKED);
    assertThat(gone).isEqualTo(FailureCode.OFFLINE);
  }

  @Test
  void nobodyIsIntroducedToWhoeverIsNotThere() {
    // When
    FailureCode self = presence.refusalOf(new Introduce(HAN, Optional.empty(), HAN));
    FailureCode unknown =
        presence.refusalOf(new Introduce(HAN, Optional.empty(), new Username("nobody")));
    FailureCode offline = presence.refusalOf(WISH);
    presence.ask(new Block(YODA, HAN, Optional.empty()));
    FailureCode blocked = presence.refusalOf(WISH);
    // Then
    assertThat(self).isEqualTo(FailureCode.SELF);
    assertThat(unknown).isEqualTo(FailureCode.NO_SUCH_USER);
    assertThat(offline).isEqualTo(FailureCode.OFFLINE);
    assertThat(blocked).isEqualTo(FailureCode.BLOCKED);
    assertThat(presence.askedOfGateway).isEmpty();
  }

  @Test
  void noTokenComesTwiceAndEachIsLongEnough() {
    // Given
    Tokens tokens = new Tokens();
    // When
    Set<Secret> made = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      made.add(tokens.get());
    }
    // Then
    assertThat(made)
        .hasSize(1000)
        .allSatisfy(token -> assertThat(token.value()).matches("[A-Za-z0-9_-]{32}"));
  }

  private FailureCode refusalAfter(MeetAnswer answer) {
    presence.gateway = question -> Future.succeededFuture(answer);
    return presence.refusalOf(WISH);
  }
}
