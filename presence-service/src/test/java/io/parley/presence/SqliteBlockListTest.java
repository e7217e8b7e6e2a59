// SPDX-License-Identifier: Apache-2.0
package io.parley.presence;

import static io.parley.presence.Answers.await;

import io.parley.model.SessionRef;
import io.parley.model.Username;
import io.parley.node.FreshDatabase;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.extension.RegisterExtension;

final class SqliteBlockListTest extends BlockListContract {
  @RegisterExtension final FreshDatabase fresh = FreshDatabase.sqlite("presence");

  @Override
  BlockList blocks() {
    return new SqlBlockList(fresh.database());
  }

  @Override
  void begin(Username user, SessionRef session) {
    await(
        new SqlLastSessions(fresh.database())
            .begin(user, session, Instant.EPOCH, Optional.empty()));
  }
}
