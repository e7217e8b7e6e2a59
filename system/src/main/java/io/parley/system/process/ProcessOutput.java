// SPDX-License-Identifier: Apache-2.0
package io.parley.system.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a server prints, read so that it never waits for a reader; its last lines are kept. */
final class ProcessOutput {
  private static final int LINES_KEPT = 2000;
  private static final Pattern PLACE =
      Pattern.compile("(?i)listen.*?\\b(localhost|[0-9]+(?:\\.[0-9]+){3}):([0-9]+)");

  private final Deque<String> lines = new ArrayDeque<>();
  private static final Pattern JOINED = Pattern.compile("^In a cluster of \\d+ node");
  private static final InetSocketAddress NOWHERE =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private final CompletableFuture<InetSocketAddress> listening = new CompletableFuture<>();
  private final CompletableFuture<InetSocketAddress> joined = new CompletableFuture<>();

  ProcessOutput(Process process) {
    // All that it said is read before its end counts: the last line tells why.
    CompletableFuture.allOf(
            process.onExit(), drained(process.getInputStream()), drained(process.getErrorStream()))
        .thenRun(() -> {
          IOException ended = new IOException("ended with status " + process.exitValue());
          listening.completeExceptionally(ended);
          joined.completeExceptionally(ended);
        });
  }

  private CompletableFuture<Void> drained(InputStream stream) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          drain(stream);
          done.complete(null);
        });
    return done;
  }

  /** Completed with the first place that the server says it listens on. */
  CompletableFuture<InetSocketAddress> listening() {
    return listening;
  }

  /** Completed when a node says that it is in a cluster, with where it listens, if it does. */
  CompletableFuture<InetSocketAddress> joined() {
    return joined;
  }

  synchronized String text() {
    return String.join("\n", lines);
  }

  private void drain(InputStream stream) {
    try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        keep(line);
        Matcher place = PLACE.matcher(line);
        if (place.find()) {
          listening.complete(
              new InetSocketAddress(place.group(1), Integer.parseInt(place.group(2))));
        }
        if (JOINED.matcher(line).find()) {
          joined.complete(listening.getNow(NOWHERE));
        }
      }
    } catch (IOException ended) {
      // the process is gone, and with it what it would have said
    }
  }

  private synchronized void keep(String line) {
    lines.addLast(line);
    if (lines.size() > LINES_KEPT) {
      lines.removeFirst();
    }
  }
}
