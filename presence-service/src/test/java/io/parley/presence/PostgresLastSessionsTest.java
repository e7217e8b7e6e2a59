// SPDX-License-Identifier: Apache-2.0
package io.parley.presence;

import io.parley.node.FreshDatabase;
import org.junit.jupiter.api.extension.RegisterExtension;

final class PostgresLastSessionsTest extends LastSessionsContract {
  @RegisterExtension final FreshDatabase fresh = FreshDatabase.postgres("presence");

  @Override
  LastSessions sessions() {
    return new SqlLastSessions(fresh.database());
  }
}
