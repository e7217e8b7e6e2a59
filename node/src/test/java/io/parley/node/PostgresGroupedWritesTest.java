// SPDX-License-Identifier: Apache-2.0
package io.parley.node;

final class PostgresGroupedWritesTest extends GroupedWritesContract {
  @Override
  FreshDatabase newDatabase() {
    return FreshDatabase.postgres("shelf");
  }
}
