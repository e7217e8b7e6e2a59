// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.peer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.keys.Fingerprint;
import io.parley.keys.Identity;
import io.parley.model.FailureCode;
import io.parley.model.PeerAddress;
import io.parley.model.PeerOffer;
import io.parley.model.PeerPolicy;
import io.parley.model.Secret;
import io.parley.model.Username;
import io.parley.terminal.Eventually;
import io.parley.terminal.OnLoop;
import io.parley.terminal.ScriptedGateway;
import io.parley.terminal.link.GatewayLink;
import io.parley.terminal.link.Patience;
import io.parley.terminal.link.ServerAddress;
import io.parley.terminal.link.Way;
import io.parley.wire.Command;
import io.parley.wire.Notice;
import io.parley.wire.Reply;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class PeersTest {
  private static final Secret TOKEN = new Secret("one-time-word");

  /** Long enough for a slow computer. */
  private static final Patience LONG = Patience.USUAL;

  /** Asks often whether the other is there, and has time for the answer. */
  private static final Patience WATCHFUL =
      new Patience(LONG.connecting(), Duration.ofMillis(60), LONG.answer(), LONG.request());

  private static final ServerAddress SERVER = new ServerAddress("127.0.0.1", 5001);

  @TempDir Path state;
  private final OnLoop loop = new OnLoop();
  private final NetClient client = loop.vertx().createNetClient();
  private volatile Instant now = Instant.parse("2026-11-20T22:00:00Z");
  private ScriptedGateway gateway;
  private GatewayLink link;
  private Side leia;
  private Side luke;

  /** One client's private sessions, and what its person sees. */
  private final class Side implements PeerEvents {
    private final Username name;
    private final KeyRing keys;
    private final Peers peers;
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final List<Runnable> unshown = new CopyOnWriteArrayList<>();
    private volatile boolean looksAway;
    private PeerOffer offer;

    private Side(String name, Patience patience) throws Exception {
      this(name, name, patience);
    }

    /** A user's client on a computer of its own. */
    private Side(String name, String computer, Patience patience) throws Exception {
      this.name = new Username(name);
      PeerSettings settings = new PeerSettings(Optional.of(PeerPolicy.AUTO), Optional.empty(), 0);
      keys = new KeyRing(state.resolve(computer), SERVER, () -> now);
      peers = new Peers(loop.vertx(), client, settings, keys, patience, () -> now, this);
      offer = loop.await(() -> peers.offer(link)).orElseThrow();
      loop.run(() -> peers.iAm(this.name));
    }

    private Future<Introduction> start(Side other, Function<Command, Future<Reply>> ask) {
      return loop.begin(() -> peers.start(other.name, ask));
    }

    private Future<Void> say(Side other, String text) {
      return loop.begin(() -> peers.say(other.name, text));
    }

    private void expect(Side other, Secret token) throws Exception {
      expect(other.name, other.offer.fingerprint(), token);
    }

    private void expect(Username user, Optional<String> key, Secret token) throws Exception {
      loop.run(() -> peers.expect(new Notice.PeerExpected(user, key, token)));
    }

    private void awaitSeen(String... lines) {
      Eventually.await(() -> name + " saw " + seen, () -> seen.equals(List.of(lines)));
    }

    @Override
    public void opened(Username user, boolean byThisSide, boolean verified) {
      seen.add("opened " + user);
    }

    @Override
    public void said(Username user, String text, Runnable shown) {
      seen.add(user + ": " + text);
      if (looksAway) {
        unshown.add(shown);
      } else {
        shown.run();
      }
    }

    @Override
    public void ended(Username user, Optional<PeerGoodbye> reason) {
      seen.add("ended " + user + " " + reason.map(Enum::name).orElse("-"));
    }

    @Override
    public void turnedAway(String from, Optional<Username> claimed) {
      seen.add("turned away " + claimed.map(Username::value).orElse("-"));
    }

    @Override
    public void keyChanged(Username user) {
      seen.add("another key of " + user);
    }

    @Override
    public void cannotListen(int port) {
      seen.add("cannot listen on " + port);
    }
  }

  @BeforeEach
  void open() throws Exception {
    gateway = new ScriptedGateway(loop.vertx());
    link =
        loop.await(() ->
            GatewayLink.connect(
                loop.vertx(),
                Way.open(client, new ServerAddress("127.0.0.1", gateway.port())),
                Patience.USUAL,
                new GatewayLink.Listener() {
                  @Override
                  public void told(Notice notice) {}

                  @Override
                  public void lost() {}
                }));
    leia = new Side("leia", WATCHFUL);
    luke = new Side("luke", WATCHFUL);
  }

  @AfterEach
  void close() throws Exception {
    loop.close();
  }

  private static Function<Command, Future<Reply>> answering(Reply reply) {
    return command -> Future.succeededFuture(reply);
  }

  private static Reply found(Side side, Secret token) {
    return new Reply.PeerFound(
        new PeerAddress("127.0.0.1", side.offer.port(), side.offer.fingerprint(), token));
  }

  private Introduction start(Side from, Side to, Secret token) throws Exception {
    return from.start(to, answering(found(to, token))).await(30, TimeUnit.SECONDS);
  }

  /** Comes to this client with this key, without an announcement. */
  private Future<NetSocket> connect(PeerOffer to, Identity own) {
    return client.connect(visit(to, own));
  }

  private static ConnectOptions visit(PeerOffer to, Identity own) {
    return new ConnectOptions()
        .setHost("127.0.0.1")
        .setPort(to.port())
        .setSsl(true)
        .setSslOptions(PeerTls.toVisit(own, keyOf(to), LONG.connecting()));
  }

  private static Fingerprint keyOf(PeerOffer offer) {
    return new Fingerprint(offer.fingerprint().orElseThrow());
  }

  private void connect() throws Exception {
    luke.expect(leia, TOKEN);
    assertThat(start(leia, luke, TOKEN)).isEqualTo(new Introduction.Opened());
    leia.awaitSeen("opened luke");
    luke.awaitSeen("opened leia");
    leia.seen.clear();
    luke.seen.clear();
  }

  @Test
  void bothCanWriteOnceOneHasStarted() throws Exception {
    // Given
    connect();

    // When
    leia.say(luke, "help me").await(10, TimeUnit.SECONDS);
    luke.say(leia, "on my way {\"say\":\"bye\"} \\ 日本").await(10, TimeUnit.SECONDS);

    // Then
    luke.awaitSeen("leia: help me");
    leia.awaitSeen("luke: on my way {\"say\":\"bye\"} \\ 日本");
  }

  @Test
  void whoStandsInBetweenCanReadNeitherNamesNorTheWordNorTexts() throws Exception {
    // Given
    Buffer tape = Buffer.buffer();
    NetServer between = loop.vertx().createNetServer();
    between.connectHandler(caller -> {
      caller.pause();
      client
          .connect(luke.offer.port(), "127.0.0.1")
          .onSuccess(called -> {
            passOn(caller, called, tape);
            passOn(called, caller, tape);
            caller.resume();
          });
    });
    loop.await(() -> between.listen(0, "127.0.0.1"));
    PeerAddress detour =
        new PeerAddress("127.0.0.1", between.actualPort(), luke.offer.fingerprint(), TOKEN);
    luke.expect(leia, TOKEN);

    // When
    assertThat(leia.start(luke, answering(new Reply.PeerFound(detour))).await(10, TimeUnit.SECONDS))
        .isEqualTo(new Introduction.Opened());
    leia.say(luke, "help me").await(10, TimeUnit.SECONDS);
    luke.say(leia, "on my way").await(10, TimeUnit.SECONDS);

    // Then
    String read = loop.await(() -> Future.succeededFuture(tape.toString(ISO_8859_1)));
    assertThat(read).isNotEmpty();
    assertThat(read)
        .doesNotContain("leia", "luke", TOKEN.value(), "help me", "on my way", "\"say\"");
    // TLS 1.2 would show by their certificates who they are
    assertThat(read).doesNotContain(certificateOf(leia), certificateOf(luke));
  }

  private static String certificateOf(Side side) throws Exception {
    String pem = side.keys.own().certificatePem().replaceAll("-----.*-----|\\s", "");
    return new String(Base64.getDecoder().decode(pem), ISO_8859_1);
  }

  private static void passOn(NetSocket from, NetSocket to, Buffer tape) {
    from.handler(bytes -> {
      tape.appendBuffer(bytes);
      to.write(bytes);
    });
    from.closeHandler(end -> to.close());
  }

  @Test
  void aTextCountsAsDeliveredOnlyOnceItWasShown() throws Exception {
    // Given
    connect();
    luke.looksAway = true;

    // When
    Future<Void> delivered = leia.say(luke, "look");
    luke.awaitSeen("leia: look");
    assertThat(delivered.isComplete()).isFalse();
    loop.run(luke.unshown.getFirst());

    // Then
    delivered.await(10, TimeUnit.SECONDS);
  }

  @Test
  void whoComesBeforeTheServersWordIsWaitedFor() throws Exception {
    // Given
    Future<Introduction> started = leia.start(luke, answering(found(luke, TOKEN)));

    // When
    luke.expect(leia, TOKEN);

    // Then
    assertThat(started.await(10, TimeUnit.SECONDS)).isEqualTo(new Introduction.Opened());
  }

  @Test
  void aWrongWordIsRefused() throws Exception {
    // Given
    luke.expect(leia, TOKEN);

    // When
    Introduction introduction = start(leia, luke, new Secret("guessed"));

    // Then
    assertThat(introduction).isInstanceOf(Introduction.NoWay.class);
    assertThat(luke.seen).noneMatch(line -> line.startsWith("opened"));
  }

  @Test
  void whoClaimsToBeAnotherIsRefusedEvenWithARightWord() throws Exception {
    // Given
    luke.expect(leia, TOKEN);
    Side eve = new Side("eve", LONG);

    // When
    Introduction introduction = start(eve, luke, TOKEN);

    // Then
    assertThat(introduction).isInstanceOf(Introduction.NoWay.class);
    luke.awaitSeen("turned away eve");
    // the word has been seen by a stranger: it is no longer good
    assertThat(start(leia, luke, TOKEN)).isInstanceOf(Introduction.NoWay.class);
  }

  @Test
  void aWordIsGoodForOneSessionOnly() throws Exception {
    // Given
    connect();
    loop.run(() -> leia.peers.stop(luke.name, PeerGoodbye.STOPPED));
    luke.awaitSeen("ended leia STOPPED");

    // Then
    assertThat(start(leia, luke, TOKEN)).isInstanceOf(Introduction.NoWay.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\n\r\n",
        "{\"say\":\"text\",\"n\":1,\"text\":\"hi\"}\n",
        "{\"say\":\"hello\",\"user\":\"no name\",\"token\":\"x\"}\n",
        "{\"say\":\"hello\"}\n",
        "[]\n",
      })
  void whoDoesNotIntroduceItselfIsTurnedAway(String nonsense) throws Exception {
    // Given
    Promise<Void> closed = Promise.promise();

    // When
    loop.await(() ->
        connect(luke.offer, Identity.fresh("eve", Instant.now()))
            .onSuccess(socket -> {
              socket.closeHandler(end -> closed.tryComplete());
              socket.write(nonsense);
            }));

    // Then
    closed.future().await(10, TimeUnit.SECONDS);
    luke.awaitSeen("turned away -");
  }

  @Test
  void ofManyWhoSayNothingMostAreTurnedAwayAtOnceAndTheRestAfterAWhile() throws Exception {
    // Given
    luke =
        new Side(
            "luke",
            new Patience(Duration.ofSeconds(8), LONG.silence(), LONG.answer(), LONG.request()));
    Identity eve = Identity.fresh("eve", Instant.now());
    List<String> heard = new CopyOnWriteArrayList<>();
    List<Boolean> closed = new CopyOnWriteArrayList<>();

    // When
    ConnectOptions toLuke = visit(luke.offer, eve);
    for (int i = 0; i < 40; i++) {
      loop.run(() ->
          client
              .connect(toLuke)
              .onSuccess(socket -> {
                socket.handler(bytes -> heard.add(bytes.toString()));
                socket.closeHandler(end -> closed.add(true));
              }));
    }

    // Then
    Eventually.await(() -> "closed " + closed.size(), () -> closed.size() == 40);
    assertThat(heard).filteredOn(line -> line.contains("busy")).hasSize(24);
    connectAfterwards();
  }

  private void connectAfterwards() throws Exception {
    luke.expect(leia, TOKEN);
    assertThat(start(leia, luke, TOKEN)).isEqualTo(new Introduction.Opened());
  }

  @Test
  void aLineWithoutEndEndsTheConnectionWithBoundedMemory() throws Exception {
    // Given
    Promise<Void> closed = Promise.promise();

    // When
    loop.await(() ->
        connect(luke.offer, Identity.fresh("eve", Instant.now()))
            .onSuccess(socket -> {
              socket.exceptionHandler(fault -> {});
              socket.closeHandler(end -> closed.tryComplete());
              socket.write("x".repeat(100_000));
            }));

    // Then
    closed.future().await(10, TimeUnit.SECONDS);
  }

  @Test
  @Timeout(180)
  void whoAsksWithoutEndAndReadsNothingIsLeft() throws Exception {
    // Given: little fits on its way
    NetClient narrow =
        loop.vertx().createNetClient(new NetClientOptions().setReceiveBufferSize(8_192));
    Identity own = Identity.fresh("eve", Instant.now());
    luke.expect(new Username("eve"), Optional.of(own.fingerprint().text()), TOKEN);
    Promise<NetSocket> ready = Promise.promise();
    loop.await(() ->
        narrow
            .connect(visit(luke.offer, own))
            .onSuccess(socket -> {
              socket.exceptionHandler(fault -> {});
              socket.handler(bytes -> ready.tryComplete(socket));
              socket.write(
                  "{\"say\":\"hello\",\"user\":\"eve\",\"token\":\"" + TOKEN.value() + "\"}\n");
            }));
    NetSocket eve = ready.future().await(20, TimeUnit.SECONDS);

    // When
    Buffer questions = Buffer.buffer("{\"say\":\"ping\"}\n".repeat(4_000));
    Promise<Void> cut = Promise.promise();
    loop.run(eve::pause);
    loop.run(() -> ask(eve, questions, cut));

    // Then: nothing is kept for it, not even for a last word
    cut.future().await(120, TimeUnit.SECONDS);
    luke.awaitSeen("opened eve", "ended eve -");
    narrow.close();
  }

  /** Sends this again and again, as fast as the other side reads it, until that cuts it off. */
  private static void ask(NetSocket socket, Buffer questions, Promise<Void> cut) {
    socket
        .write(questions.copy())
        .onSuccess(written -> ask(socket, questions, cut))
        .onFailure(gone -> cut.complete());
  }

  @Test
  void aRefusalOfTheServerIsHandedOn() throws Exception {
    // Given
    Reply.Refused offline = new Reply.Refused(FailureCode.OFFLINE, "luke is not online.");

    // When
    Introduction introduction = leia.start(luke, answering(offline)).await(10, TimeUnit.SECONDS);

    // Then
    assertThat(introduction).isEqualTo(new Introduction.Refused(offline));
  }

  @Test
  void aSecondSessionWithTheSameUserIsNotBegun() throws Exception {
    // Given
    connect();

    // When
    Introduction introduction =
        leia.start(luke, command -> Future.failedFuture("must not ask"))
            .await(10, TimeUnit.SECONDS);

    // Then
    assertThat(introduction).isEqualTo(new Introduction.Already());
  }

  @Test
  void whereNobodyListensThereIsNoWayThrough() throws Exception {
    // Given
    NetServer gone = loop.vertx().createNetServer().connectHandler(socket -> {});
    loop.await(() -> gone.listen(0, "127.0.0.1"));
    int port = gone.actualPort();
    gone.close().await(10, TimeUnit.SECONDS);
    Reply there =
        new Reply.PeerFound(new PeerAddress("127.0.0.1", port, luke.offer.fingerprint(), TOKEN));

    // Then
    assertThat(leia.start(luke, answering(there)).await(10, TimeUnit.SECONDS))
        .isEqualTo(new Introduction.NoWay("127.0.0.1", port));
  }

  @Test
  void whoAnswersButIsNoClientOfOursIsLeftAfterAWhile() throws Exception {
    // Given
    leia =
        new Side(
            "leia",
            new Patience(Duration.ofMillis(300), LONG.silence(), LONG.answer(), LONG.request()));
    NetServer mute = loop.vertx().createNetServer().connectHandler(socket -> {});
    loop.await(() -> mute.listen(0, "127.0.0.1"));
    Reply there =
        new Reply.PeerFound(
            new PeerAddress("127.0.0.1", mute.actualPort(), luke.offer.fingerprint(), TOKEN));

    // Then
    assertThat(leia.start(luke, answering(there)).await(10, TimeUnit.SECONDS))
        .isInstanceOf(Introduction.NoWay.class);
  }

  @Test
  void withoutASessionNothingCanBeSaid() {
    assertThatThrownBy(() -> leia.say(luke, "hi").await(10, TimeUnit.SECONDS))
        .isInstanceOfSatisfying(
            PeerProblem.class,
            problem -> assertThat(problem.kind()).isEqualTo(PeerProblem.Kind.NO_SESSION));
  }

  @ParameterizedTest
  @ValueSource(strings = {"STOPPED", "LOGOUT", "TIMEOUT", "DISMISSED"})
  void whoEndsASessionTellsTheOtherWhy(String reason) throws Exception {
    // Given
    connect();

    // When
    loop.run(() -> leia.peers.stopAll(PeerGoodbye.valueOf(reason)));

    // Then
    luke.awaitSeen("ended leia " + reason);
    assertThat(leia.seen).isEmpty();
    assertThat(luke.peers.open()).isEmpty();
  }

  @Test
  void aPeerThatDiesIsNoticed() throws Exception {
    // Given
    leia =
        new Side(
            "leia",
            new Patience(
                LONG.connecting(), Duration.ofMillis(60), Duration.ofSeconds(5), LONG.request()));
    connect();
    luke.looksAway = true;
    Future<Void> unseen = leia.say(luke, "are you there");
    luke.awaitSeen("leia: are you there");

    // When: it reads no longer, and so answers no question
    loop.run(() -> luke.peers.press(true));

    // Then
    leia.awaitSeen("ended luke -");
    assertThat(unseen.failed()).isTrue();
  }

  @Test
  void aSessionThatIsOnlyQuietStaysOpen() throws Exception {
    // Given
    connect();

    // When: several questions have been asked and answered
    AtomicReference<Integer> ticks = new AtomicReference<>(0);
    loop.vertx().setPeriodic(60, id -> ticks.updateAndGet(n -> n + 1));
    Eventually.await(() -> "ticks", () -> ticks.get() > 10);

    // Then
    assertThat(leia.peers.open()).containsExactly(luke.name);
    leia.say(luke, "still there?").await(10, TimeUnit.SECONDS);
  }

  @Test
  void whenBothBeginAtTheSameMomentThereIsOneSession() throws Exception {
    // Given
    Secret other = new Secret("other-word");
    luke.expect(leia, TOKEN);
    leia.expect(luke, other);

    // When
    Future<Introduction> byLeia = leia.start(luke, answering(found(luke, TOKEN)));
    Future<Introduction> byLuke = luke.start(leia, answering(found(leia, other)));
    byLeia.await(10, TimeUnit.SECONDS);
    byLuke.await(10, TimeUnit.SECONDS);

    // Then
    Eventually.await(
        () -> "leia " + leia.peers.open() + ", luke " + luke.peers.open(),
        () -> !leia.peers.open().isEmpty() && !luke.peers.open().isEmpty());
    leia.say(luke, "one").await(10, TimeUnit.SECONDS);
    luke.say(leia, "two").await(10, TimeUnit.SECONDS);
    assertThat(leia.seen).containsExactly("opened luke", "luke: two");
    assertThat(luke.seen).containsExactly("opened leia", "leia: one");
  }

  @Test
  void whoStartedAnewReplacesASessionThatOnlySeemsToLive() throws Exception {
    // Given
    connect();
    Side lukeAgain = new Side("luke", LONG);
    Secret fresh = new Secret("fresh-word");
    leia.expect(luke, fresh);
    now = now.plusSeconds(60);

    // When
    assertThat(start(lukeAgain, leia, fresh)).isEqualTo(new Introduction.Opened());

    // Then
    lukeAgain.say(leia, "I am back").await(10, TimeUnit.SECONDS);
    leia.awaitSeen("opened luke", "luke: I am back");
    luke.awaitSeen("ended leia RENEWED");
  }

  @Test
  void aTextThatIsTooLongOrTooManyThatAreUnseenAreNotSent() throws Exception {
    // Given
    connect();
    luke.looksAway = true;

    // When
    Future<Void> tooLong = leia.say(luke, "x".repeat(20_000));
    for (int i = 0; i < 64; i++) {
      leia.say(luke, "text " + i);
    }
    Future<Void> tooMany = leia.say(luke, "one more");

    // Then
    assertThatThrownBy(() -> tooLong.await(10, TimeUnit.SECONDS)).hasMessage("TOO_LONG");
    assertThatThrownBy(() -> tooMany.await(10, TimeUnit.SECONDS)).hasMessage("TOO_MUCH_UNSEEN");
  }

  @Test
  void aPortThatIsTakenMeansNoSessionsAndIsTold() throws Exception {
    // Given
    PeerSettings settings =
        new PeerSettings(Optional.of(PeerPolicy.AUTO), Optional.empty(), luke.offer.port());
    Peers third = new Peers(loop.vertx(), client, settings, leia.keys, LONG, () -> now, leia);

    // Then
    assertThat(loop.await(() -> third.offer(link))).isEmpty();
    leia.awaitSeen("cannot listen on " + luke.offer.port());
  }

  @Test
  void whoTakesNoSessionsOffersNothing() throws Exception {
    // Given
    PeerSettings settings = new PeerSettings(Optional.empty(), Optional.empty(), 0);
    Peers none = new Peers(loop.vertx(), client, settings, leia.keys, LONG, () -> now, leia);

    // Then
    assertThat(loop.await(() -> none.offer(link))).isEmpty();
  }

  @Test
  void theAddressToPublishCanBeSet() throws Exception {
    // Given
    PeerSettings settings =
        new PeerSettings(Optional.of(PeerPolicy.ASK), Optional.of("nat.example.org"), 0);
    Peers behind = new Peers(loop.vertx(), client, settings, leia.keys, LONG, () -> now, leia);

    // When
    PeerOffer offer = loop.await(() -> behind.offer(link)).orElseThrow();

    // Then
    assertThat(offer.host()).contains("nat.example.org");
    assertThat(offer.policy()).isEqualTo(PeerPolicy.ASK);
    assertThat(offer.port()).isPositive();
  }

  @Test
  void whoHasTheRightNameAndWordButAnotherKeyGetsNothing() throws Exception {
    // Given
    luke.expect(leia, TOKEN);
    Buffer heard = Buffer.buffer();
    Promise<Void> closed = Promise.promise();

    // When
    loop.await(() ->
        connect(luke.offer, Identity.fresh("leia", Instant.now()))
            .onSuccess(socket -> {
              socket.handler(heard::appendBuffer);
              socket.closeHandler(end -> closed.tryComplete());
              socket.write(
                  "{\"say\":\"hello\",\"user\":\"leia\",\"token\":\"" + TOKEN.value() + "\"}\n");
              socket.write("{\"say\":\"text\",\"n\":1,\"text\":\"I am leia\"}\n");
            }));

    // Then
    closed.future().await(20, TimeUnit.SECONDS);
    assertThat(heard.toString()).contains("turned-away").doesNotContain("ready");
    luke.awaitSeen("turned away leia");
  }

  @Test
  void whoHasNoKeyGetsNothing() throws Exception {
    // Given
    luke.expect(leia, TOKEN);
    Buffer heard = Buffer.buffer();
    Promise<Void> closed = Promise.promise();
    ClientSSLOptions keyless = new ClientSSLOptions();
    keyless.setTrustAll(true).setHostnameVerificationAlgorithm("");

    // When
    loop.await(() ->
        client
            .connect(
                new ConnectOptions()
                    .setHost("127.0.0.1")
                    .setPort(luke.offer.port())
                    .setSsl(true)
                    .setSslOptions(keyless))
            // the handshake of TLS 1.3 ends for the one who dials before the other has judged
            .onSuccess(socket -> {
              socket.handler(heard::appendBuffer);
              socket.exceptionHandler(refused -> {});
              socket.closeHandler(end -> closed.tryComplete());
              socket.write(
                  "{\"say\":\"hello\",\"user\":\"leia\",\"token\":\"" + TOKEN.value() + "\"}\n");
            }));

    // Then
    closed.future().await(20, TimeUnit.SECONDS);
    assertThat(heard.length()).isZero();
    luke.awaitSeen("turned away -");
  }

  @Test
  void whoComesInPlainTextHearsNoWordOfOurs() throws Exception {
    // Given
    Buffer heard = Buffer.buffer();
    Promise<Void> closed = Promise.promise();

    // When
    loop.await(() ->
        client
            .connect(luke.offer.port(), "127.0.0.1")
            .onSuccess(socket -> {
              socket.handler(heard::appendBuffer);
              socket.closeHandler(end -> closed.tryComplete());
              socket.write("{\"say\":\"hello\",\"user\":\"leia\",\"token\":\"x\"}\n");
            }));

    // Then
    closed.future().await(20, TimeUnit.SECONDS);
    assertThat(heard.toString()).doesNotContain("say");
    luke.awaitSeen("turned away -");
  }

  @Test
  void whoAnswersWithAnotherKeyThanTheServerSaidIsToldNothing() throws Exception {
    // Given
    Side eve = new Side("eve", WATCHFUL);
    Reply there =
        new Reply.PeerFound(
            new PeerAddress("127.0.0.1", eve.offer.port(), luke.offer.fingerprint(), TOKEN));

    // Then
    assertThat(leia.start(luke, answering(there)).await(20, TimeUnit.SECONDS))
        .isEqualTo(new Introduction.WrongKey("127.0.0.1", eve.offer.port()));
    eve.awaitSeen("turned away -");
  }

  @Test
  void aClientWithoutAKeyIsNotSpokenTo() throws Exception {
    // Given
    Reply there =
        new Reply.PeerFound(
            new PeerAddress("127.0.0.1", luke.offer.port(), Optional.empty(), TOKEN));

    // Then
    assertThat(leia.start(luke, answering(there)).await(20, TimeUnit.SECONDS))
        .isEqualTo(new Introduction.NoKey());
  }

  @Test
  void bothSeeTheSameCodeAndAThirdPersonAnother() throws Exception {
    // Given
    connect();
    Side eve = new Side("eve", WATCHFUL);

    // When
    String leias =
        loop.await(() -> Future.succeededFuture(leia.peers.code(luke.name))).orElseThrow();
    String lukes =
        loop.await(() -> Future.succeededFuture(luke.peers.code(leia.name))).orElseThrow();

    // Then
    assertThat(leias).isEqualTo(lukes).matches("(\\d{5} ){11}\\d{5}");
    Caller me = new Caller(leia.name, keyOf(leia.offer));
    assertThat(ComparedCode.of(me, new Caller(luke.name, keyOf(eve.offer)))).isNotEqualTo(leias);
    assertThat(ComparedCode.of(me, new Caller(eve.name, keyOf(luke.offer)))).isNotEqualTo(leias);
  }

  @Test
  void aKeyThatWasVerifiedAndChangesIsRefusedOnBothSidesWhateverTheServerSays() throws Exception {
    // Given
    connect();
    loop.await(() -> leia.peers.verified(luke.name));
    loop.await(() -> luke.peers.verified(leia.name));
    assertThat(leia.peers.isVerified(luke.name)).isTrue();
    loop.run(() -> leia.peers.stopAll(PeerGoodbye.STOPPED));
    luke.awaitSeen("ended leia STOPPED");
    luke.seen.clear();
    Side otherLuke = new Side("luke", "other", WATCHFUL);
    Reply there = found(otherLuke, new Secret("second"));

    // When: the server introduces another key under the same name
    Introduction dialled = leia.start(otherLuke, answering(there)).await(20, TimeUnit.SECONDS);
    luke.expect(leia.name, otherLuke.offer.fingerprint(), new Secret("third"));

    // Then
    assertThat(dialled).isEqualTo(new Introduction.KeyChanged());
    assertThat(otherLuke.seen).isEmpty();
    luke.awaitSeen("another key of leia");
  }

  @Test
  void whatWasVerifiedAndTheOwnKeyOutliveTheClient() throws Exception {
    // Given
    connect();
    loop.await(() -> leia.peers.verified(luke.name));

    // When
    KeyRing later = new KeyRing(state.resolve("leia"), SERVER, () -> now);

    // Then
    assertThat(later.own().fingerprint().text()).isEqualTo(leia.offer.fingerprint().orElseThrow());
    assertThat(later.isVerified(leia.name, new Caller(luke.name, keyOf(luke.offer)))).isTrue();
    assertThat(later.contradicts(leia.name, new Caller(luke.name, keyOf(leia.offer)))).isTrue();
    for (String file : new String[] {"identity.pem", "verified_keys"}) {
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(state.resolve("leia").resolve(file))))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void aFileOfVerifiedKeysThatCannotBeReadLetsNobodyPassForAnother() throws Exception {
    // Given
    Files.createDirectories(state.resolve("odd").resolve("verified_keys"));
    KeyRing odd = new KeyRing(state.resolve("odd"), SERVER, () -> now);

    // When
    odd.own();

    // Then
    assertThat(odd.contradicts(leia.name, new Caller(luke.name, keyOf(luke.offer)))).isTrue();
  }

  @Test
  void aLineOfVerifiedKeysThatMakesNoSenseLetsNobodyPassForAnother() throws Exception {
    // Given
    Path file = Files.createDirectories(state.resolve("odd")).resolve("verified_keys");
    String good = SERVER + " leia han " + leia.offer.fingerprint().orElseThrow() + "\n";
    Files.writeString(file, good + SERVER + "leiaSHA256:cut-short\n");
    KeyRing odd = new KeyRing(state.resolve("odd"), SERVER, () -> now);

    // When
    odd.own();

    // Then
    assertThat(odd.contradicts(leia.name, new Caller(luke.name, keyOf(luke.offer)))).isTrue();
  }

  @Test
  void whatAnotherClientHasVerifiedMeanwhileIsNotPutBack() throws Exception {
    // Given: two clients on one computer, of which the first has an old key of luke
    Caller before = new Caller(luke.name, keyOf(leia.offer));
    Caller after = new Caller(luke.name, keyOf(luke.offer));
    Caller eve = new Caller(new Username("eve"), keyOf(leia.offer));
    KeyRing first = new KeyRing(state.resolve("shared"), SERVER, () -> now);
    first.own();
    first.verified(leia.name, before);
    first.keep(leia.name, before);
    KeyRing second = new KeyRing(state.resolve("shared"), SERVER, () -> now);
    second.own();
    second.keep(leia.name, after);

    // When
    first.verified(leia.name, eve);
    first.keep(leia.name, eve);

    // Then
    KeyRing later = new KeyRing(state.resolve("shared"), SERVER, () -> now);
    later.own();
    assertThat(later.isVerified(leia.name, after)).isTrue();
    assertThat(later.isVerified(leia.name, eve)).isTrue();
  }

  @Test
  void aStrangerCannotMakeThisClientKnockAtDoorsThatOnlyItCanReach() throws Exception {
    for (String address :
        new String[] {"0.0.0.0", "224.0.0.1", "169.254.169.254", "::", "fe80::1"}) {
      assertThat(PeerDialler.isPermitted(InetAddress.getByName(address), true))
          .describedAs(address)
          .isFalse();
    }
    assertThat(PeerDialler.isPermitted(InetAddress.getByName("127.0.0.1"), false)).isFalse();
    assertThat(PeerDialler.isPermitted(InetAddress.getByName("127.0.0.1"), true)).isTrue();
    assertThat(PeerDialler.isPermitted(InetAddress.getByName("10.0.0.7"), false)).isTrue();
  }
}
