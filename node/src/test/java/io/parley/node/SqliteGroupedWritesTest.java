// SPDX-License-Identifier: Apache-2.0
package io.parley.node;

final class SqliteGroupedWritesTest extends GroupedWritesContract {
  @Override
  FreshDatabase newDatabase() {
    return FreshDatabase.sqlite("shelf");
  }
}
