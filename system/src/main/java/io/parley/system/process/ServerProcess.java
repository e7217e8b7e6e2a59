// SPDX-License-Identifier: Apache-2.0
package io.parley.system.process;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * A server of this same program in a process of its own, which can be killed, frozen, thawed and
 * ended. It never outlives the process that started it, unless that one is killed itself. Any
 * thread may call.
 */
public final class ServerProcess implements AutoCloseable {
  /** Options of a server that takes as much from one address as it can: one that is measured. */
  public static final List<String> WITHOUT_RATE_LIMITS =
      List.of(
          "--logins-per-address=0",
          "--logins-per-account=0",
          "--arrivals-per-account=0",
          "--registrations-per-address=0",
          "--messages-per-address=0",
          "--messages-per-account=0");

  private static final Duration START_PATIENCE = Duration.ofSeconds(60);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(30);

  private final Process process;
  private final ProcessOutput output;
  private final InetSocketAddress address;
  private final Duration startUp;
  private final Thread lastWill;

  private ServerProcess(
      Process process,
      ProcessOutput output,
      InetSocketAddress address,
      Duration startUp,
      Thread lastWill) {
    this.process = process;
    this.output = output;
    this.address = address;
    this.startUp = startUp;
    this.lastWill = lastWill;
  }

  /** Starts a server on a free port of the loopback address; returns when it listens. */
  public static ServerProcess start(List<String> options) throws IOException {
    return start(options, List.of());
  }

  /**
   * Starts a server; returns when it listens.
   *
   * @param options of {@code parley server}
   * @param javaOptions of the Java machine
   */
  public static ServerProcess start(List<String> options, List<String> javaOptions)
      throws IOException {
    return start(JavaCommand.of("server", options, javaOptions), ProcessOutput::listening);
  }

  /**
   * Starts a node of a cluster; returns when it plays its roles.
   *
   * @param entering the words before the command line that make it run in another place; they must
   *     give their process to it, so that it is what signals reach
   * @param options of {@code parley node}
   * @param javaOptions of the Java machine
   */
  public static ServerProcess startNode(
      List<String> entering, List<String> options, List<String> javaOptions) throws IOException {
    List<String> command = new ArrayList<>(entering);
    command.addAll(JavaCommand.of("node", options, javaOptions));
    return start(command, ProcessOutput::joined);
  }

  private static ServerProcess start(
      List<String> command, Function<ProcessOutput, CompletableFuture<InetSocketAddress>> ready)
      throws IOException {
    long begin = System.nanoTime();
    Process process = new ProcessBuilder(command).start();
    // Whatever ends this program, by an exception or by ctrl-C, ends the server too.
    Thread lastWill = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(lastWill);
    ProcessOutput output = new ProcessOutput(process);
    try {
      InetSocketAddress address = ready.apply(output).get(START_PATIENCE.toSeconds(), SECONDS);
      Duration startUp = Duration.ofNanos(System.nanoTime() - begin);
      return new ServerProcess(process, output, address, startUp, lastWill);
    } catch (InterruptedException | ExecutionException | TimeoutException failure) {
      process.destroyForcibly();
      throw new IOException("the server did not start: " + output.text(), failure);
    }
  }

  /** Where it listens for clients; port 0 if it does not. */
  public InetSocketAddress address() {
    return address;
  }

  /** How long it took from the start of the process until it listened. */
  public Duration startUp() {
    return startUp;
  }

  /** What it has printed so far, the last lines of it. */
  public String output() {
    return output.text();
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Kills it with SIGKILL and does not wait until it is gone. */
  public void killAtOnce() {
    process.destroyForcibly();
  }

  /** Kills it with SIGKILL; returns when it is gone. */
  public void kill() {
    process.destroyForcibly();
    await(STOP_PATIENCE);
    forgetLastWill();
  }

  /** Asks it to stop with SIGTERM; returns its exit status. */
  public int terminate() {
    process.destroy();
    return awaitExit();
  }

  /** Waits until it has ended by itself; returns its exit status. */
  public int awaitExit() {
    await(STOP_PATIENCE);
    forgetLastWill();
    return process.exitValue();
  }

  /** Stops it with SIGSTOP: it still holds its connections and does nothing. */
  public void freeze() throws IOException {
    signal("STOP");
  }

  /** Lets it go on after {@link #freeze()}. */
  public void thaw() throws IOException {
    signal("CONT");
  }

  /** Kills it if it still runs. */
  @Override
  public void close() {
    kill();
  }

  private void signal(String name) throws IOException {
    List<String> command = new ArrayList<>(List.of("kill", "-" + name, Long.toString(pid())));
    try {
      int status = new ProcessBuilder(command).start().waitFor();
      if (status != 0 && isAlive()) {
        throw new IOException("could not send SIG" + name);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interrupted);
    }
  }

  private void await(Duration patience) {
    CompletableFuture<Process> exit = process.onExit();
    try {
      exit.get(patience.toSeconds(), SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException failure) {
      throw new IllegalStateException("the server does not end: " + output.text(), failure);
    }
  }

  private void forgetLastWill() {
    try {
      Runtime.getRuntime().removeShutdownHook(lastWill);
    } catch (IllegalStateException ending) {
      // this program is ending: then the hook runs, and finds nothing to do
    }
  }
}
