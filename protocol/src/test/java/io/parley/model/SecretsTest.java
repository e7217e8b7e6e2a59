// SPDX-License-Identifier: Apache-2.0
package io.parley.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.bus.AuthRequest;
import io.parley.bus.GatewayRequest;
import io.parley.bus.MessagingRequest;
import io.parley.bus.PresenceRequest;
import io.parley.keys.Identity;
import io.parley.wire.Command;
import io.parley.wire.CommandSyntax;
import io.parley.wire.Incoming;
import io.parley.wire.Line;
import io.parley.wire.Notice;
import io.parley.wire.Parsed;
import io.parley.wire.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What ends in a log because somebody wrote down a whole record. */
class SecretsTest {
  private static final String WORD = "falcon*solo";
  private static final Secret SECRET = new Secret(WORD);
  private static final Username HANS = new Username("hans");
  private static final Username YODA = new Username("yoda");
  private static final SessionRef SESSION = new SessionRef(new GatewayId("g"), 1);

  private static Stream<Object> records() {
    ChatMessage message = new ChatMessage(HANS, YODA, new MessageId("m"), WORD, Instant.EPOCH);
    Command login = new Command.Login("hans", new Command.Password(SECRET), true, Optional.empty());
    return Stream.of(
        SECRET,
        message,
        login,
        new Incoming.Asked(Optional.empty(), login),
        new Line.Text("login hans " + WORD),
        new Parsed.Local(CommandSyntax.PROTOCOL.entries().getFirst(), List.of("yoda", WORD)),
        new Command.Login("hans", new Command.Resume(SECRET), true, Optional.empty()),
        new Command.Register("hans", SECRET),
        new Command.ChangePassword(SECRET, SECRET),
        new Command.Message("yoda", WORD, Optional.empty()),
        new Command.Broadcast(WORD),
        new Command.Consent(SECRET, true),
        new AuthRequest.Register("hans", SECRET),
        new AuthRequest.Authenticate(HANS, SECRET),
        new AuthRequest.ChangePassword(HANS, SECRET, SECRET),
        new PresenceRequest.Introduced(new PeerAddress("h", 1, Optional.empty(), SECRET)),
        new GatewayRequest.Meet(SESSION, HANS, Optional.empty(), SECRET),
        new MessagingRequest.Send(message, true),
        new MessagingRequest.Broadcast(HANS, WORD, Instant.EPOCH),
        new Reply.LoggedIn(HANS, Duration.ZERO, 0, Optional.empty(), Optional.of(SECRET)),
        new Reply.PeerFound(new PeerAddress("h", 1, Optional.empty(), SECRET)),
        new Notice.MessageArrived(HANS, new MessageId("m"), WORD, Instant.EPOCH, false),
        new Notice.BroadcastArrived(HANS, WORD, Instant.EPOCH),
        new Notice.PeerExpected(HANS, Optional.empty(), SECRET),
        new Notice.PeerRequested(HANS, SECRET));
  }

  @ParameterizedTest
  @MethodSource("records")
  void aRecordThatIsWrittenDownShowsNoSecretAndNoText(Object record) {
    assertThat(record.toString()).doesNotContain(WORD);
  }

  @org.junit.jupiter.api.Test
  void anIdentityThatIsWrittenDownShowsNoKey() {
    // Given
    Identity identity = Identity.fresh("hans", Instant.EPOCH);
    String someOfTheKey = identity.keyPem().lines().skip(1).findFirst().orElseThrow();

    // Then
    assertThat(identity.toString()).doesNotContain(someOfTheKey.substring(0, 20));
  }
}
