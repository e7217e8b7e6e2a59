// SPDX-License-Identifier: Apache-2.0
package io.parley.system.load;

import io.parley.system.process.ProcessFigures;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;

/** What is measured: one server, or a cluster; of several processes the sum. */
interface Target extends AutoCloseable {
  /** What it is, with how long it took to start. */
  String description();

  /** Where clients find it. */
  List<InetSocketAddress> gateways();

  List<ProcessFigures> processes();

  @Override
  void close() throws IOException;

  /** Where this user of the load logs in. */
  default InetSocketAddress gatewayOf(int user) {
    return gateways().get(user % gateways().size());
  }

  default Duration cpu() {
    return processes().stream().map(ProcessFigures::cpu).reduce(Duration.ZERO, Duration::plus);
  }

  default OptionalLong heapKib() {
    return sum(ProcessFigures::heapKibAfterCollection);
  }

  default OptionalLong residentKib() {
    return sum(ProcessFigures::residentKib);
  }

  private OptionalLong sum(Function<ProcessFigures, OptionalLong> figure) {
    List<OptionalLong> all = processes().stream().map(figure).toList();
    return all.stream().allMatch(OptionalLong::isPresent)
        ? OptionalLong.of(all.stream().mapToLong(OptionalLong::orElseThrow).sum())
        : OptionalLong.empty();
  }
}
