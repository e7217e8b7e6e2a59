// SPDX-License-Identifier: Apache-2.0
package io.parley.system.cluster;

import io.parley.system.network.Host;
import io.parley.system.process.ServerProcess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One place in a cluster, and the process that is there now. Faults come from one thread. */
public final class ClusterNode implements AutoCloseable {
  private static final int STARTS = 5;

  /** With which a node ends that cannot stop in time; what was answered is stored all the same. */
  private static final int GAVE_UP = 1;

  private static final List<String> SMALL =
      List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private final String role;
  private final int number;
  private final Host host;
  private final int clusterPort;
  private final int clientPort;
  private volatile @Nullable ServerProcess process;
  private volatile boolean disturbed;

  ClusterNode(String role, int number, Host host, int clusterPort, int clientPort) {
    this.role = role;
    this.number = number;
    this.host = host;
    this.clusterPort = clusterPort;
    this.clientPort = clientPort;
  }

  public String role() {
    return role;
  }

  public Host host() {
    return host;
  }

  /** Where other nodes find it. */
  public String clusterAddress() {
    return host.address() + ":" + clusterPort;
  }

  /** Where clients find it if it is a gateway. */
  public InetSocketAddress clientAddress() {
    return new InetSocketAddress(host.address(), clientPort);
  }

  /** Whether it is in a state in which no service can be expected of it. */
  public boolean isDisturbed() {
    return disturbed;
  }

  public boolean isAlive() {
    return process().isAlive();
  }

  /** From now on nothing is expected of it. */
  public void disturb() {
    disturbed = true;
  }

  /** A node that cannot join a cluster that is just changing ends, and is started again. */
  public void start(List<String> options, String members) throws IOException {
    start(options, members, SMALL);
  }

  /** As above, with these options of the Java machine. */
  public void start(List<String> options, String members, List<String> javaOptions)
      throws IOException {
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of("--roles", role, "--host", host.address()));
    all.addAll(List.of("--cluster-members", members, "--cluster-host", host.address()));
    all.addAll(List.of("--cluster-port", Integer.toString(clusterPort), "--bus-port", "0"));
    all.addAll(List.of("--port", Integer.toString(clientPort)));
    for (int attempt = 1; ; attempt++) {
      try {
        process = ServerProcess.startNode(host.entering(), all, javaOptions);
        disturbed = false;
        return;
      } catch (IOException failure) {
        if (attempt == STARTS) {
          throw failure;
        }
      }
    }
  }

  /** Kills it and does not wait until it is gone. */
  public void killAtOnce() {
    process().killAtOnce();
  }

  public void kill() {
    disturb();
    process().kill();
  }

  /**
   * Asks it to stop as an administrator would.
   *
   * @return whether it did so in order, rather than give up after the time that a stop may take
   */
  public boolean terminate() throws IOException {
    disturb();
    int status = process().terminate();
    if (status != 0 && status != GAVE_UP) {
      throw new IOException(this + " stopped with status " + status + ": " + output());
    }
    return status == 0;
  }

  public void freeze() throws IOException {
    disturb();
    process().freeze();
  }

  public void thaw() throws IOException {
    process().thaw();
    disturbed = false;
  }

  /** Of the process that is there now. */
  public long pid() {
    return process().pid();
  }

  /** What it has printed last. */
  public String output() {
    return process().output();
  }

  @Override
  public void close() {
    ServerProcess now = process;
    if (now != null) {
      now.close();
    }
  }

  private ServerProcess process() {
    ServerProcess now = process;
    if (now == null) {
      throw new IllegalStateException(this + " was never started");
    }
    return now;
  }

  @Override
  public String toString() {
    return role + " " + number + " at " + host.address();
  }
}
