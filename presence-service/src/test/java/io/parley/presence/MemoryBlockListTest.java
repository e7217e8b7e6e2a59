// SPDX-License-Identifier: Apache-2.0
package io.parley.presence;

import io.parley.model.SessionRef;
import io.parley.model.Username;

final class MemoryBlockListTest extends BlockListContract {
  private final MemoryBlockList blocks = new MemoryBlockList(new Trouble());

  @Override
  BlockList blocks() {
    return blocks;
  }

  @Override
  void begin(Username user, SessionRef session) {
    blocks.begin(user, session);
  }
}
