// SPDX-License-Identifier: Apache-2.0
package io.parley.presence;

import static io.parley.presence.PresenceUnderTest.HAN;
import static io.parley.presence.PresenceUnderTest.YODA;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.bus.RequestRefused;
import io.parley.model.FailureCode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private final Turns turns = new Turns();
  private final List<String> begun = new ArrayList<>();

  @Test
  void oneBeginsWhenTheOneBeforeHasEnded() {
    // Given
    Promise<Void> first = Promise.promise();
    turns.take(YODA, () -> begin("first", first.future()));
    turns.take(YODA, () -> begin("second", Future.succeededFuture()));
    assertThat(begun).containsExactly("first");
    // When
    first.complete();
    // Then
    assertThat(begun).containsExactly("first", "second");
  }

  @Test
  void differentUsersDoNotWaitForEachOther() {
    // Given
    turns.take(YODA, () -> begin("yoda's", Promise.<Void>promise().future()));
    // When
    turns.take(HAN, () -> begin("han's", Future.succeededFuture()));
    // Then
    assertThat(begun).containsExactly("yoda's", "han's");
  }

  @Test
  void whatFailsOrThrowsDoesNotHoldUpTheNext() {
    // Given
    Promise<Void> first = Promise.promise();
    turns.take(YODA, () -> first.future());
    Future<Void> thrown =
        turns.take(
            YODA,
            () -> {
              throw new IllegalStateException("a bug");
            });
    Future<Void> last = turns.take(YODA, () -> begin("last", Future.succeededFuture()));
    // When
    first.fail("no luck");
    // Then
    assertThat(thrown.cause()).hasMessage("a bug");
    assertThat(last.succeeded()).isTrue();
  }

  @Test
  void tooManyAreRefusedButWhatMustHappenIsNot() {
    // Given
    Promise<Void> first = Promise.promise();
    turns.take(YODA, () -> first.future());
    for (int i = 0; i < 256; i++) {
      turns.take(YODA, () -> begin("one of many", Future.succeededFuture()));
    }
    // When
    Future<Void> tooMany = turns.take(YODA, () -> begin("too many", Future.succeededFuture()));
    Future<Void> must = turns.takeAlways(YODA, () -> begin("must", Future.succeededFuture()));
    first.complete();
    // Then
    assertThat(tooMany.cause())
        .isInstanceOfSatisfying(
            RequestRefused.class,
            refusal -> assertThat(refusal.code()).isEqualTo(FailureCode.RATE_LIMITED));
    assertThat(must.succeeded()).isTrue();
    assertThat(begun).hasSize(257).doesNotContain("too many").endsWith("must");
  }

  @Test
  void aLongLineOfQuickTurnsDoesNotExhaustTheStack() {
    // Given
    Promise<Void> first = Promise.promise();
    turns.take(YODA, () -> first.future());
    for (int i = 0; i < 100_000; i++) {
      turns.takeAlways(YODA, () -> begin("quick", Future.succeededFuture()));
    }
    // When
    first.complete();
    // Then
    assertThat(begun).hasSize(100_000);
  }

  private Future<Void> begin(String name, Future<Void> work) {
    begun.add(name);
    return work;
  }
}
