// SPDX-License-Identifier: Apache-2.0
package io.parley.wire;

/** How the first line of a connection picks the dialect for all of it. */
public final class DialectChoice {
  private DialectChoice() {}

  /** A fresh dialect for a connection whose first line is this one. */
  public static Dialect by(Line first) {
    return first.firstByte() == '{' ? new JsonDialect() : new TextDialect();
  }
}
