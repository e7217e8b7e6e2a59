// SPDX-License-Identifier: Apache-2.0
package io.parley.messaging;

import static io.parley.messaging.ScriptedTown.onLoop;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.bus.MessagingRequest.KeptMessage;
import io.parley.bus.MessagingRequest.Mail;
import io.parley.messaging.Mailbox.Letter;
import io.parley.model.ChatMessage;
import io.parley.model.DeliveryState;
import io.parley.model.MessageId;
import io.parley.model.Username;
import io.parley.node.FreshDatabase;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

abstract class MailboxContract {
  private static final Username HANS = new Username("hans");
  private static final Username LUKE = new Username("luke");
  private static final Username YODA = new Username("yoda");
  private static final Instant START = Instant.parse("2030-01-01T00:00:00.123Z");

  @RegisterExtension final FreshDatabase fresh = newDatabase();

  private Instant now = START;
  private Mailbox mailbox;

  abstract FreshDatabase newDatabase();

  @BeforeEach
  void open() {
    mailbox = mailbox(5_000);
  }

  @Test
  void whatIsKeptIsCollectedAsItCame() throws Exception {
    keep(message(HANS, "m1", "  it's \"so\" \\n 日本 👍🏽 \t end "));

    Mail mail = collect(10);

    assertThat(mail.messages())
        .extracting(KeptMessage::message)
        .containsExactly(message(HANS, "m1", "  it's \"so\" \\n 日本 👍🏽 \t end "));
  }

  @Test
  void mailIsInTheOrderOfTheCallsAlthoughNobodyWaited() throws Exception {
    List<Future<Integer>> calls = new ArrayList<>();
    onLoop(
        fresh.vertx(),
        () -> {
          for (int i = 0; i < 500; i++) {
            ChatMessage message = message(i % 2 == 0 ? HANS : LUKE, "m" + i, "text");
            calls.add(mailbox.keep(List.of(new Letter(message, true))));
          }
          return Future.join(calls);
        });

    assertThat(ids(collect(1_000)))
        .containsExactlyElementsOf(IntStream.range(0, 500).mapToObj(i -> "m" + i).toList());
  }

  @Test
  void mailIsCollectedInPartsAndTheRestIsCounted() throws Exception {
    for (int i = 0; i < 5; i++) {
      keep(message(HANS, "m" + i, "text"));
    }

    Mail first = collect(2);
    Set<Long> had =
        first.messages().stream().map(KeptMessage::position).collect(Collectors.toSet());
    Mail second = onLoop(fresh.vertx(), () -> mailbox.collect(YODA, had, 2));
    onLoop(fresh.vertx(), () -> mailbox.confirm(YODA, List.copyOf(had)));
    Mail rest = onLoop(fresh.vertx(), () -> mailbox.collect(YODA, had, 10));

    assertThat(ids(first)).containsExactly("m0", "m1");
    assertThat(first.total()).isEqualTo(5);
    assertThat(ids(second)).containsExactly("m2", "m3");
    assertThat(ids(rest)).containsExactly("m2", "m3", "m4");
  }

  @Test
  void whatIsLeftOutNeedNotBeTheOldest() throws Exception {
    for (int i = 0; i < 5; i++) {
      keep(message(HANS, "m" + i, "text"));
    }
    Set<Long> newest =
        collect(10).messages().stream()
            .skip(3)
            .map(KeptMessage::position)
            .collect(Collectors.toSet());

    assertThat(ids(onLoop(fresh.vertx(), () -> mailbox.collect(YODA, newest, 2))))
        .containsExactly("m0", "m1");
    assertThat(ids(onLoop(fresh.vertx(), () -> mailbox.collect(YODA, newest, 10))))
        .containsExactly("m0", "m1", "m2");
  }

  /** A service that stood still between looking for the message and keeping it. */
  @Test
  void whatWasAcknowledgedIsNotKeptAgain() throws Exception {
    keep(message(HANS, "m1", "text"), message(HANS, "m2", "text"));
    List<Long> all = collect(10).messages().stream().map(KeptMessage::position).toList();
    onLoop(fresh.vertx(), () -> mailbox.confirm(YODA, all));

    keep(message(HANS, "m1", "text"), message(LUKE, "m1", "another sender's"));

    assertThat(collect(10).messages())
        .extracting(KeptMessage::message)
        .containsExactly(message(LUKE, "m1", "another sender's"));
  }

  /** Acknowledgements may come in any order, and the answer to the last one be under way still. */
  @Test
  void aPositionThatWasJustConfirmedIsNotUsedAgainThoughOlderMailIsThere() throws Exception {
    keep(message(HANS, "m1", "text"));
    now = START.minusSeconds(60);
    mailbox = mailbox(5_000);
    keep(message(HANS, "m2", "text"));
    long second = collect(10).messages().getLast().position();
    onLoop(fresh.vertx(), () -> mailbox.confirm(YODA, List.of(second)));

    keep(message(HANS, "m3", "text"));

    assertThat(collect(10).messages().getLast().position()).isNotEqualTo(second);
  }

  @Test
  void theSameMessageIsKeptOnce() throws Exception {
    keep(message(HANS, "m1", "text"));
    keep(message(HANS, "m1", "text"));
    keep(message(LUKE, "m1", "another sender's message with the same id"));

    assertThat(collect(10).total()).isEqualTo(2);
  }

  @Test
  void whatIsConfirmedIsGoneAndNothingElse() throws Exception {
    keep(message(HANS, "m1", "text"));
    keep(message(HANS, "m2", "text"));
    long first = collect(10).messages().getFirst().position();

    onLoop(fresh.vertx(), () -> mailbox.confirm(YODA, List.of(first, first + 999_999)));
    onLoop(fresh.vertx(), () -> mailbox.confirm(HANS, List.of(first + 1)));

    assertThat(ids(collect(10))).containsExactly("m2");
  }

  @Test
  void aPositionIsNotUsedAgainWhenAllMailIsGoneAndTheClockWentBack() throws Exception {
    keep(message(HANS, "m1", "text"));
    long first = collect(10).messages().getFirst().position();
    onLoop(fresh.vertx(), () -> mailbox.confirm(YODA, List.of(first)));
    now = START.minusSeconds(60);
    keep(message(HANS, "m2", "text"));

    assertThat(collect(10).messages().getFirst().position()).isGreaterThan(first);
  }

  @Test
  void aServerWhoseClockWentBackPutsNewMailBehindTheOld() throws Exception {
    keep(message(HANS, "m1", "text"));
    now = START.minusSeconds(60);
    mailbox = mailbox(5_000);
    keep(message(HANS, "m2", "text"));

    assertThat(ids(collect(10))).containsExactly("m1", "m2");
  }

  @Test
  void anIdThatTheSenderChoseIsKnownWhileKeptAndAfterItWasConfirmed() throws Exception {
    ChatMessage message = message(HANS, "m1", "text");
    assertThat(find(message)).isEmpty();

    keep(message);
    assertThat(find(message)).contains(new Promised(DeliveryState.STORED, message.acceptedAt()));

    long position = collect(10).messages().getFirst().position();
    onLoop(fresh.vertx(), () -> mailbox.confirm(YODA, List.of(position)));
    assertThat(find(message)).contains(new Promised(DeliveryState.DELIVERED, message.acceptedAt()));
  }

  @Test
  void anIdOfAMessageDeliveredLiveIsKnownForThatSenderAndRecipientOnly() throws Exception {
    onLoop(fresh.vertx(), () -> mailbox.remember(message(HANS, "m1", "text")));
    onLoop(fresh.vertx(), () -> mailbox.remember(message(HANS, "m1", "text")));

    assertThat(find(message(HANS, "m1", "text"))).isPresent();
    assertThat(find(message(LUKE, "m1", "text"))).isEmpty();
    assertThat(find(new ChatMessage(HANS, LUKE, new MessageId("m1"), "text", START))).isEmpty();
  }

  @Test
  void manyIdsAreLookedUpAtOnce() throws Exception {
    for (int i = 0; i < 300; i += 2) {
      ChatMessage message = message(HANS, "m" + i, "text");
      onLoop(fresh.vertx(), () -> mailbox.remember(message));
    }

    List<Future<Boolean>> answers = new ArrayList<>();
    onLoop(
        fresh.vertx(),
        () -> {
          for (int i = 0; i < 300; i++) {
            answers.add(
                mailbox.find(message(HANS, "m" + i, "text")).map(found -> found.isPresent()));
          }
          return Future.join(answers);
        });

    for (int i = 0; i < 300; i++) {
      assertThat(answers.get(i).result()).as("m%d", i).isEqualTo(i % 2 == 0);
    }
  }

  @Test
  void theLastRefusalOfAMessageIsKnownUntilItsSenderHasHeardIt() throws Exception {
    ChatMessage message = message(HANS, "m1", "text");
    LastWord last = new LastWord("gateway#2", 7, 5);

    refuse(message, new LastWord("", 5, 5));
    refuse(message, last);
    refuse(message, new LastWord("gateway#1", 6, 5)); // from a service that was slow

    assertThat(find(message)).contains(last);
    assertThat(find(message(LUKE, "m1", "text"))).isEmpty();
    onLoop(fresh.vertx(), () -> mailbox.forgetRefusal(message));
    assertThat(find(message)).isEmpty();
  }

  @Test
  void aPromiseHoldsWhateverWasSaidBefore() throws Exception {
    ChatMessage kept = message(HANS, "m1", "text");
    ChatMessage delivered = message(HANS, "m2", "text");
    LastWord word = refusedAt(START);
    refuse(kept, word);
    refuse(delivered, word);

    keep(kept);
    onLoop(fresh.vertx(), () -> mailbox.remember(delivered));

    assertThat(find(kept)).contains(new Promised(DeliveryState.STORED, kept.acceptedAt()));
    assertThat(find(delivered))
        .contains(new Promised(DeliveryState.DELIVERED, delivered.acceptedAt()));
  }

  @Test
  void oldRefusalsAreForgotten() throws Exception {
    LastWord old = refusedAt(now.minus(Duration.ofHours(2)));
    LastWord recent = refusedAt(now);
    refuse(message(HANS, "old", "text"), old);
    refuse(message(HANS, "new", "text"), recent);

    int forgotten =
        onLoop(fresh.vertx(), () -> mailbox.forgetRefusalsBefore(now.minus(Duration.ofHours(1))));

    assertThat(forgotten).isEqualTo(1);
    assertThat(find(message(HANS, "old", "text"))).isEmpty();
    assertThat(find(message(HANS, "new", "text"))).contains(recent);
  }

  private static LastWord refusedAt(Instant moment) {
    long millis = moment.toEpochMilli();
    return new LastWord("gateway#1", millis, millis);
  }

  @Test
  void oldReceiptsAreForgotten() throws Exception {
    onLoop(fresh.vertx(), () -> mailbox.remember(message(HANS, "old", "text")));
    now = START.plus(Duration.ofDays(8));
    onLoop(fresh.vertx(), () -> mailbox.remember(message(HANS, "new", "text")));

    int forgotten =
        onLoop(fresh.vertx(), () -> mailbox.forgetReceiptsBefore(now.minus(Duration.ofDays(7))));

    assertThat(forgotten).isEqualTo(1);
    assertThat(find(message(HANS, "old", "text"))).isEmpty();
    assertThat(find(message(HANS, "new", "text"))).isPresent();
  }

  @Test
  void asMuchAsFitsIsKeptFromTheFirst() throws Exception {
    mailbox = mailbox(3);
    keep(message(HANS, "m0", "text"));
    ChatMessage[] together =
        IntStream.rangeClosed(1, 4)
            .mapToObj(i -> message(HANS, "m" + i, "text"))
            .toArray(ChatMessage[]::new);

    assertThat(keep(together)).isEqualTo(2);
    assertThat(ids(collect(10))).containsExactly("m0", "m1", "m2");
  }

  @Test
  void whatIsKeptTogetherAgainIsKeptOnceAndCountedOnce() throws Exception {
    mailbox = mailbox(3);
    keep(message(HANS, "m0", "text"), message(HANS, "m1", "text"));

    mailbox = mailbox(4);
    assertThat(keep(message(HANS, "m1", "text"), message(HANS, "m2", "text"))).isEqualTo(2);
    assertThat(keep(message(HANS, "m3", "text"), message(HANS, "m4", "text"))).isOne();
    assertThat(ids(collect(10))).containsExactly("m0", "m1", "m2", "m3");
  }

  @Test
  void aFullMailboxTakesNoMoreUntilSomethingIsConfirmed() throws Exception {
    mailbox = mailbox(3);
    for (int i = 0; i < 3; i++) {
      assertThat(keep(message(HANS, "m" + i, "text"))).isOne();
    }
    assertThat(keep(message(HANS, "m3", "text"))).isZero();

    long first = collect(1).messages().getFirst().position();
    onLoop(fresh.vertx(), () -> mailbox.confirm(YODA, List.of(first)));

    assertThat(keep(message(HANS, "m4", "text"))).isOne();
    assertThat(keep(message(HANS, "m5", "text"))).isZero();
  }

  @Test
  void mailIsThereAfterARestart() throws Exception {
    keep(message(HANS, "m1", "text"));

    fresh.reopen();
    mailbox = mailbox(5_000);

    assertThat(ids(collect(10))).containsExactly("m1");
  }

  @Test
  void theDepthCountsWhatIsKeptForEverybody() throws Exception {
    keep(message(HANS, "m1", "text"));
    keep(message(HANS, "m2", "text"));
    keep(new ChatMessage(YODA, LUKE, new MessageId("m1"), "text", START));

    assertThat(onLoop(fresh.vertx(), () -> mailbox.depth())).isEqualTo(3);
  }

  private Mailbox mailbox(int limit) {
    return new SqlMailbox(fresh.database(), () -> now, limit);
  }

  private int keep(ChatMessage... messages) throws Exception {
    return onLoop(
        fresh.vertx(),
        () -> mailbox.keep(Stream.of(messages).map(message -> new Letter(message, true)).toList()));
  }

  private Mail collect(int limit) throws Exception {
    return onLoop(fresh.vertx(), () -> mailbox.collect(YODA, Set.of(), limit));
  }

  private void refuse(ChatMessage message, LastWord word) throws Exception {
    onLoop(fresh.vertx(), () -> mailbox.remember(message, word));
  }

  private Optional<Earlier> find(ChatMessage message) throws Exception {
    Supplier<Future<Optional<Earlier>>> find = () -> mailbox.find(message);
    return onLoop(fresh.vertx(), find);
  }

  private static List<String> ids(Mail mail) {
    return mail.messages().stream().map(one -> one.message().id().value()).toList();
  }

  private static ChatMessage message(Username from, String id, String text) {
    return new ChatMessage(from, YODA, new MessageId(id), text, START);
  }
}
