// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import io.netty.channel.EventLoop;
import io.netty.channel.SingleThreadEventLoop;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes to all connections for which something waits, once for each turn of the event loop:
 * however many messages one turn brings for a connection, they cost one system call. One event loop
 * only.
 */
final class FlushRound {
  private List<Outbox> waiting = new ArrayList<>();
  private List<Outbox> spare = new ArrayList<>();

  void add(Outbox outbox, EventLoop loop) {
    waiting.add(outbox);
    if (waiting.size() == 1) {
      if (loop instanceof SingleThreadEventLoop turning) {
        turning.executeAfterEventLoopIteration(this::flush);
      } else {
        loop.execute(this::flush);
      }
    }
  }

  private void flush() {
    List<Outbox> round = waiting;
    waiting = spare;
    round.forEach(Outbox::flush);
    round.clear();
    spare = round;
  }
}
