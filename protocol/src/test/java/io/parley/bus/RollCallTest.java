// SPDX-License-Identifier: Apache-2.0
package io.parley.bus;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class RollCallTest {
  private final Vertx vertx = Vertx.vertx();
  private final Directory directory = new Directory();
  private final List<Instance> offered = new CopyOnWriteArrayList<>();
  private volatile int members;
  private RollCall rollCall;

  @BeforeEach
  void open() throws Exception {
    Bus.on(vertx); // for its codecs
    rollCall = new RollCall(vertx, directory, "self", new Members());
    rollCall.start().await(5, SECONDS);
    vertx
        .eventBus()
        .<Object>consumer(
            "parley.nodes",
            message -> {
              if (message.body() instanceof NodeNews news && news.node().equals("self")) {
                offered.clear();
                news.serving().forEach(service -> offered.add(new Instance(service, "self")));
              }
            })
        .completion()
        .await(5, SECONDS);
  }

  @AfterEach
  void close() throws Exception {
    vertx.close().await(10, SECONDS);
  }

  @Test
  void aNodeAloneBelievesWhatItSees() {
    assertThat(rollCall.isTrusted()).isTrue();
  }

  @Test
  void whoDoesNotHearMostOfTheMembersIsNotBelieved() {
    members = 3;

    assertThat(rollCall.isTrusted()).isFalse();
    say("other");
    until(() -> rollCall.others() == 1);
    assertThat(rollCall.isTrusted()).isFalse();
    say("another");
    until(() -> rollCall.others() == 2);
    assertThat(rollCall.isTrusted()).isTrue();
  }

  @Test
  void whoHearsOthersWhomTheClusterHasGivenUpIsNotBelieved() {
    say("other");
    until(() -> rollCall.others() == 1);

    assertThat(rollCall.isTrusted()).isFalse();
  }

  @Test
  void whoIsNotBelievedOffersNothingThatNeedsTheRoster() {
    rollCall.serves(Service.AUTH);
    rollCall.serves(Service.PRESENCE);
    until(() -> offered.size() == 2);

    members = 3;

    until(() -> offered.equals(List.of(new Instance(Service.AUTH, "self"))));
    assertThat(directory.responsible(Service.PRESENCE, "yoda")).isEmpty();
  }

  @Test
  void afterItsLastWordANodeSaysNothing() {
    rollCall.serves(Service.AUTH);
    until(() -> !offered.isEmpty());
    rollCall.stop();
    offered.clear();

    rollCall.serves(Service.MESSAGING);
    say("other");
    until(() -> rollCall.others() == 1);

    assertThat(offered).noneMatch(each -> each.service() == Service.MESSAGING);
  }

  private void say(String node) {
    vertx.eventBus().publish("parley.nodes", new NodeNews(node, node, List.of(), List.of()));
  }

  private static void until(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("time until it holds").isLessThan(end);
      Thread.onSpinWait();
    }
  }

  private final class Members implements Membership {
    @Override
    public String name() {
      return "self";
    }

    @Override
    public int others() {
      return members;
    }

    @Override
    public Future<?> verify() {
      return Future.succeededFuture();
    }
  }
}
