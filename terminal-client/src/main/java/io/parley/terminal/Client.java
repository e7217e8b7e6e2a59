// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal;

import io.parley.model.GoodbyeReason;
import io.parley.terminal.link.Door;
import io.parley.terminal.link.Ending;
import io.parley.terminal.link.Lifeline;
import io.parley.terminal.link.NoServer;
import io.parley.terminal.link.Patience;
import io.parley.terminal.link.Persistence;
import io.parley.terminal.link.Way;
import io.parley.terminal.peer.KeyRing;
import io.parley.terminal.peer.Peers;
import io.parley.terminal.post.AccountFolder;
import io.parley.terminal.screen.Console;
import io.parley.terminal.screen.Line;
import io.parley.terminal.trust.EncryptedWay;
import io.parley.terminal.trust.KnownServers;
import io.parley.terminal.trust.ServerTrust;
import io.parley.wire.Reply;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One run of the client, from the first connection to the exit status. One thread reads what is
 * typed and may wait, one uses the disk, and the event loop does all else.
 */
final class Client {
  private static final Duration STOPPING_MAY_TAKE = Duration.ofSeconds(1);

  /** What is typed and what was shown must be on the disk for the next run. */
  private static final Duration DISK_MAY_TAKE = Duration.ofSeconds(10);

  private final Arguments arguments;
  private final Console console;
  private final Door door;
  private final FirstMeeting firstMeeting;
  // a NetClient that nobody holds is closed, and its connections with it
  private final NetClient netClient;
  private final Parts parts;
  private final Map<String, AccountFolder> userToFolder = new HashMap<>();
  private final ExecutorService disk =
      Executors.newSingleThreadExecutor(work -> daemon(work, "disk"));
  private final CompletableFuture<Ending> over = new CompletableFuture<>();
  private final CompletableFuture<Boolean> allWentWell = new CompletableFuture<>();

  /** How long things take; a test has its own. */
  record Timing(Patience patience, Persistence persistence, InstantSource clock) {}

  Client(Arguments arguments, Console console, Vertx vertx, Timing timing) {
    this.arguments = arguments;
    this.console = console;
    Loop loop = new Loop(vertx.getOrCreateContext());
    netClient = vertx.createNetClient();
    Completion completion = new Completion(ClientCommands.OFFERED);
    Consents consents = new Consents(vertx, console);
    SessionEvents events = new SessionEvents(console, completion, consents, over::complete);
    Peers peers =
        new Peers(
            vertx,
            netClient,
            arguments.peers(),
            new KeyRing(arguments.state(), arguments.server(), timing.clock()),
            timing.patience(),
            timing.clock(),
            new PrivateEvents(console, loop, timing.clock()));
    ServerTrust trust =
        new ServerTrust(
            arguments.server(), KnownServers.in(arguments.state()), arguments.fingerprint());
    firstMeeting = new FirstMeeting(console, trust);
    Way way =
        arguments.server().tls()
            ? new EncryptedWay(netClient, arguments.server(), trust, timing.patience().connecting())
            : Way.open(netClient, arguments.server());
    door = new Door(vertx, way, timing.patience(), peers::offer);
    Lifeline lifeline = new Lifeline(vertx, door, timing.persistence(), timing.clock(), events);
    SessionPhrases phrases = new SessionPhrases(ZoneId.systemDefault());
    Comparison comparison = new Comparison(console, loop, peers, consents, timing.clock());
    parts =
        new Parts(
            console,
            vertx,
            loop,
            lifeline,
            peers,
            events,
            consents,
            comparison,
            completion,
            phrases);
    // a fault of ours is better seen than not
    vertx.exceptionHandler(fault -> console.show(inside(fault)));
    console.onPressure(() -> press(true), () -> press(false));
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  private void press(boolean pressed) {
    parts
        .loop()
        .run(() -> {
          door.press(pressed);
          parts.peers().press(pressed);
        });
  }

  /** Runs until the person leaves or the session is over. The answer is the exit status. */
  int run() {
    try {
      if (!firstMeeting.letIn(() -> parts.loop().call(door::knock).await())) {
        return 1;
      }
      daemon(this::read, "reading").start();
      return status(over.join());
    } catch (NoServer e) {
      console.show(Phrases.error(e.sentence()));
      return 1;
    } finally {
      console.close();
      closeDisk();
    }
  }

  private int status(Ending ending) {
    return switch (ending) {
      // who reads has seen the end of the input, and says at once whether all went well
      case Ending.Left left -> allWentWell.join() ? 0 : 1;
      case Ending.Dismissed dismissed -> dismissed.reason() == GoodbyeReason.LOGOUT ? 0 : 1;
      case Ending.Refused refused -> 1;
      case Ending.Distrusted distrusted -> 1;
      case Ending.Lost lost -> 1;
      case Ending.OutputGone gone -> 1;
    };
  }

  private void read() {
    try {
      Optional<Reply.LoggedIn> login =
          new LoginDialogue(console, parts.loop(), door, parts.lifeline(), this::folder)
              .run(arguments.user(), arguments.password());
      if (login.isEmpty()) {
        allWentWell.complete(false);
        over.complete(new Ending.Left());
        return;
      }
      AccountFolder folder = folder(login.get().user().value());
      boolean well = new Conversation(parts, login.get(), folder, disk).hold();
      allWentWell.complete(console.isInteractive() || well);
    } catch (RuntimeException e) {
      console.show(inside(e));
      allWentWell.complete(false);
      over.complete(new Ending.Left());
    }
  }

  private static Line inside(Throwable fault) {
    return Phrases.error("Something went wrong inside the client: " + fault);
  }

  private AccountFolder folder(String user) {
    return userToFolder.computeIfAbsent(
        user,
        name -> AccountFolder.open(AccountFolder.of(arguments.state(), arguments.server(), name)));
  }

  /** Ends without waiting for answers; for Ctrl-C by a person who does not want to wait. */
  void hurry() {
    if (!over.isDone()) {
      parts.loop().run(() -> parts.lifeline().leave(new Ending.Left()));
    }
  }

  /** Nobody sees any more what is shown. */
  void outputHasGone() {
    parts.loop().run(() -> parts.lifeline().leave(new Ending.OutputGone()));
  }

  /** Leaves on a signal from outside, with a goodbye if that takes no longer than a moment. */
  void stop() {
    allWentWell.complete(false);
    parts.loop().run(() -> parts.lifeline().leave(new Ending.Left()));
    try {
      over.get(STOPPING_MAY_TAKE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // the server sees that the connection has ended
    }
    console.close();
  }

  private void closeDisk() {
    disk.execute(() -> userToFolder.values().forEach(AccountFolder::close));
    disk.shutdown();
    try {
      boolean unused = disk.awaitTermination(DISK_MAY_TAKE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
