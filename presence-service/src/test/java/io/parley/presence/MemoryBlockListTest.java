// SPDX-License-Identifier: Apache-2.0
package io.parley.presence;

final class MemoryBlockListTest extends BlockListContract {
  private final MemoryBlockList blocks = new MemoryBlockList(new Trouble());

  @Override
  BlockList blocks() {
    return blocks;
  }
}
