// SPDX-License-Identifier: Apache-2.0
package io.parley.bus;

/** The answer that says no more than that it is done, durably where the question asked for that. */
public record Done() {
  public static final Done DONE = new Done();
}
