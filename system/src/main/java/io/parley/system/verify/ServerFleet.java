// SPDX-License-Identifier: Apache-2.0
package io.parley.system.verify;

import io.parley.system.client.JsonLink;
import io.parley.system.process.ServerProcess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The one server of a run, and everything that can be done to it. Faults come from one thread. */
final class ServerFleet implements RunningFleet {
  /** Answers that were given before the store was held, and are read after it. */
  private static final int ANSWERS_ON_THEIR_WAY = 20;

  private final Path data;
  private final List<String> options;
  private final Drops drops;
  private final Ambush ambush = new Ambush();
  private volatile ServerProcess server;
  private volatile long healthySince = System.nanoTime();

  private ServerFleet(Path data, List<String> options, ServerProcess server, int participants) {
    this.data = data;
    this.options = options;
    this.server = server;
    this.drops = new Drops(participants);
  }

  /** Starts a server on a port that stays the same over all restarts. */
  static ServerFleet start(Path data, List<String> options, int participants) throws IOException {
    return new ServerFleet(data, options, serverAt(options, 0), participants);
  }

  @Override
  public JsonLink connect(Duration patience) throws IOException {
    return JsonLink.connect(server.address(), patience);
  }

  @Override
  public long healthySinceNanos() {
    return healthySince;
  }

  @Override
  public int dropsOrdered(int participant) {
    return drops.orderedOf(participant);
  }

  @Override
  public boolean wantsBurstOf(int participant) {
    return ambush.wantsBurstOf(participant);
  }

  @Override
  public void promised(int participant, boolean stored) {
    if (ambush.isSprungBy(participant, stored)) {
      server.killAtOnce();
    }
  }

  Drops drops() {
    return drops;
  }

  /**
   * Lets the participant that reads the next promise kill the server.
   *
   * @return whether one did in this time
   */
  boolean killAtAnyPromise(Run run, Duration patience) {
    healthySince = Long.MAX_VALUE;
    ambush.layForAnyPromise();
    return ambush.await(run, patience);
  }

  /**
   * Lets a participant write a burst, and kill the server when it reads that a message is stored.
   *
   * @param answersBefore how many such answers may pass
   * @return whether it did in this time
   */
  boolean killInABurst(int answersBefore, Run run, Duration patience) {
    healthySince = Long.MAX_VALUE;
    ambush.layInABurst(answersBefore);
    return ambush.await(run, patience);
  }

  /**
   * Holds up the server's store, lets a participant write a burst, and kills the server when an
   * answer is read that cannot be true, or after this time.
   *
   * @return whether the store could be held
   */
  boolean killWhileStoreIsHeld(Run run, Duration patience) {
    healthySince = Long.MAX_VALUE;
    Optional<HeldStore> held = HeldStore.hold(data.resolve("parley.db"));
    ambush.layInABurst(ANSWERS_ON_THEIR_WAY);
    ambush.await(run, patience);
    server.kill();
    held.ifPresent(HeldStore::close);
    return held.isPresent();
  }

  void kill() {
    healthySince = Long.MAX_VALUE;
    server.kill();
  }

  /** Asks the server to stop as an administrator would. */
  void terminate() throws IOException {
    healthySince = Long.MAX_VALUE;
    int status = server.terminate();
    if (status != 0) {
      throw new IOException("stopped with status " + status + ": " + server.output());
    }
  }

  /** Starts a server again where the last one was. */
  void startAgain() throws IOException {
    InetSocketAddress place = server.address();
    server = serverAt(options, place.getPort());
    healthySince = System.nanoTime();
  }

  void freeze() throws IOException {
    healthySince = Long.MAX_VALUE;
    server.freeze();
  }

  void thaw() throws IOException {
    server.thaw();
    healthySince = System.nanoTime();
  }

  @Override
  public boolean isAsExpected() {
    return server.isAlive() || healthySince == Long.MAX_VALUE;
  }

  @Override
  public String serverOutput() {
    return server.output();
  }

  @Override
  public void close() {
    server.close();
  }

  private static ServerProcess serverAt(List<String> options, int port) throws IOException {
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of("--port", Integer.toString(port)));
    return ServerProcess.start(all);
  }
}
