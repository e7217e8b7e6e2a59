// SPDX-License-Identifier: Apache-2.0
package io.parley.system.load;

import io.parley.system.process.ScratchFolder;
import io.parley.system.process.ServerProcess;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** {@code parley load}: what a session and a message cost. */
public final class Load {
  private static final int WARM_UP_SHARE = 4;

  private final LoadOptions options;
  private final PrintStream out;

  private Load(LoadOptions options, PrintStream out) {
    this.options = options;
    this.out = out;
  }

  /** Runs the command; answers its exit status. */
  public static int run(List<String> arguments, PrintStream out) throws IOException {
    if (arguments.contains("--help") || arguments.contains("-h")) {
      out.print(LoadOptions.USAGE);
      return 0;
    }
    new Load(LoadOptions.parse(arguments), out).run();
    return 0;
  }

  private void run() throws IOException {
    Path data = Files.createTempDirectory("parley-load");
    try (Target target = start(data)) {
      out.println("Measured with " + options.command());
      out.println(target.description());
      memory("without a session", target);
      List<LoadUser> users = logIn(target);
      memory("with %d sessions".formatted(users.size()), target);
      exchange(users, Math.max(1, options.messages() / WARM_UP_SHARE));
      measure(users, target);
      memory("after the messages", target);
      users.forEach(LoadUser::close);
    } finally {
      ScratchFolder.delete(data);
    }
  }

  private Target start(Path data) throws IOException {
    List<String> all = new ArrayList<>(List.of("--http-port", "off", "--tls-port", "off"));
    all.addAll(List.of("--data", data.toString(), "--timeout", "0", "--login-timeout", "20m"));
    all.addAll(ServerProcess.WITHOUT_RATE_LIMITS);
    all.addAll(options.serverOptions());
    return options.cluster() ? NineNodes.start(all) : OneServer.start(all);
  }

  private List<LoadUser> logIn(Target target) throws IOException {
    long begin = System.nanoTime();
    Duration before = target.cpu();
    List<Callable<LoadUser>> logins = new ArrayList<>();
    for (int i = 0; i < options.connections(); i++) {
      String name = "load-" + i;
      InetSocketAddress gateway = target.gatewayOf(i);
      logins.add(() -> LoadUser.logIn(gateway, name));
    }
    List<LoadUser> users = all(logins);
    out.printf(
        "%d accounts and logins  %8.1f s, %.1f ms of CPU each%n",
        users.size(),
        seconds(Duration.ofNanos(System.nanoTime() - begin)),
        1_000 * seconds(target.cpu().minus(before)) / users.size());
    return users;
  }

  private void measure(List<LoadUser> users, Target target) throws IOException {
    Duration before = target.cpu();
    long begin = System.nanoTime();
    long messages = exchange(users, options.messages());
    Duration elapsed = Duration.ofNanos(System.nanoTime() - begin);
    Duration cpu = target.cpu().minus(before);
    out.printf(
        "%d messages delivered      %8.1f s, %.0f a second%n",
        messages, seconds(elapsed), messages / seconds(elapsed));
    out.printf(
        "server CPU per message     %8.1f µs (acknowledged end to end, answer included)%n",
        1_000_000 * seconds(cpu) / messages);
  }

  /** Lets the pairs write; answers how many messages that were. */
  private long exchange(List<LoadUser> users, int messages) throws IOException {
    int each = Math.max(1, messages / (2 * options.pairs()));
    List<CompletableFuture<Void>> exchanges = new ArrayList<>();
    for (int i = 0; i < 2 * options.pairs(); i++) {
      String to = users.get(i ^ 1).name();
      exchanges.add(users.get(i).exchange(to, each, options.window()));
    }
    try {
      CompletableFuture.allOf(exchanges.toArray(CompletableFuture<?>[]::new)).join();
    } catch (CompletionException failure) {
      throw new IOException("a session broke", failure.getCause());
    }
    return 2L * options.pairs() * each;
  }

  private static List<LoadUser> all(List<Callable<LoadUser>> logins) throws IOException {
    List<LoadUser> users = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<LoadUser> done : threads.invokeAll(logins)) {
        users.add(done.get());
      }
    } catch (ExecutionException failure) {
      throw new IOException("a login failed", failure.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interrupted);
    }
    return users;
  }

  private void memory(String when, Target target) {
    // First the collection, which also gives back what the start needed for a moment only.
    String heap = mebibytes(target.heapKib());
    out.printf("%-26s heap %s, resident %s%n", when, heap, mebibytes(target.residentKib()));
  }

  private static String mebibytes(OptionalLong kib) {
    return kib.isPresent() ? "%.1f MiB".formatted(kib.getAsLong() / 1024.0) : "not measured";
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
