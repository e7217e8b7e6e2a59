// SPDX-License-Identifier: Apache-2.0
package io.parley.presence;

import static io.parley.presence.Answers.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.model.GatewayId;
import io.parley.node.FreshDatabase;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SignsOfLifeTest {
  private static final GatewayId ONE = new GatewayId("one");
  private static final GatewayId TWO = new GatewayId("two");

  @RegisterExtension final FreshDatabase fresh = FreshDatabase.sqlite("presence");

  @Test
  void theyAreCountedUntilTheirGatewayIsForgotten() {
    // Given
    SignsOfLife signs = SignsOfLife.in(fresh.database());
    await(signs.heard(List.of(TWO, ONE)));
    await(signs.heard(List.of(ONE)));
    assertThat(await(signs.all())).isEqualTo(Map.of(ONE, 2L, TWO, 1L));
    // When
    await(signs.forget(List.of(ONE)));
    // Then
    assertThat(await(signs.all())).isEqualTo(Map.of(TWO, 1L));
  }
}
