// SPDX-License-Identifier: Apache-2.0
package io.parley.system.store;

import io.parley.node.Logs;
import io.parley.node.Settings;
import io.parley.system.process.ScratchFolder;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code parley benchmark-store}: what it costs to promise that a message is stored. */
public final class BenchmarkStore {
  private static final int AS_THE_SERVER_DOES = 1_000;
  private static final int ONE_EACH = 1;
  private static final int SENDERS_TO_WARM_UP = 50;

  private final StoreOptions options;
  private final PrintStream out;
  private final Map<Integer, List<Measurement>> sharing = new LinkedHashMap<>();
  private final Map<Integer, List<Measurement>> oneEach = new LinkedHashMap<>();

  private BenchmarkStore(StoreOptions options, PrintStream out) {
    this.options = options;
    this.out = out;
  }

  /** Runs the command; answers its exit status. */
  public static int run(List<String> arguments, PrintStream out) throws IOException {
    if (arguments.contains("--help") || arguments.contains("-h")) {
      out.print(StoreOptions.USAGE);
      return 0;
    }
    new BenchmarkStore(StoreOptions.parse(arguments), out).run();
    return 0;
  }

  private void run() throws IOException {
    Logs.configure(false);
    out.println("Measured with " + options.command());
    if (options.database().isPresent()) {
      Settings settings = login(options.database().get());
      try {
        measure(settings);
      } finally {
        leaveNothing(settings);
      }
      return;
    }
    Path folder = folder();
    try {
      measure(Settings.of(Map.of("data", folder.toString())));
    } finally {
      ScratchFolder.delete(folder);
    }
  }

  /** Only the URL is an option: all can see what stands on the command line. */
  private static Settings login(String url) {
    Map<String, String> texts = new HashMap<>(Map.of("database", url));
    Map<String, String> environment = System.getenv();
    texts.put("database-user", environment.getOrDefault("PARLEY_DATABASE_USER", ""));
    texts.put("database-password", environment.getOrDefault("PARLEY_DATABASE_PASSWORD", ""));
    return Settings.of(texts);
  }

  private Path folder() throws IOException {
    String name = "parley-benchmark";
    Path folder =
        options.data().isPresent()
            ? Files.createTempDirectory(options.data().get(), name)
            : Files.createTempDirectory(name);
    out.println("On a file system of the kind " + Files.getFileStore(folder).type());
    return folder;
  }

  private void measure(Settings settings) {
    for (int round = 1; round <= options.rounds(); round++) {
      measure(settings, AS_THE_SERVER_DOES, sharing);
      measure(settings, ONE_EACH, oneEach);
    }
    tell();
  }

  private void measure(Settings settings, int inACommit, Map<Integer, List<Measurement>> figures) {
    try (Store store = Store.open(settings, inACommit)) {
      boolean isFirst = figures.isEmpty();
      if (isFirst && inACommit == AS_THE_SERVER_DOES) {
        out.println("Stored in " + store.place());
      }
      store.measure(SENDERS_TO_WARM_UP, options.seconds());
      for (int count : options.senders()) {
        figures
            .computeIfAbsent(count, senders -> new ArrayList<>())
            .add(store.measure(count, options.seconds()));
      }
    }
  }

  /** The database is one that is there to stay. */
  private void leaveNothing(Settings settings) {
    try (Store store = Store.open(settings, AS_THE_SERVER_DOES)) {
      store.empty(options.senders().stream().reduce(SENDERS_TO_WARM_UP, Math::max));
    }
  }

  private void tell() {
    out.println("         shared commits                               one commit each");
    out.println(" senders messages/s  commits/s  a commit  answer ms   messages/s  gain");
    sharing.forEach((count, rounds) -> {
      Measurement shared = Measurement.median(rounds);
      Measurement single = Measurement.median(oneEach.getOrDefault(count, List.of(shared)));
      out.printf(
          "%8d %10.0f %10.0f %9.1f %10.2f %12.0f %5.1f%n",
          count,
          shared.messages(),
          shared.commits(),
          shared.messagesInACommit(),
          shared.answer(),
          single.messages(),
          shared.messages() / single.messages());
    });
  }
}
