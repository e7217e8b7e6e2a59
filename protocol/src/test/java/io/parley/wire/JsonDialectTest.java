// SPDX-License-Identifier: Apache-2.0
package io.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.parley.model.DeliveryState;
import io.parley.model.FailureCode;
import io.parley.model.GoodbyeReason;
import io.parley.model.MessageId;
import io.parley.model.PeerAddress;
import io.parley.model.Secret;
import io.parley.model.Username;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the server says to programs, to the letter. */
final class JsonDialectTest {
  private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");
  private static final Username HANS = new Username("hans");
  private static final Incoming.Asked PING =
      new Incoming.Asked(Optional.of(new RequestId("1e3")), new Command.Ping());

  private final JsonDialect dialect = new JsonDialect();

  @Test
  void anAnswerCarriesTheIdAsItCame() {
    assertAnswer(new Reply.Ok(), "{\"re\":1e3,\"ok\":true}");
  }

  @Test
  void timesHaveMilliseconds() {
    assertAnswer(
        new Reply.Pong(AT), "{\"re\":1e3,\"ok\":true,\"at\":\"2026-01-02T03:04:05.000Z\"}");
    assertAnswer(
        new Reply.Pong(AT.plusNanos(987_654_321)),
        "{\"re\":1e3,\"ok\":true,\"at\":\"2026-01-02T03:04:05.987Z\"}");
  }

  @Test
  void theAnswerToALogin() {
    assertAnswer(
        new Reply.LoggedIn(
            HANS, Duration.ofHours(1), 2, Optional.of(AT), Optional.of(new Secret("s"))),
        """
        {"re":1e3,"ok":true,"user":"hans","timeout":3600,"pending":2,\
        "lastLogin":"2026-01-02T03:04:05.000Z","resume":"s"}\
        """);
    assertAnswer(
        new Reply.LoggedIn(HANS, Duration.ZERO, 0, Optional.empty(), Optional.empty()),
        "{\"re\":1e3,\"ok\":true,\"user\":\"hans\",\"timeout\":0,\"pending\":0}");
  }

  @Test
  void theAnswerToAMessage() {
    assertAnswer(
        new Reply.MessageAccepted(new MessageId("m"), DeliveryState.STORED, AT),
        "{\"re\":1e3,\"ok\":true,\"mid\":\"m\",\"state\":\"stored\",\"at\":\"2026-01-02T03:04:05.000Z\"}");
    assertThat(
            dialect.write(
                PING, new Reply.MessageAccepted(new MessageId("m"), DeliveryState.DELIVERED, AT)))
        .hasValueSatisfying(line -> assertThat(line).contains("\"state\":\"delivered\""));
  }

  @Test
  void theAnswersToOtherCommands() {
    assertAnswer(
        new Reply.BroadcastSent(3, true),
        "{\"re\":1e3,\"ok\":true,\"reached\":3,\"withheld\":true}");
    assertAnswer(
        new Reply.UserList(List.of(HANS, new Username("yoda"))),
        "{\"re\":1e3,\"ok\":true,\"users\":[\"hans\",\"yoda\"]}");
    assertAnswer(new Reply.UserList(List.of()), "{\"re\":1e3,\"ok\":true,\"users\":[]}");
    assertAnswer(
        new Reply.PeerFound(new PeerAddress("::1", 7, Optional.of("AB"), new Secret("t"))),
        """
        {"re":1e3,"ok":true,"peer":{"host":"::1","port":7,"fingerprint":"AB","token":"t"}}\
        """);
    assertAnswer(
        new Reply.PeerFound(new PeerAddress("h", 7, Optional.empty(), new Secret("t"))),
        "{\"re\":1e3,\"ok\":true,\"peer\":{\"host\":\"h\",\"port\":7,\"token\":\"t\"}}");
  }

  @Test
  void aRefusalTellsHowManyWholeSecondsToWait() {
    assertAnswer(
        new Reply.Refused(FailureCode.LOCKED, "Wait.", Optional.of(Duration.ofMillis(59_001))),
        "{\"re\":1e3,\"ok\":false,\"error\":\"locked\",\"text\":\"Wait.\",\"retryAfter\":60}");
    assertAnswer(
        new Reply.Refused(FailureCode.LOCKED, "Wait.", Optional.of(Duration.ofSeconds(60))),
        "{\"re\":1e3,\"ok\":false,\"error\":\"locked\",\"text\":\"Wait.\",\"retryAfter\":60}");
    assertAnswer(
        new Reply.Refused(FailureCode.NO_SUCH_USER, "Who?"),
        "{\"re\":1e3,\"ok\":false,\"error\":\"no-such-user\",\"text\":\"Who?\"}");
  }

  @Test
  void aRequestWithoutAnIdIsAnsweredOnlyIfItFails() {
    Incoming.Asked asked = new Incoming.Asked(Optional.empty(), new Command.Ping());

    assertThat(dialect.write(asked, new Reply.Pong(AT))).isEmpty();
    assertThat(dialect.write(asked, new Reply.Refused(FailureCode.UNAVAILABLE, "Later.")))
        .contains("{\"re\":null,\"ok\":false,\"error\":\"unavailable\",\"text\":\"Later.\"}");
  }

  @Test
  void anAcknowledgementIsNeverAnswered() {
    Incoming.Asked ack =
        new Incoming.Asked(
            Optional.of(new RequestId("1")), new Command.Acknowledge(new MessageId("m")));

    assertThat(dialect.write(ack, new Reply.Ok())).isEmpty();
    assertThat(dialect.write(ack, new Reply.Refused(FailureCode.NOT_LOGGED_IN, "No."))).isEmpty();
  }

  @Test
  void aLineThatCouldNotBeReadIsAnswered() {
    assertThat(dialect.write(Refusals.tooLong(16_384)))
        .startsWith("{\"re\":null,\"ok\":false,\"error\":\"too-long\",\"text\":\"")
        .contains("16384");
    assertThat(dialect.write(Refusals.notUtf8())).contains("\"error\":\"bad-request\"");
  }

  @Test
  void events() {
    MessageId mid = new MessageId("m");
    assertEvent(
        new Notice.MessageArrived(HANS, mid, "a \"b\" \\ \t é😀", AT, false),
        """
        {"ev":"message","mid":"m","from":"hans","text":"a \\"b\\" \\\\ \\t é😀",\
        "at":"2026-01-02T03:04:05.000Z"}\
        """);
    assertEvent(
        new Notice.MessageArrived(HANS, mid, "hi", AT, true),
        """
        {"ev":"message","mid":"m","from":"hans","text":"hi","at":"2026-01-02T03:04:05.000Z",\
        "stored":true}\
        """);
    assertEvent(
        new Notice.BroadcastArrived(HANS, "hi", AT),
        "{\"ev\":\"broadcast\",\"from\":\"hans\",\"text\":\"hi\",\"at\":\"2026-01-02T03:04:05.000Z\"}");
    assertEvent(
        new Notice.PresenceChanged(HANS, false, AT),
        "{\"ev\":\"presence\",\"user\":\"hans\",\"online\":false,\"at\":\"2026-01-02T03:04:05.000Z\"}");
    assertEvent(
        new Notice.PeerExpected(HANS, Optional.of("AB"), new Secret("t")),
        "{\"ev\":\"peer\",\"user\":\"hans\",\"fingerprint\":\"AB\",\"token\":\"t\"}");
    assertEvent(
        new Notice.PeerExpected(HANS, Optional.empty(), new Secret("t")),
        "{\"ev\":\"peer\",\"user\":\"hans\",\"token\":\"t\"}");
    assertEvent(
        new Notice.PeerRequested(HANS, new Secret("t")),
        "{\"ev\":\"peer-request\",\"user\":\"hans\",\"token\":\"t\"}");
    assertEvent(
        new Notice.Announcement("Closing at 6.", AT),
        "{\"ev\":\"notice\",\"text\":\"Closing at 6.\",\"at\":\"2026-01-02T03:04:05.000Z\"}");
    assertEvent(
        new Notice.Goodbye(GoodbyeReason.TOO_SLOW), "{\"ev\":\"bye\",\"reason\":\"too-slow\"}");
  }

  @Test
  void whateverATextHoldsTheLineIsOneLineOfJsonThatATerminalSurvives() throws Exception {
    // Given
    StringBuilder all = new StringBuilder();
    for (char c = 0; c < 0xd800; c++) {
      all.append(c);
    }
    String text = all.append("😀").toString();

    // When
    String line = dialect.write(new Notice.Announcement(text, AT));

    // Then
    assertThat(Printable.isPrintable(line)).isTrue();
    assertThat(line).doesNotContain("\u2028", "\u2029").doesNotContainPattern("\\R");
    assertThat(new ObjectMapper().readTree(line).get("text").textValue()).isEqualTo(text);
  }

  private void assertAnswer(Reply reply, String line) {
    assertThat(dialect.write(PING, reply)).contains(line);
  }

  private void assertEvent(Notice notice, String line) {
    assertThat(dialect.write(notice)).isEqualTo(line);
  }
}
