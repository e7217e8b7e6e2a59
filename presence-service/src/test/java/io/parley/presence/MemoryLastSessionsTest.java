// SPDX-License-Identifier: Apache-2.0
package io.parley.presence;

final class MemoryLastSessionsTest extends LastSessionsContract {
  private final MemoryLastSessions sessions = new MemoryLastSessions(new Trouble());

  @Override
  LastSessions sessions() {
    return sessions;
  }
}
