// SPDX-License-Identifier: Apache-2.0
package io.parley.presence;

import static io.parley.presence.Answers.await;
import static io.parley.presence.PresenceUnderTest.HAN;
import static io.parley.presence.PresenceUnderTest.YODA;
import static io.parley.presence.PresenceUnderTest.resuming;
import static io.parley.presence.PresenceUnderTest.session;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.bus.AuthRequest;
import io.parley.bus.Bus;
import io.parley.bus.PresenceRequest.Block;
import io.parley.bus.PresenceRequest.Claim;
import io.parley.bus.PresenceRequest.Claimed;
import io.parley.bus.PresenceRequest.Departure;
import io.parley.bus.PresenceRequest.OnlineSince;
import io.parley.bus.PresenceRequest.Release;
import io.parley.bus.Request;
import io.parley.bus.Service;
import io.parley.node.Node;
import io.parley.node.Settings;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The role as it is deployed, with its tables. */
class PresenceRoleTest {
  @TempDir Path folder;

  private final MovableTime time = new MovableTime();

  @Test
  void whatMayNotBeForgottenOutlivesARestart() {
    // Given
    Node before = start();
    ask(before, new Block(YODA, HAN, Optional.empty()));
    ask(before, new Claim(YODA, session(1), Optional.of("secret 1")));
    ask(before, new Release(YODA, session(1), Departure.ENDED));
    await(before.stop());
    time.pass(Duration.ofHours(1));
    // When
    Node after = start();
    // Then
    assertThat(ask(after, new OnlineSince(HAN, 3600)).users()).containsExactly(YODA);
    assertThat(ask(after, new OnlineSince(HAN, 3599)).users()).isEmpty();
    assertThat(ask(after, resuming(YODA, 1, 2)))
        .isEqualTo(new Claimed(Optional.of(MovableTime.START), List.of(HAN)));
    await(after.stop());
  }

  private Node start() {
    Settings settings =
        Settings.of(Map.of("data", folder.resolve("data").toString(), "http-port", "off"));
    Node node = await(Node.start(settings, time, new PresenceRole()));
    await(
        node.context()
            .bus()
            .serve(
                Service.AUTH,
                AuthRequest.Exists.class,
                question -> Future.succeededFuture(new AuthRequest.Existence(true))));
    return node;
  }

  private static <R> R ask(Node node, Request<R> question) {
    Bus bus = node.context().bus();
    return await(bus.ask(question));
  }
}
