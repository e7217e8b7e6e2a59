// SPDX-License-Identifier: Apache-2.0
package io.parley.system.network;

import java.util.List;

/**
 * A place where processes run.
 *
 * @param address under which they are reached
 * @param entering the words before a command line that make it run there
 */
public record Host(String address, List<String> entering) {
  /** This machine as it is. */
  public static final Host LOOPBACK = new Host("127.0.0.1", List.of());

  public Host {
    entering = List.copyOf(entering);
  }
}
