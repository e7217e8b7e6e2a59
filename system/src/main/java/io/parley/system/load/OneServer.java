// SPDX-License-Identifier: Apache-2.0
package io.parley.system.load;

import io.parley.system.process.ProcessFigures;
import io.parley.system.process.ServerProcess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The whole system in one process. */
record OneServer(ServerProcess process) implements Target {
  static OneServer start(List<String> options) throws IOException {
    List<String> all = new ArrayList<>(List.of("--port", "0"));
    all.addAll(options);
    return new OneServer(ServerProcess.start(all));
  }

  @Override
  public String description() {
    double seconds = process.startUp().toNanos() / 1e9;
    return String.format(Locale.ROOT, "start-up to listening      %8.2f s", seconds);
  }

  @Override
  public List<InetSocketAddress> gateways() {
    return List.of(process.address());
  }

  @Override
  public List<ProcessFigures> processes() {
    return List.of(new ProcessFigures(process.pid()));
  }

  @Override
  public void close() {
    process.close();
  }
}
