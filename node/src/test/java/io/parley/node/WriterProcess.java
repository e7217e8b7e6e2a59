// SPDX-License-Identifier: Apache-2.0
package io.parley.node;

import static io.parley.node.Await.await;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Semaphore;

/** A process that writes rows until it is killed, and prints a line for each that is answered. */
final class WriterProcess {
  private WriterProcess() {}

  static Process start(Settings settings) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ProcessBuilder(
            java,
            "-cp",
            System.getProperty("java.class.path"),
            WriterProcess.class.getName(),
            settings.get(ServerSettings.DATA).toString())
        .redirectErrorStream(true)
        .start();
  }

  public static void main(String[] args) throws InterruptedException {
    Logs.configure(false);
    Vertx vertx = Vertx.vertx();
    try {
      Storage storage = Storage.of(vertx, Settings.of(Map.of("data", args[0])));
      Database database = await(storage.database("shelf"));
      Semaphore underWay = new Semaphore(64);
      for (int i = 0; ; i++) {
        underWay.acquire();
        String name = "item-" + i;
        database
            .update(DatabaseContract.PUT, name, i)
            .onSuccess(
                count -> {
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
