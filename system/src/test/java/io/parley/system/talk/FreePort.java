// SPDX-License-Identifier: Apache-2.0
package io.parley.system.talk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** A port of the loopback address, for those who must know it before they listen. */
public final class FreePort {
  /** Below those that systems give to connections: one of them might take the port meanwhile. */
  private static final int FIRST = 20_000;

  private static final int END = 30_000;

  /** Where others do not begin, too; none is given twice soon. */
  private static final AtomicInteger NEXT =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(END - FIRST));

  private FreePort() {}

  /** One at which nobody listens now. */
  public static int now() {
    while (true) {
      int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), END - FIRST);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (BindException taken) {
        // the next
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
  }
}
