// SPDX-License-Identifier: Apache-2.0
package io.parley.presence;

import io.parley.node.FreshDatabase;
import org.junit.jupiter.api.extension.RegisterExtension;

final class SqliteLastSessionsTest extends LastSessionsContract {
  @RegisterExtension final FreshDatabase fresh = FreshDatabase.sqlite("presence");

  @Override
  LastSessions sessions() {
    return new SqlLastSessions(fresh.database());
  }
}
