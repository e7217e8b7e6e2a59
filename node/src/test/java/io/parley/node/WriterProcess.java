// SPDX-License-Identifier: Apache-2.0
package io.parley.node;

import static io.parley.node.Await.await;

import io.parley.node.metrics.Metrics;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;

/** A process that writes rows until it is killed, and prints a line for each that is answered. */
final class WriterProcess {
  private WriterProcess() {}

  static Process start(Map<String, String> options) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command = new ArrayList<>();
    command.addAll(List.of(java, "-cp", System.getProperty("java.class.path")));
    command.add(WriterProcess.class.getName());
    options.forEach((name, text) -> command.add(name + "=" + text));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  public static void main(String[] args) throws InterruptedException {
    Logs.configure(false);
    Vertx vertx = Vertx.vertx();
    try {
      Map<String, String> options = new HashMap<>();
      for (String argument : args) {
        String[] parts = argument.split("=", 2);
        options.put(parts[0], parts[1]);
      }
      Storage storage = Storage.of(vertx, Settings.of(options), new Metrics());
      Database database = await(storage.database("shelf"));
      Semaphore underWay = new Semaphore(64);
      for (int i = 0; ; i++) {
        underWay.acquire();
        String name = "item-" + i;
        database
            .update(DatabaseScene.PUT, name, i)
            .onSuccess(count -> {
              System.out.println(name + ".");
              underWay.release();
            });
      }
    } catch (StartProblem problem) {
      System.out.println(problem.getMessage());
      await(vertx.close());
    }
  }
}
