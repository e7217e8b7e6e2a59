// SPDX-License-Identifier: Apache-2.0
package io.parley.system.network;

import static io.parley.system.network.NetworkCommand.run;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.List;

/**
 * Two halves of a network on this machine: a namespace each, with a cable to one bridge, where this
 * program is and what it starts, such as a database. The cables can be cut. Needs Linux and the
 * rights of root; all is gone when this process ends.
 *
 * <p>A cut is silent, as a switch is that has lost its power: what is sent is lost, and nobody is
 * told. One thread at a time.
 */
public final class Network implements AutoCloseable {
  private static final int CLIENTS = 1;
  private static final int DATABASE = 2;
  private static final int HALVES = 10;

  /** Of the addresses that are set apart for tests of networks: 198.18.0.0/15. */
  private static final String TEST_NETWORK = "198.18.";

  private static final int SUBNETS = 256;

  private final NetworkNames names;
  private final String subnet;
  private final Thread lastWill;

  private Network(NetworkNames names, String subnet) {
    this.names = names;
    this.subnet = subnet;
    this.lastWill = new Thread(names::remove);
  }

  /**
   * Lays a network, whole at first.
   *
   * @throws IOException with the reason if that is not allowed here
   */
  public static Network lay() throws IOException {
    NetworkNames.removeLeftovers();
    NetworkNames names = new NetworkNames(ProcessHandle.current().pid());
    Network network = new Network(names, freeSubnet(names.pid()));
    Runtime.getRuntime().addShutdownHook(network.lastWill);
    try {
      network.layBridge();
      network.layHalf(1);
      network.layHalf(2);
      return network;
    } catch (IOException failure) {
      network.close();
      throw failure;
    }
  }

  /** The first half. */
  public Host first() {
    return half(1);
  }

  /** The second half, the one that can be left alone. */
  public Host second() {
    return half(2);
  }

  /** Where the database must listen, so that it can be cut off. */
  public String databaseAddress() {
    return address(DATABASE);
  }

  /** All addresses of this network, as address and length of the prefix. */
  public String addresses() {
    return address(0) + "/24";
  }

  /** Cuts it. */
  public void cut(Cut cut) throws IOException {
    // Two ports that are both isolated do not reach each other, but all else.
    isolate("on");
    if (cut == Cut.SECOND_HALF_ALONE) {
      String lost = address(DATABASE) + " lladdr 02:00:00:00:00:01 dev eth0 nud permanent";
      run("ip -n " + names.namespace(2) + " neigh replace " + lost);
    }
  }

  /** Joins what was cut. */
  public void heal() throws IOException {
    NetworkCommand.attempt(
        "ip -n " + names.namespace(2) + " neigh del " + address(DATABASE) + " dev eth0");
    isolate("off");
  }

  @Override
  public void close() {
    names.remove();
    try {
      Runtime.getRuntime().removeShutdownHook(lastWill);
    } catch (IllegalStateException ending) {
      // this program is ending: then the hook runs, and finds nothing to do
    }
  }

  private void layBridge() throws IOException {
    run("ip link add " + names.bridge() + " type bridge");
    run("ip addr add " + address(CLIENTS) + "/24 dev " + names.bridge());
    run("ip addr add " + address(DATABASE) + "/24 dev " + names.bridge());
    run("ip link set " + names.bridge() + " up");
  }

  private void layHalf(int half) throws IOException {
    String namespace = names.namespace(half);
    String cable = names.cable(half);
    run("ip netns add " + namespace);
    run("ip link add " + cable + " type veth peer name eth0 netns " + namespace);
    run("ip link set " + cable + " master " + names.bridge() + " up");
    run("ip -n " + namespace + " addr add " + address(HALVES + half) + "/24 dev eth0");
    run("ip -n " + namespace + " link set lo up");
    run("ip -n " + namespace + " link set eth0 up");
  }

  private void isolate(String onOrOff) throws IOException {
    run("bridge link set dev " + names.cable(1) + " isolated " + onOrOff);
    run("bridge link set dev " + names.cable(2) + " isolated " + onOrOff);
  }

  private Host half(int half) {
    return new Host(address(HALVES + half), List.of("ip", "netns", "exec", names.namespace(half)));
  }

  private String address(int last) {
    return subnet + last;
  }

  /** The first three numbers of addresses that nobody has here. */
  private static String freeSubnet(long first) throws IOException {
    for (int i = 0; i < SUBNETS; i++) {
      String subnet = TEST_NETWORK + (first + i) % SUBNETS + ".";
      if (NetworkInterface.getByInetAddress(InetAddress.getByName(subnet + CLIENTS)) == null) {
        return subnet;
      }
    }
    throw new IOException("no free addresses in " + TEST_NETWORK + "0.0");
  }
}
