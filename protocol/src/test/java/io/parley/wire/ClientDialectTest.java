// SPDX-License-Identifier: Apache-2.0
package io.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.model.FailureCode;
import io.parley.model.MessageId;
import io.parley.model.PeerOffer;
import io.parley.model.PeerPolicy;
import io.parley.model.Secret;
import io.parley.model.Username;
import io.parley.wire.ServerLine.Answered;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ClientDialectTest {
  private static final Optional<RequestId> ONE = Optional.of(new RequestId("1"));

  private final ClientDialect dialect = new ClientDialect();

  @Test
  void requestsToTheLetter() {
    assertThat(dialect.write(ONE, new Command.Ping())).isEqualTo("{\"op\":\"ping\",\"id\":1}");
    assertThat(dialect.write(Optional.empty(), new Command.Acknowledge(new MessageId("m"))))
        .isEqualTo("{\"op\":\"ack\",\"mid\":\"m\"}");
    assertThat(
            dialect.write(
                ONE,
                new Command.Login(
                    "hans",
                    new Command.Resume(new Secret("s")),
                    true,
                    Optional.of(
                        new PeerOffer(Optional.empty(), 7, Optional.of("AB"), PeerPolicy.ASK)))))
        .isEqualTo(
            """
            {"op":"login","id":1,"user":"hans","resume":"s","acks":true,\
            "peer":{"port":7,"fingerprint":"AB","policy":"ask"}}\
            """);
  }

  @Test
  void helpIsNoRequest() {
    assertThatThrownBy(() -> dialect.write(ONE, new Command.Help(Optional.empty())))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theGreetingIsKnown() {
    Greeting greeting = Greeting.of("0.1.0");

    assertThat(greeting.line()).startsWith("PARLEY/1 0.1.0 ").contains("login NAME PASSWORD");
    assertThat(dialect.read(greeting.line())).isEqualTo(new ServerLine.Greeted(greeting));
    assertThat(dialect.read("PARLEY/2 9"))
        .isEqualTo(new ServerLine.Greeted(new Greeting(2, "9", "")));
    assertThat(dialect.read("PARLEY/x 9 hi")).isInstanceOf(ServerLine.Unknown.class);
  }

  @Test
  void fieldsOfANewerServerArePassedOver() {
    assertThat(
            dialect.read(
                """
                {"ev":"presence","user":"yoda","mood":{"a":[1]},"online":true,\
                "at":"2026-01-02T03:04:05.678Z"}\
                """))
        .isEqualTo(
            new ServerLine.Told(
                new Notice.PresenceChanged(
                    new Username("yoda"), true, Instant.parse("2026-01-02T03:04:05.678Z"))));
  }

  @Test
  void aNewFieldOfAnAnswerDoesNotChangeItsShapeIfItIsKnownWhatWasAsked() {
    String line = "{\"re\":1,\"ok\":true,\"at\":\"2026-01-02T03:04:05.678Z\",\"users\":7}";

    assertThat(dialect.read(line, id -> Optional.of(new Command.Block("yoda"))))
        .isEqualTo(new Answered(ONE, new Reply.Ok()));
  }

  @Test
  void aCodeOfANewerServerIsARefusalThatIsNotRepeated() {
    assertThat(
            dialect.read(
                """
                {"re":1,"ok":false,"error":"too-boring","text":"Be funny.","retryAfter":3}\
                """))
        .isEqualTo(
            new Answered(
                ONE,
                new Reply.Refused(
                    FailureCode.BAD_REQUEST, "Be funny.", Optional.of(Duration.ofSeconds(3)))));
  }

  @Test
  void aRefusalMayHaveNoText() {
    assertThat(dialect.read("{\"re\":null,\"ok\":false,\"error\":\"too-long\"}"))
        .isEqualTo(new Answered(Optional.empty(), new Reply.Refused(FailureCode.TOO_LONG, "")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "{",
        "[]",
        "{}",
        "{\"re\":1}",
        "{\"re\":1,\"ok\":\"yes\"}",
        "{\"re\":1,\"ok\":false}",
        "{\"re\":1,\"ok\":true,\"state\":\"lost\",\"mid\":\"m\",\"at\":\"2026-01-02T03:04:05.678Z\"}",
        "{\"re\":1,\"ok\":true,\"users\":[1]}",
        "{\"re\":1,\"ok\":true,\"users\":[\"no name!\"]}",
        "{\"re\":1,\"ok\":true,\"peer\":{\"host\":\"h\",\"port\":70000,\"token\":\"t\"}}",
        "{\"ev\":\"fireworks\",\"at\":\"2026-01-02T03:04:05.678Z\"}",
        "{\"ev\":7}",
        "{\"ev\":\"bye\",\"reason\":\"bored\"}",
        "{\"ev\":\"message\",\"from\":\"hans\",\"text\":\"hi\",\"at\":\"2026-01-02T03:04:05.678Z\"}",
        "{\"ev\":\"notice\",\"text\":\"hi\",\"at\":\"yesterday\"}"
      })
  void whatThisVersionDoesNotKnowIsUnknown(String line) {
    assertThat(dialect.read(line)).isEqualTo(new ServerLine.Unknown(line));
  }

  @Test
  void aTextOfTheServerIsHandedOverAsItIs() {
    // Given: the client's screen, not this code, decides what is shown.
    String line = "{\"ev\":\"notice\",\"text\":\"a\\u001bb\",\"at\":\"2026-01-02T03:04:05.678Z\"}";

    assertThat(dialect.read(line))
        .isEqualTo(
            new ServerLine.Told(
                new Notice.Announcement("a\u001bb", Instant.parse("2026-01-02T03:04:05.678Z"))));
  }
}
