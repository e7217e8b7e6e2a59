// SPDX-License-Identifier: Apache-2.0
package io.parley.system.verify;

/** A fleet that this run has started, and ends. */
interface RunningFleet extends Fleet, AutoCloseable {
  /** Whether everything runs, or a fault has just ended it. */
  boolean isAsExpected();

  /** What its processes have printed last. */
  String serverOutput();

  @Override
  void close();
}
