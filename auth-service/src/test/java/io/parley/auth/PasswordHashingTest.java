// SPDX-License-Identifier: Apache-2.0
package io.parley.auth;

import static io.parley.node.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.auth.PasswordHashing.Urgency;
import io.parley.bus.RequestRefused;
import io.parley.model.FailureCode;
import io.parley.model.Secret;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PasswordHashingTest {
  private static final Secret PASSWORD = new Secret("falcon*solo");

  private final Vertx vertx = Vertx.vertx();
  private final CountedHashes hashes = new CountedHashes();
  private final PasswordHashing hashing = PasswordHashing.start(vertx, 1, 5, hashes);

  @AfterEach
  void close() {
    hashing.close();
    hashes.permit(1000);
    await(vertx.close());
  }

  @Test
  void hashesAreMadeOnAThreadOfTheirOwn() {
    // When
    String hash = await(hashing.hash(PASSWORD, Urgency.PERSON));
    boolean right = await(hashing.matches(PASSWORD, hash, Urgency.PERSON));
    // Then
    assertThat(right).isTrue();
    assertThat(hashes.threads).containsExactly("parley-hashing-1");
  }

  @Test
  void nothingIsMatchedByTheHashOfNobody() {
    assertThat(await(hashing.matchesNothing(PASSWORD))).isFalse();
    assertThat(hashes.tried).hasValue(1);
  }

  @Test
  void whatTheQueueDoesNotHoldIsRefusedWithATimeToWait() {
    // Given
    hashes.hold();
    List<Future<String>> all = new ArrayList<>();
    // When
    for (int i = 0; i < 20; i++) {
      all.add(hashing.hash(PASSWORD, Urgency.PERSON));
    }
    hashes.permit(20);
    // Then
    List<Future<String>> refused = all.stream().filter(Future::failed).toList();
    assertThat(refused).hasSizeBetween(14, 15); // one may be under way already
    for (Future<String> future : refused) {
      RequestRefused refusal = (RequestRefused) future.cause();
      assertThat(refusal.code()).isEqualTo(FailureCode.RATE_LIMITED);
      assertThat(refusal.retryAfter()).isPresent();
    }
    all.stream().filter(future -> !refused.contains(future)).forEach(future -> await(future));
  }

  @Test
  void whatAPersonWaitsForGoesFirst() {
    // Given
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    hashes.hold();
    Future<String> underWay = hashing.hash(PASSWORD, Urgency.NOBODY);
    Future<String> leisurely =
        hashing.hash(PASSWORD, Urgency.NOBODY).onSuccess(hash -> order.add("nobody"));
    Future<String> urgent =
        hashing.hash(PASSWORD, Urgency.PERSON).onSuccess(hash -> order.add("person"));
    // When
    hashes.permit(3);
    // Then
    await(Future.all(underWay, leisurely, urgent));
    assertThat(order).containsExactly("person", "nobody");
  }

  @Test
  void whatWaitsAtTheEndIsRefused() {
    // Given
    hashes.hold();
    Future<String> underWay = hashing.hash(PASSWORD, Urgency.PERSON);
    Future<String> waiting = hashing.hash(PASSWORD, Urgency.NOBODY);
    // When
    hashing.close();
    // Then
    assertThatThrownBy(() -> await(waiting)).hasMessage("the service stops");
    assertThatThrownBy(() -> await(hashing.hash(PASSWORD, Urgency.PERSON)))
        .hasMessage("the service stops");
    hashes.permit(1);
    assertThat(underWay.failed() || !await(underWay).isEmpty()).isTrue();
  }
}
