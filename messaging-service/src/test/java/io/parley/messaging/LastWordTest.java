// SPDX-License-Identifier: Apache-2.0
package io.parley.messaging;

import static io.parley.messaging.ScriptedTown.session;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.bus.MessagingRequest.Send;
import io.parley.model.ChatMessage;
import io.parley.model.MessageId;
import io.parley.model.Username;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LastWordTest {
  @Test
  void itIsSaidAgainToWhomMayNotHaveHeardIt() {
    LastWord word = LastWord.to(sentIn(1, Duration.ZERO));

    assertThat(word.mustBeSaidAgainTo(sentIn(1, Duration.ZERO))).isTrue();
    assertThat(word.mustBeSaidAgainTo(sentIn(1, Duration.ofMillis(1)))).isFalse();
    assertThat(word.mustBeSaidAgainTo(sentIn(2, Duration.ofMillis(1)))).isTrue();
  }

  /** A script that sends the same in a new session each time is not refused for ever. */
  @Test
  void itIsNotSaidAgainForEver() {
    LastWord word = LastWord.to(sentIn(1, Duration.ZERO));
    int session = 2;
    for (int minute = 1; minute <= 10; minute++) {
      Send again = sentIn(session++, Duration.ofMinutes(minute));
      assertThat(word.mustBeSaidAgainTo(again)).isTrue();
      word = LastWord.to(again).insteadOf(word);
    }

    assertThat(word.mustBeSaidAgainTo(sentIn(session, Duration.ofMinutes(11)))).isFalse();
  }

  @Test
  void aNewRefusalBeginsAnew() {
    LastWord word = LastWord.to(sentIn(1, Duration.ZERO));
    Send late = sentIn(2, Duration.ofMinutes(11));
    word = LastWord.to(late).insteadOf(word);

    assertThat(word.mustBeSaidAgainTo(sentIn(3, Duration.ofMinutes(12)))).isTrue();
  }

  @Test
  void whatTheBusAsksAgainDoesNotMakeItLast() {
    LastWord word = LastWord.to(sentIn(1, Duration.ZERO));
    Send again = sentIn(2, Duration.ofMinutes(9));
    word = LastWord.to(again).insteadOf(word);
    word = LastWord.to(again).insteadOf(word);

    assertThat(word.mustBeSaidAgainTo(sentIn(3, Duration.ofMinutes(11)))).isFalse();
  }

  private static Send sentIn(int session, Duration after) {
    return new Send(
        new ChatMessage(
            new Username("hans"),
            new Username("yoda"),
            new MessageId("m1"),
            "hi",
            Instant.EPOCH.plus(after)),
        true,
        Optional.of(session(session)));
  }
}
