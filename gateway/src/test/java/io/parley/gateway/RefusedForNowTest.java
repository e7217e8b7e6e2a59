// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.model.MessageId;
import io.parley.model.Username;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RefusedForNowTest {
  private static final Username YODA = new Username("yoda");
  private static final Username LUKE = new Username("luke");

  private final AtomicLong nanos = new AtomicLong();
  private final Client client = new Client();
  private final RefusedForNow refused = new RefusedForNow(nanos::get, client);

  @BeforeEach
  void clientIsHeard() {
    client.told = refused;
  }

  private static final class Client implements RefusedForNow.Reader {
    private long given;
    private long acknowledged;
    private RefusedForNow told;

    void acknowledges(long upTo) {
      acknowledged = upTo;
      told.readOn();
    }

    @Override
    public long timesGiven() {
      return given;
    }

    @Override
    public boolean hasAcknowledged(long number) {
      return acknowledged >= number;
    }
  }

  @Test
  void nothingOvertakesWhatWasRefused() {
    refuse("m1");

    assertThat(isAdmitted("m2")).isFalse();
    assertThat(refused.admit(LUKE, new MessageId("m2"))).isPresent();
  }

  @Test
  void whatComesAgainInItsOrderIsAdmitted() {
    refuse("m1");
    isAdmitted("m2");
    isAdmitted("m3");

    assertThat(isAdmitted("m2")).isFalse();
    assertThat(isAdmitted("m1")).isTrue();
    assertThat(isAdmitted("m4")).isFalse();
    assertThat(isAdmitted("m2")).isTrue();
    assertThat(isAdmitted("m3")).isTrue();
    assertThat(isAdmitted("m4")).isTrue();
    assertThat(isAdmitted("m5")).isTrue();
  }

  @Test
  void theOrderIsThatOfTheMessagesNotOfTheRefusals() {
    OptionalLong first = admit("m1");
    OptionalLong second = admit("m2");
    refused.add(YODA, new MessageId("m2"), second.getAsLong());
    refused.add(YODA, new MessageId("m1"), first.getAsLong());

    assertThat(isAdmitted("m2")).isFalse();
    assertThat(isAdmitted("m1")).isTrue();
    assertThat(isAdmitted("m2")).isTrue();
  }

  @Test
  void whatTheServiceRefusesOnceMoreKeepsItsPlace() {
    refuse("m1");
    isAdmitted("m2");
    refuse("m1");

    assertThat(isAdmitted("m2")).isFalse();
    assertThat(isAdmitted("m1")).isTrue();
    assertThat(isAdmitted("m2")).isTrue();
  }

  /** It was under way when the client sent it once more. */
  @Test
  void nothingWaitsForWhatWasAcceptedAfterAll() {
    admit("m1");
    refuse("m2");
    assertThat(isAdmitted("m1")).isFalse();

    refused.settle(YODA, new MessageId("m1"));

    assertThat(isAdmitted("m2")).isTrue();
    assertThat(isAdmitted("m3")).isTrue();
  }

  @Test
  void whereMoreIsRefusedThanRememberedEverythingWaitsForAWhile() {
    List<OptionalLong> turns = IntStream.range(0, 1_100).mapToObj(i -> admit("m" + i)).toList();
    for (int i = 0; i < 1_100; i++) {
      refused.add(YODA, new MessageId("m" + i), turns.get(i).getAsLong());
    }
    for (int i = 0; i < 1_024; i++) {
      assertThat(isAdmitted("m" + i)).isTrue();
    }

    assertThat(isAdmitted("n")).isFalse();
    pass(Duration.ofMillis(3_001));
    assertThat(isAdmitted("n")).isTrue();
  }

  /** Its client reads slowly: it has not sent again what it does not know to be refused. */
  @Test
  void whatWasHeldBackHoldsBackWhatFollows() {
    refuse("m1");
    pass(Duration.ofMillis(1_500));
    isAdmitted("m2");
    pass(Duration.ofMillis(1_400));

    assertThat(isAdmitted("m3")).isFalse();
  }

  @Test
  void whoSendsNothingAgainMaySendOthersAMomentLater() {
    refuse("m1");
    pass(Duration.ofMillis(2_001));

    assertThat(isAdmitted("m2")).isTrue();
  }

  /** What it has not read yet lies before the refusal. */
  @Test
  void aClientThatStandsStillIsHeldBackUntilItHasReadSoFar() {
    client.given = 2;
    refuse("m1");
    client.given = 3;
    pass(Duration.ofSeconds(8));
    assertThat(isAdmitted("m2")).isFalse();
    client.acknowledges(1);
    assertThat(isAdmitted("m2")).isFalse();
    pass(Duration.ofSeconds(1));

    client.acknowledges(2);
    assertThat(isAdmitted("m2")).isFalse();
    pass(Duration.ofMillis(1_900));
    client.acknowledges(3);
    assertThat(isAdmitted("m2")).isFalse();
    pass(Duration.ofMillis(200));

    assertThat(isAdmitted("m3")).isTrue();
  }

  @Test
  void whoNeverSendsAgainIsNotHeldBackForEver() {
    refuse("m1");
    for (int i = 0; i < 3; i++) {
      pass(Duration.ofSeconds(1));
      assertThat(isAdmitted("n" + i)).isFalse();
    }
    pass(Duration.ofSeconds(1));

    assertThat(isAdmitted("m2")).isTrue();
  }

  /** A client that paused longer sends all of them again, in their order. */
  @Test
  void theOrderIsKnownWhenNothingIsHeldBackAnyMore() {
    refuse("m1");
    isAdmitted("m2");
    pass(Duration.ofMillis(2_001));
    refuse("m3");

    assertThat(isAdmitted("m3")).isFalse();
    assertThat(isAdmitted("m1")).isTrue();
    assertThat(isAdmitted("m2")).isTrue();
    assertThat(isAdmitted("m3")).isTrue();
  }

  @Test
  void whatNeverComesAgainIsForgotten() {
    refuse("m1");
    pass(Duration.ofSeconds(61));
    refuse("m2");

    assertThat(isAdmitted("m2")).isTrue();
  }

  @Test
  void whatWasUnderWayWhenItCameAgainKeepsItsPlace() {
    OptionalLong first = admit("m1");
    refuse("m2");
    assertThat(isAdmitted("m1")).isFalse();
    refused.add(YODA, new MessageId("m1"), first.getAsLong());

    assertThat(isAdmitted("m2")).isFalse();
    assertThat(isAdmitted("m1")).isTrue();
    assertThat(isAdmitted("m2")).isTrue();
  }

  @Test
  void manyRecipientsAreRemembered() {
    for (int i = 0; i < 200; i++) {
      refuse(new Username("user" + i), "m");
    }

    assertThat(refused.admit(new Username("user0"), new MessageId("n"))).isEmpty();
    assertThat(refused.admit(new Username("user199"), new MessageId("n"))).isEmpty();
    assertThat(refused.admit(new Username("user200"), new MessageId("n"))).isPresent();
  }

  private void refuse(String id) {
    refuse(YODA, id);
  }

  private void refuse(Username to, String id) {
    MessageId message = new MessageId(id);
    refused.add(to, message, refused.admit(to, message).getAsLong());
  }

  private boolean isAdmitted(String id) {
    return admit(id).isPresent();
  }

  private OptionalLong admit(String id) {
    return refused.admit(YODA, new MessageId(id));
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }
}
