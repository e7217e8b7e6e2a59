// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.bus.Bus;
import io.parley.bus.GatewayRequest.BlockedByRecipient;
import io.parley.bus.GatewayRequest.Delivered;
import io.parley.bus.GatewayRequest.DeliveryAnswer;
import io.parley.bus.GatewayRequest.NotAcknowledged;
import io.parley.bus.GatewayRequest.NotDelivered;
import io.parley.bus.MessagingRequest;
import io.parley.model.ChatMessage;
import io.parley.model.MessageId;
import io.parley.model.Username;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InboxTest {
  private static final Username HANS = new Username("hans");
  private static final Username LUKE = new Username("luke");
  private static final Username YODA = new Username("yoda");

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final Context loop = vertx.getOrCreateContext();
  private final FakeStore store = new FakeStore();
  private final BlockSet blocks = new BlockSet();
  private final Client client = new Client();
  private Bus bus;
  private Inbox inbox;

  /** What the client's side of the session sees. */
  private static final class Client implements Inbox.Outlet {
    final List<String> shown = new ArrayList<>();
    final ArrayDeque<MessageId> unacknowledged = new ArrayDeque<>();
    final List<Promise<Void>> writes = new ArrayList<>();
    boolean wasTooSlow;
    int mostUnacknowledged;

    @Override
    public Future<Void> write(ChatMessage message, boolean stored) {
      shown.add((stored ? "stored " : "live ") + message.id());
      unacknowledged.add(message.id());
      mostUnacknowledged = Math.max(mostUnacknowledged, unacknowledged.size());
      Promise<Void> written = Promise.promise();
      writes.add(written);
      return written.future();
    }

    @Override
    public void tooSlow() {
      wasTooSlow = true;
    }
  }

  @BeforeEach
  void openStore() throws Exception {
    bus = Bus.on(vertx);
    store.open(bus).toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
    inbox = inbox(true, limits(Duration.ofSeconds(10), Duration.ofSeconds(20)));
  }

  @AfterEach
  void closeVertx() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
  }

  @Test
  void whatIsStoredComesBeforeWhatComesLive() throws Exception {
    store.keep(message(HANS, "s1"));
    store.keep(message(HANS, "s2"));

    int pending = onLoop(() -> inbox.open());
    Future<DeliveryAnswer> live = deliver(message(HANS, "l1"));
    assertThat(client.shown).isEmpty();
    onLoop(() -> run(inbox::start));
    until(() -> client.shown.size() == 3);

    assertThat(pending).isEqualTo(2);
    assertThat(client.shown).containsExactly("stored s1", "stored s2", "live l1");
    assertThat(live.isComplete()).isFalse();
    acknowledgeAll();
    assertThat(get(live)).isEqualTo(new Delivered());
    until(store.kept::isEmpty);
  }

  @Test
  void whatMayHaveBeenStoredIsLookedForBeforeTheNextLiveMessage() throws Exception {
    open();
    store.keep(message(HANS, "s1"));

    onLoop(() -> run(inbox::expectStored));
    deliver(message(HANS, "l1"));
    until(() -> client.shown.size() == 2);

    assertThat(client.shown).containsExactly("stored s1", "live l1");
  }

  @Test
  void aLostSessionIsGivenNothingLiveBeforeItIsRestored() throws Exception {
    open();
    onLoop(() -> run(inbox::lost));
    deliver(message(HANS, "l1"));
    onLoop(() -> run(inbox::nudge));
    store.keep(message(HANS, "s1"));
    assertThat(client.shown).isEmpty();

    onLoop(() -> run(inbox::restored));
    until(() -> client.shown.size() == 2);

    assertThat(client.shown).containsExactly("stored s1", "live l1");
  }

  /** Who delivered it died before it heard of that; then its recipient blocked its sender. */
  @Test
  void whatWasShownIsNeitherShownAgainNorRefused() throws Exception {
    open();
    Future<DeliveryAnswer> first = deliver(message(HANS, "l1"));
    until(() -> client.shown.size() == 1);
    Future<DeliveryAnswer> meanwhile = deliver(message(HANS, "l1"));
    Future<DeliveryAnswer> ofAnother = deliver(message(LUKE, "l1"));
    until(() -> client.shown.size() == 2);
    acknowledgeAll();
    assertThat(get(first)).isEqualTo(new Delivered());
    onLoop(() -> run(() -> blocks.addAll(List.of(HANS))));

    Future<DeliveryAnswer> again = deliver(message(HANS, "l1"));

    assertThat(get(again)).isEqualTo(new Delivered());
    assertThat(get(meanwhile)).isEqualTo(new Delivered());
    assertThat(get(ofAnother)).isEqualTo(new Delivered());
    assertThat(client.shown).containsExactly("live l1", "live l1");
  }

  @Test
  void nothingIsRemovedFromTheStoreBeforeItIsAcknowledged() throws Exception {
    store.keep(message(HANS, "s1"));
    open();
    until(() -> client.shown.size() == 1);

    get(onLoopStarted(() -> inbox.close()));

    assertThat(store.kept).hasSize(1);
  }

  @Test
  void closingWaitsUntilWhatWasAcknowledgedIsRemoved() throws Exception {
    store.keep(message(HANS, "s1"));
    open();
    until(() -> client.shown.size() == 1);
    store.holdsAnswers = true;
    acknowledgeAll();
    Future<Void> closed = onLoopStarted(() -> inbox.close());
    until(() -> store.heldAnswers.size() == 1);
    assertThat(closed.isComplete()).isFalse();

    onLoop(() -> run(store::releaseAnswers));

    get(closed);
    assertThat(store.kept).isEmpty();
  }

  @Test
  void manyStoredMessagesComeInBatchesAndInTheirOrder() throws Exception {
    IntStream.range(0, 1_000).forEach(i -> store.keep(message(HANS, "s" + i)));
    onLoop(() -> inbox.open());
    assertThat(store.collections).as("before a login is answered").isOne();
    onLoop(() -> run(inbox::start));

    until(() -> {
      acknowledgeAll();
      return store.kept.isEmpty();
    });

    assertThat(client.shown)
        .containsExactlyElementsOf(
            IntStream.range(0, 1_000).mapToObj(i -> "stored s" + i).toList());
    assertThat(client.mostUnacknowledged).isLessThanOrEqualTo(8);
    assertThat(store.largestCollection).isLessThanOrEqualTo(10);
  }

  /** One service stood still between numbering a message and keeping it, others went on. */
  @Test
  void whatIsKeptLateIsGivenBeforeWhatIsKeptAfterIt() throws Exception {
    IntStream.range(0, 10).forEach(i -> store.keep(message(HANS, "s" + i), 100 + i));
    open();
    until(() -> client.shown.size() == 8);
    onLoop(() -> run(() -> inbox.acknowledge(new MessageId("s0"))));
    onLoop(() -> run(() -> inbox.acknowledge(new MessageId("s1"))));
    until(() -> client.shown.size() == 10);

    store.keep(message(LUKE, "first"), 50);
    store.keep(message(LUKE, "second"), 200);
    acknowledgeAll();
    onLoop(() -> run(inbox::nudge));
    until(() -> client.shown.size() == 12);

    assertThat(client.shown.subList(10, 12)).containsExactly("stored first", "stored second");
  }

  @Test
  void noMoreIsCollectedThanTheStoreCanBeToldToLeaveOut() throws Exception {
    InboxLimits manyUnacknowledged =
        new InboxLimits(5_000, Duration.ofSeconds(30), 16, Duration.ofSeconds(30), 100);
    inbox = inbox(true, manyUnacknowledged);
    IntStream.range(0, 3_000).forEach(i -> store.keep(message(HANS, "s" + i)));
    open();
    until(() -> client.shown.size() == 1_100);
    Future<DeliveryAnswer> live = deliver(message(HANS, "live"));

    until(() -> {
      acknowledgeAll();
      return store.kept.isEmpty() && live.isComplete();
    });

    assertThat(client.shown).hasSize(3_001).endsWith("stored s2999", "live live");
    assertThat(store.mostLeftOut).isLessThanOrEqualTo(MessagingRequest.Collect.LARGEST);
  }

  @Test
  void whatIsNotAcknowledgedAtTheEndGoesBackInItsOrder() throws Exception {
    open();
    List<String> backs = new ArrayList<>();
    List<Future<DeliveryAnswer>> answers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      int at = i;
      answers.add(deliver(message(HANS, "l" + i)));
      answers
          .get(i)
          .onSuccess(answer -> {
            if (answer instanceof NotDelivered || answer instanceof NotAcknowledged) {
              backs.add("l" + at);
            }
          });
    }
    until(() -> client.shown.size() == 8);
    onLoop(() -> run(() -> inbox.acknowledge(new MessageId("l0"))));
    onLoop(() -> run(() -> inbox.acknowledge(new MessageId("l2"))));

    get(onLoopStarted(() -> inbox.close()));

    assertThat(get(answers.get(0))).isEqualTo(new Delivered());
    assertThat(get(answers.get(1))).isEqualTo(new NotAcknowledged());
    assertThat(get(answers.get(19))).isEqualTo(new NotDelivered());
    assertThat(backs)
        .containsExactlyElementsOf(
            IntStream.range(0, 20).filter(i -> i != 0 && i != 2).mapToObj(i -> "l" + i).toList());
    assertThat(get(deliver(message(HANS, "late")))).isEqualTo(new NotDelivered());
  }

  @Test
  void aNudgeBringsWhatWasStoredMeanwhileBeforeAnythingThatComesLiveAfterIt() throws Exception {
    open();
    deliver(message(HANS, "l1"));
    store.keep(message(HANS, "s1"));

    onLoop(() -> run(inbox::nudge));
    deliver(message(HANS, "l2"));
    until(() -> client.shown.size() == 3);

    assertThat(client.shown).containsExactly("live l1", "stored s1", "live l2");
  }

  @Test
  void aMessageIsNotGivenTwiceWhileItsRemovalIsUnderWay() throws Exception {
    store.keep(message(HANS, "s1"));
    open();
    until(() -> client.shown.size() == 1);
    store.keep(message(HANS, "s2"));
    store.holdsAnswers = true;
    onLoop(() -> run(inbox::nudge));
    until(() -> store.heldAnswers.size() == 1);

    // The collection has read s1; now it is acknowledged and removed before the answer arrives.
    acknowledgeAll();
    until(() -> store.heldAnswers.size() == 2);
    onLoop(() ->
        run(() -> {
          store.holdsAnswers = false;
          Runnable collection = store.heldAnswers.remove(0);
          store.releaseAnswers();
          vertx.runOnContext(later -> collection.run());
        }));
    until(() -> client.shown.size() == 2);

    assertThat(client.shown).containsExactly("stored s1", "stored s2");
  }

  @Test
  void aClientThatDoesNotAcknowledgeInTimeIsTooSlow() throws Exception {
    inbox = inbox(true, limits(Duration.ofMillis(40), Duration.ofSeconds(20)));
    open();

    deliver(message(HANS, "l1"));

    until(() -> client.wasTooSlow);
  }

  @Test
  void whatWaitsTooLongForItsTurnGoesBack() throws Exception {
    inbox = inbox(true, limits(Duration.ofSeconds(10), Duration.ofMillis(40)));
    store.isAway = true;
    onLoop(() -> run(inbox::start));

    Future<DeliveryAnswer> answer = deliver(message(HANS, "l1"));

    assertThat(get(answer)).isEqualTo(new NotDelivered());
    assertThat(client.shown).isEmpty();
  }

  @Test
  void moreThanMayWaitGoesBackAtOnce() throws Exception {
    List<Future<DeliveryAnswer>> answers = new ArrayList<>();
    for (int i = 0; i < 17; i++) {
      answers.add(deliver(message(HANS, "l" + i)));
    }

    assertThat(get(answers.get(16))).isEqualTo(new NotDelivered());
    assertThat(answers.subList(0, 16)).noneMatch(Future::isComplete);
  }

  @Test
  void whatIsOnItsWayBehindAMessageThatWasNotTakenIsNotTakenEither() throws Exception {
    for (int i = 0; i < 16; i++) {
      deliver(message(HANS, "l" + i), 1);
    }
    assertThat(get(deliver(message(HANS, "l16"), 1))).isEqualTo(new NotDelivered());
    open();
    until(() -> client.shown.size() == 8);
    acknowledgeAll();
    until(() -> client.shown.size() == 16);
    acknowledgeAll();

    Future<DeliveryAnswer> behind = deliver(message(HANS, "l17"), 1);
    store.keep(message(HANS, "l16"));
    store.keep(message(HANS, "l17"));
    onLoop(() -> run(inbox::nudge));
    deliver(message(HANS, "l18"), 2);

    assertThat(get(behind)).isEqualTo(new NotDelivered());
    until(() -> client.shown.size() == 19);
    assertThat(client.shown.subList(15, 19))
        .containsExactly("live l15", "stored l16", "stored l17", "live l18");
  }

  @Test
  void whatIsOnItsWayBehindWhatWaitedTooLongIsNotTakenEither() throws Exception {
    inbox = inbox(true, limits(Duration.ofSeconds(10), Duration.ofMillis(40)));
    store.isAway = true;
    onLoop(() -> run(inbox::start));
    assertThat(get(deliver(message(HANS, "l1"), 1))).isEqualTo(new NotDelivered());

    store.isAway = false;
    Future<DeliveryAnswer> behind = deliver(message(HANS, "l2"), 1);
    Future<DeliveryAnswer> later = deliver(message(HANS, "l3"), 2);

    assertThat(get(behind)).isEqualTo(new NotDelivered());
    until(() -> client.shown.size() == 1);
    assertThat(client.shown).containsExactly("live l3");
    acknowledgeAll();
    assertThat(get(later)).isEqualTo(new Delivered());
  }

  /** The store knows of the end of the block before the session does. */
  @Test
  void whatIsOnItsWayBehindWhatWasRefusedAsBlockedIsNotTakenEither() throws Exception {
    open();
    onLoop(() -> run(() -> blocks.add(HANS)));
    assertThat(get(deliver(message(HANS, "l1"), 1))).isEqualTo(new BlockedByRecipient());
    onLoop(() -> run(() -> blocks.remove(HANS)));

    Future<DeliveryAnswer> behind = deliver(message(HANS, "l2"), 1);
    deliver(message(LUKE, "other"), 1);
    deliver(message(HANS, "l3"), 2);

    assertThat(get(behind)).isEqualTo(new NotDelivered());
    until(() -> client.shown.size() == 2);
    assertThat(client.shown).containsExactly("live other", "live l3");
  }

  @Test
  void whatWaitsAndComesOnceMoreIsGivenOnce() throws Exception {
    Future<DeliveryAnswer> first = deliver(message(HANS, "l1"));
    Future<DeliveryAnswer> again = deliver(message(HANS, "l1"));

    open();
    until(() -> client.shown.size() == 1);
    acknowledgeAll();

    assertThat(get(first)).isEqualTo(new Delivered());
    assertThat(get(again)).isEqualTo(new Delivered());
    assertThat(client.shown).containsExactly("live l1");
  }

  /** Another service asks, after the first was cut off; it hears what the first would hear. */
  @Test
  void whatIsOnItsWayBehindARepetitionIsNotTakenWhenThatWasNot() throws Exception {
    Future<DeliveryAnswer> first = deliver(message(HANS, "l1"), 1);
    Future<DeliveryAnswer> again = deliver(message(HANS, "l1"), 2);
    onLoop(() -> run(() -> inbox.dropFrom(HANS)));
    assertThat(get(first)).isEqualTo(new BlockedByRecipient());
    assertThat(get(again)).isEqualTo(new BlockedByRecipient());

    Future<DeliveryAnswer> behind = deliver(message(HANS, "l2"), 2);
    open();
    deliver(message(HANS, "l3"), 3);

    assertThat(get(behind)).isEqualTo(new NotDelivered());
    until(() -> !client.shown.isEmpty());
    assertThat(client.shown).containsExactly("live l3");
  }

  @Test
  void itIsKnownHowFarTheClientHasRead() throws Exception {
    open();
    for (int i = 1; i <= 3; i++) {
      deliver(message(HANS, "l" + i));
    }
    until(() -> client.shown.size() == 3);
    assertThat(inbox.timesGiven()).isEqualTo(3);
    assertThat(inbox.hasAcknowledged(0)).isTrue();
    assertThat(inbox.hasAcknowledged(1)).isFalse();

    onLoop(() -> run(() -> inbox.acknowledge(new MessageId("l2"))));
    assertThat(inbox.hasAcknowledged(1)).isFalse();
    onLoop(() -> run(() -> inbox.acknowledge(new MessageId("l1"))));
    assertThat(inbox.hasAcknowledged(2)).isTrue();
    assertThat(inbox.hasAcknowledged(3)).isFalse();
    onLoop(() -> run(() -> inbox.acknowledge(new MessageId("l3"))));
    assertThat(inbox.hasAcknowledged(3)).isTrue();
  }

  @Test
  void theStoreComesBackAndTheMailWithIt() throws Exception {
    store.keep(message(HANS, "s1"));
    store.isAway = true;
    onLoop(() -> run(inbox::start));

    store.isAway = false;

    until(() -> client.shown.size() == 1);
  }

  @Test
  void nothingOfABlockedSenderIsGiven() throws Exception {
    Future<DeliveryAnswer> waiting = deliver(message(HANS, "l1"));
    Future<DeliveryAnswer> early = deliver(message(LUKE, "l2"));
    onLoop(() ->
        run(() -> {
          blocks.add(HANS);
          inbox.dropFrom(HANS);
          blocks.add(LUKE);
        }));
    assertThat(get(waiting)).isEqualTo(new BlockedByRecipient());

    open();

    assertThat(get(early)).isEqualTo(new BlockedByRecipient());
    assertThat(get(deliver(message(HANS, "l3")))).isEqualTo(new BlockedByRecipient());
    assertThat(client.shown).isEmpty();
  }

  @Test
  void forAClientThatAcknowledgesNothingACompletedWriteCounts() throws Exception {
    inbox = inbox(false, limits(Duration.ofSeconds(10), Duration.ofSeconds(20)));
    open();
    Future<DeliveryAnswer> answer = deliver(message(HANS, "l1"));
    until(() -> client.writes.size() == 1);
    assertThat(answer.isComplete()).isFalse();

    onLoop(() -> run(() -> client.writes.getFirst().complete()));

    assertThat(get(answer)).isEqualTo(new Delivered());
  }

  /** Whatever the timing of stores, nudges, confirmations: each message once, in order. */
  @Test
  void eachMessageIsGivenOnceInAnyInterleaving() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    open();
    int messages = 2_000;
    int next = 0;
    List<Future<DeliveryAnswer>> unanswered = new ArrayList<>();
    while (next < messages) {
      int choice = random.nextInt(100);
      int at = next;
      unanswered.removeIf(Future::isComplete);
      if (choice < 40 && unanswered.isEmpty()) {
        // As a courier does: kept when nothing older is under way, nudged, then anything newer.
        onLoop(() ->
            run(() -> {
              if (store.kept.isEmpty() && random.nextBoolean()) {
                // Numbered before all others, by a service that stood still since.
                store.keep(message(HANS, "n" + at), at - messages);
              } else {
                store.keep(message(HANS, "n" + at));
              }
              inbox.nudge();
            }));
        next++;
      } else if (choice < 60) {
        if (unanswered.size() < 16) {
          unanswered.add(deliver(message(HANS, "n" + at)));
          next++;
        }
      } else if (choice < 80) {
        acknowledgeAll();
      } else if (choice < 90) {
        onLoop(() -> run(() -> store.holdsAnswers = !store.holdsAnswers));
      } else {
        onLoop(() -> run(store::releaseAnswers));
      }
    }
    store.holdsAnswers = false;
    until(() -> {
      try {
        onLoop(() -> run(store::releaseAnswers));
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
      acknowledgeAll();
      return client.shown.size() >= messages && store.kept.isEmpty();
    });

    List<String> ids = client.shown.stream().map(one -> one.split(" ")[1]).toList();
    assertThat(ids)
        .as("seed %d", seed)
        .containsExactlyElementsOf(IntStream.range(0, messages).mapToObj(i -> "n" + i).toList());
  }

  private static InboxLimits limits(Duration deliveryTimeout, Duration waitingTime) {
    return new InboxLimits(8, deliveryTimeout, 16, waitingTime, 10);
  }

  private Inbox inbox(boolean acknowledges, InboxLimits limits) {
    return new Inbox(
        bus,
        vertx,
        InstantSource.system(),
        YODA,
        acknowledges,
        limits,
        blocks,
        new Repetitions(true),
        client);
  }

  private void open() throws Exception {
    onLoop(() -> inbox.open());
    onLoop(() -> run(inbox::start));
  }

  private Future<DeliveryAnswer> deliver(ChatMessage message) throws Exception {
    return deliver(message, 1);
  }

  private Future<DeliveryAnswer> deliver(ChatMessage message, long run) throws Exception {
    return onLoopStarted(() -> inbox.deliver(message, run));
  }

  private void acknowledgeAll() {
    try {
      onLoop(() ->
          run(() -> {
            List<MessageId> ids = List.copyOf(client.unacknowledged);
            client.unacknowledged.clear();
            ids.forEach(inbox::acknowledge);
          }));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static ChatMessage message(Username from, String id) {
    return new ChatMessage(from, YODA, new MessageId(id), "text", Instant.EPOCH);
  }

  private static Future<Void> run(Runnable work) {
    work.run();
    return Future.succeededFuture();
  }

  private <T> T onLoop(Supplier<Future<T>> work) throws Exception {
    return get(onLoopStarted(work));
  }

  private <T> Future<T> onLoopStarted(Supplier<Future<T>> work) throws Exception {
    CompletableFuture<Future<T>> started = new CompletableFuture<>();
    loop.runOnContext(go -> started.complete(work.get()));
    return started.get(10, TimeUnit.SECONDS);
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private static void until(BooleanSupplier condition) {
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("waited too long");
      }
      Thread.onSpinWait();
    }
  }
}
