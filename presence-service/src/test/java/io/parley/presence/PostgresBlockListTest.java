// SPDX-License-Identifier: Apache-2.0
package io.parley.presence;

import io.parley.node.FreshDatabase;
import org.junit.jupiter.api.extension.RegisterExtension;

final class PostgresBlockListTest extends BlockListContract {
  @RegisterExtension final FreshDatabase fresh = FreshDatabase.postgres("presence");

  @Override
  BlockList blocks() {
    return new SqlBlockList(fresh.database());
  }
}
