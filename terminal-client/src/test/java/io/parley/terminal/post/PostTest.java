// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.post;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.model.DeliveryState;
import io.parley.model.FailureCode;
import io.parley.model.MessageId;
import io.parley.model.Secret;
import io.parley.terminal.Eventually;
import io.parley.terminal.OnLoop;
import io.parley.terminal.ScriptedGateway;
import io.parley.terminal.link.Backoff;
import io.parley.terminal.link.Door;
import io.parley.terminal.link.Ending;
import io.parley.terminal.link.Lifeline;
import io.parley.terminal.link.Patience;
import io.parley.terminal.link.Persistence;
import io.parley.terminal.link.ServerAddress;
import io.parley.terminal.link.SessionListener;
import io.parley.terminal.link.Way;
import io.parley.wire.Command;
import io.parley.wire.Notice;
import io.parley.wire.Reply;
import io.vertx.core.Future;
import io.vertx.core.net.NetClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class PostTest {
  private static final Backoff QUICK =
      new Backoff(Duration.ofMillis(5), Duration.ofMillis(20), () -> 1);

  private final OnLoop loop = new OnLoop();
  private final NetClient client = loop.vertx().createNetClient();
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final List<String> delayed = new CopyOnWriteArrayList<>();

  /** Off where the machine's own slowness would be heard. */
  private volatile boolean listensForSlowness;

  private final List<MessageId> settled = new CopyOnWriteArrayList<>();
  private ScriptedGateway gateway;
  private Lifeline lifeline;
  private Post post;

  @BeforeEach
  void logIn() throws Exception {
    gateway = new ScriptedGateway(loop.vertx());
    Door door =
        new Door(
            loop.vertx(),
            Way.open(client, new ServerAddress("127.0.0.1", gateway.port())),
            Patience.USUAL,
            link -> Future.succeededFuture(Optional.empty()));
    Persistence persistence =
        new Persistence(QUICK, Duration.ofMillis(1), Duration.ofMinutes(2), Optional.empty());
    lifeline = new Lifeline(loop.vertx(), door, persistence, InstantSource.system(), new Ear());
    post = new Post(loop.vertx(), lifeline, QUICK, new Told(), settled::add);
    loop.await(() -> lifeline.login("hans", new Secret(ScriptedGateway.PASSWORD)));
    loop.run(lifeline::ready);
  }

  @AfterEach
  void close() throws Exception {
    loop.close();
  }

  private final class Ear implements SessionListener {
    @Override
    public void told(Notice notice) {}

    @Override
    public void lost() {
      heard.add("lost");
    }

    @Override
    public void back(Duration away) {
      heard.add("back");
      post.back();
    }

    @Override
    public void over(Ending ending) {}
  }

  private final class Told implements Post.Listener {
    @Override
    public void accepted(Letter letter, Reply.MessageAccepted reply) {
      heard.add(letter.text() + " " + reply.state());
    }

    @Override
    public void refused(Letter letter, Reply.Refused reply) {
      heard.add(letter.text() + " " + reply.code());
    }

    @Override
    public void delayed(Letter letter, Post.Delay why) {
      delayed.add(letter.text() + " " + why);
      if (why != Post.Delay.SLOW || listensForSlowness) {
        heard.add(letter.text() + " " + why);
      }
    }
  }

  private Future<Reply> send(String to, String text) {
    return loop.begin(() -> post.send(new Letter(new MessageId("id-" + text), to, text)));
  }

  private List<String> texts() {
    return gateway.received(Command.Message.class).stream().map(Command.Message::text).toList();
  }

  private static Optional<Reply> refused(FailureCode code) {
    return Optional.of(new Reply.Refused(code, "No."));
  }

  @Test
  void aLetterThatIsAnsweredIsSettled() throws Exception {
    // When
    Reply reply = send("yoda", "hi").await(10, TimeUnit.SECONDS);

    // Then
    assertThat(reply)
        .isEqualTo(
            new Reply.MessageAccepted(
                new MessageId("id-hi"), DeliveryState.DELIVERED, ScriptedGateway.NOW));
    assertThat(settled).containsExactly(new MessageId("id-hi"));
    assertThat(heard).containsExactly("hi DELIVERED");
  }

  @Test
  void whatHadNoAnswerGoesAgainWithTheSameIdsInOrder() throws Exception {
    // Given
    gateway.answer(
        command -> command instanceof Command.Message ? Optional.empty() : gateway.usual(command));
    send("yoda", "one");
    send("luke", "two");
    send("yoda", "three");
    gateway.await(Command.Message.class, 2);

    // When
    gateway.answer(gateway::usual);
    gateway.drop();

    // Then
    Eventually.await(() -> "settled " + settled, () -> settled.size() == 3);
    List<Command.Message> sent = gateway.received(Command.Message.class);
    assertThat(sent.stream().filter(each -> each.to().equals("yoda")).map(Command.Message::text))
        .containsExactly("one", "one", "three");
    assertThat(sent)
        .allSatisfy(each -> assertThat(each.id()).contains(new MessageId("id-" + each.text())));
  }

  @Test
  void whatIsTypedWithoutAConnectionWaitsForIt() throws Exception {
    // Given
    gateway.stop();
    Eventually.await(() -> "not lost", () -> heard.contains("lost"));
    send("yoda", "hi");
    Eventually.await(() -> "heard " + heard, () -> heard.contains("hi OFFLINE"));

    // When
    gateway.start();

    // Then
    Eventually.await(() -> "heard " + heard, () -> heard.contains("hi DELIVERED"));
  }

  @ParameterizedTest
  @EnumSource(names = {"UNAVAILABLE", "RATE_LIMITED", "SHUTTING_DOWN"})
  void aServerThatCannotAnswerForItIsAskedAgainAndNothingOvertakes(FailureCode code)
      throws Exception {
    // Given
    gateway.answer(command ->
        command instanceof Command.Message && texts().size() < 4
            ? refused(code)
            : gateway.usual(command));

    // When
    send("yoda", "one");
    send("yoda", "two").await(10, TimeUnit.SECONDS);

    // Then
    assertThat(texts()).containsExactly("one", "one", "one", "one", "two");
    assertThat(heard)
        .endsWith("one DELIVERED", "two DELIVERED")
        .isSubsetOf("one REFUSED_FOR_NOW", "one DELIVERED", "two DELIVERED");
    // once, and for which reason depends on which is noticed first
    assertThat(delayed).filteredOn(line -> line.startsWith("one ")).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"NO_SUCH_USER", "SELF", "BLOCKED", "MAILBOX_FULL", "TOO_LONG"})
  void aFinalRefusalIsToldAndSettlesTheLetter(FailureCode code) throws Exception {
    // Given
    gateway.answer(
        command -> command instanceof Command.Message ? refused(code) : gateway.usual(command));

    // When
    send("yoda", "hi").await(10, TimeUnit.SECONDS);

    // Then
    assertThat(heard).containsExactly("hi " + code);
    assertThat(settled).hasSize(1);
    assertThat(texts()).hasSize(1);
  }

  @Test
  void aSlowRecipientDoesNotHoldUpTheOthers() throws Exception {
    // Given
    listensForSlowness = true;
    gateway.answer(command ->
        command instanceof Command.Message message && message.to().equals("slow")
            ? Optional.empty()
            : gateway.usual(command));
    send("slow", "one");
    send("slow", "two");

    // When
    send("yoda", "three").await(10, TimeUnit.SECONDS);

    // Then
    assertThat(texts()).containsExactly("one", "three");
    Eventually.await(() -> "heard " + heard, () -> heard.contains("one SLOW"));
  }

  @Test
  void notMoreThanSoManyAreUnderWayAtOnceAndAllArrive() throws Exception {
    // Given
    gateway.answer(
        command -> command instanceof Command.Message ? Optional.empty() : gateway.usual(command));
    IntStream.range(0, 100).forEach(i -> send("user" + i, "text" + i));
    gateway.await(Command.Message.class, 32);
    loop.run(() -> {});
    assertThat(texts()).hasSize(32);

    // When
    gateway.answer(gateway::usual);
    gateway.drop();

    // Then
    Eventually.await(() -> "settled " + settled.size(), () -> settled.size() == 100);
    loop.await(post::idle);
  }
}
