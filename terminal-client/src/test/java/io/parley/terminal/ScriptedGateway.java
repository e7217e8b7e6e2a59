// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal;

import io.parley.keys.Identity;
import io.parley.model.DeliveryState;
import io.parley.model.FailureCode;
import io.parley.model.GoodbyeReason;
import io.parley.model.MessageId;
import io.parley.model.Secret;
import io.parley.model.Username;
import io.parley.wire.Command;
import io.parley.wire.Dialect;
import io.parley.wire.DialectChoice;
import io.parley.wire.Greeting;
import io.parley.wire.Incoming;
import io.parley.wire.Line;
import io.parley.wire.LineFramer;
import io.parley.wire.Notice;
import io.parley.wire.Reply;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PemKeyCertOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A server for one client at a time, which speaks the real protocol over a real socket and says
 * what the test told it to say. Without a script it lets in who knows {@link #PASSWORD} or the last
 * secret, and delivers everything.
 */
public final class ScriptedGateway implements AutoCloseable {
  public static final String PASSWORD = "falcon*solo";
  public static final Instant NOW = Instant.parse("2026-11-20T22:04:00Z");

  private final Vertx vertx;
  private final List<Command> received = new CopyOnWriteArrayList<>();
  private final AtomicInteger secrets = new AtomicInteger();
  private final AtomicInteger connections = new AtomicInteger();
  private volatile Function<Command, Optional<Reply>> script = this::usual;
  private volatile String greeting = Greeting.of("test").line();
  private volatile int pending;
  private volatile @Nullable Context context;
  private volatile @Nullable NetSocket current;
  private volatile @Nullable Dialect dialect;
  private volatile Optional<Identity> identity = Optional.empty();
  private @Nullable NetServer server;
  private int port;

  public ScriptedGateway(Vertx vertx) throws TimeoutException {
    this.vertx = vertx;
    start();
  }

  /** Listens, on the same port as before if there was one. */
  public void start() throws TimeoutException {
    NetServer fresh = vertx.createNetServer(options());
    fresh.connectHandler(this::serve);
    fresh.listen(port, "127.0.0.1").await(10, TimeUnit.SECONDS);
    server = fresh;
    port = fresh.actualPort();
  }

  private NetServerOptions options() {
    NetServerOptions options = new NetServerOptions();
    identity.ifPresent(known ->
        options
            .setSsl(true)
            .setKeyCertOptions(
                new PemKeyCertOptions()
                    .addCertValue(Buffer.buffer(known.certificatePem()))
                    .addKeyValue(Buffer.buffer(known.keyPem()))));
    return options;
  }

  /** Listens again on the same port, with TLS and this identity. */
  public ScriptedGateway encrypt(Identity identity) throws TimeoutException {
    stop();
    this.identity = Optional.of(identity);
    start();
    return this;
  }

  /** Stops listening, and closes what there is. */
  public void stop() throws TimeoutException {
    if (server != null) {
      server.close().await(10, TimeUnit.SECONDS);
      server = null;
    }
  }

  public int port() {
    return port;
  }

  /** Answers from now on as the function says; nothing means never. */
  public void answer(Function<Command, Optional<Reply>> script) {
    this.script = script;
  }

  /** Greets from now on with this line. */
  public void greet(String line) {
    greeting = line;
  }

  /** How many stored messages the next login is told of. */
  public void announcePending(int count) {
    pending = count;
  }

  /** Tells the client something. */
  public void tell(Notice notice) {
    Dialect speaks = dialect;
    NetSocket socket = current;
    if (speaks == null || socket == null) {
      throw new IllegalStateException("nobody is there to be told");
    }
    onConnection(() -> socket.write(speaks.write(notice) + "\n"));
  }

  /** Where commands are answered: so nothing that a test does about one overtakes its answer. */
  private void onConnection(Runnable work) {
    Context loop = context;
    if (loop != null) {
      loop.runOnContext(go -> work.run());
    }
  }

  /** Writes something that is not of the protocol. */
  public void write(String line) {
    NetSocket socket = current;
    if (socket != null) {
      onConnection(() -> socket.write(line + "\n"));
    }
  }

  /** Breaks the connection without a word. */
  public void drop() {
    NetSocket socket = current;
    if (socket != null) {
      onConnection(socket::close);
    }
  }

  /** All commands so far, without pings. */
  public List<Command> received() {
    return received.stream().filter(each -> !(each instanceof Command.Ping)).toList();
  }

  /** The commands of one kind so far. */
  public <C extends Command> List<C> received(Class<C> kind) {
    return received.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** Waits until so many commands of a kind have come. */
  public <C extends Command> List<C> await(Class<C> kind, int count) {
    Eventually.await(
        () -> "expected " + count + " of " + kind.getSimpleName() + " in " + received,
        () -> received(kind).size() >= count);
    return received(kind);
  }

  public int connections() {
    return connections.get();
  }

  /** What it does without a script. */
  public Optional<Reply> usual(Command command) {
    return Optional.of(
        switch (command) {
          case Command.Login login -> login(login);
          case Command.Message message ->
              new Reply.MessageAccepted(
                  message.id().orElse(new MessageId("m")), DeliveryState.DELIVERED, NOW);
          case Command.Broadcast broadcast -> new Reply.BroadcastSent(2, false);
          case Command.WhoElse whoElse -> new Reply.UserList(List.of(new Username("yoda")));
          case Command.WhoElseSince since -> new Reply.UserList(List.of());
          case Command.Blocked blocked -> new Reply.UserList(List.of());
          case Command.StartPrivate start ->
              new Reply.Refused(FailureCode.OFFLINE, start.user() + " is not online.");
          case Command.Ping ping -> new Reply.Pong(NOW);
          default -> new Reply.Ok();
        });
  }

  private Reply login(Command.Login login) {
    boolean right =
        switch (login.proof()) {
          case Command.Password password -> password.password().value().equals(PASSWORD);
          case Command.Resume resume -> resume.secret().equals(secret());
        };
    if (!right) {
      return new Reply.Refused(FailureCode.BAD_CREDENTIALS, "Wrong name or password.");
    }
    secrets.incrementAndGet();
    return new Reply.LoggedIn(
        new Username(login.user()),
        Duration.ofHours(1),
        pending,
        Optional.of(NOW),
        Optional.of(secret()));
  }

  /** The secret of the last login. */
  public Secret secret() {
    return new Secret("secret-" + secrets.get());
  }

  private void serve(NetSocket socket) {
    connections.incrementAndGet();
    context = vertx.getOrCreateContext();
    current = socket;
    dialect = null;
    LineFramer framer = new LineFramer(LineFramer.DEFAULT_LIMIT);
    socket.exceptionHandler(fault -> {});
    socket.handler(bytes -> {
      framer.feed(bytes);
      for (var line = framer.next(); line.isPresent(); line = framer.next()) {
        take(socket, line.get());
      }
    });
    socket.write(greeting + "\n");
  }

  private void take(NetSocket socket, Line line) {
    Dialect speaks = dialect == null ? DialectChoice.by(line) : dialect;
    dialect = speaks;
    if (line instanceof Line.Text(String text)) {
      switch (speaks.read(text)) {
        case Incoming.Asked asked -> carryOut(socket, speaks, asked);
        case Incoming.Malformed malformed -> socket.write(speaks.write(malformed) + "\n");
        case Incoming.Prompt prompt -> socket.write(prompt.line() + "\n");
      }
    }
  }

  private void carryOut(NetSocket socket, Dialect speaks, Incoming.Asked asked) {
    received.add(asked.command());
    if (asked.command() instanceof Command.Acknowledge) {
      return;
    }
    script
        .apply(asked.command())
        .flatMap(reply -> speaks.write(asked, reply))
        .ifPresent(line -> socket.write(line + "\n"));
    if (asked.command() instanceof Command.Logout) {
      socket.write(speaks.write(new Notice.Goodbye(GoodbyeReason.LOGOUT)) + "\n");
      socket.close();
    }
  }

  @Override
  public void close() throws TimeoutException {
    stop();
  }
}
