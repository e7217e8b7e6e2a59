// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import io.parley.wire.Dialect;
import io.parley.wire.Notice;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A notice for many sessions, which is put into bytes once for each dialect. */
final class SharedNotice {
  private final Notice notice;
  private byte @Nullable [] forPrograms;
  private byte @Nullable [] forPeople;

  SharedNotice(Notice notice) {
    this.notice = notice;
  }

  /** The line, with its ending. */
  byte[] line(Dialect dialect) {
    if (dialect.isForPrograms()) {
      forPrograms = forPrograms == null ? encode(dialect) : forPrograms;
      return forPrograms;
    }
    forPeople = forPeople == null ? encode(dialect) : forPeople;
    return forPeople;
  }

  private byte[] encode(Dialect dialect) {
    return (dialect.write(notice) + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
