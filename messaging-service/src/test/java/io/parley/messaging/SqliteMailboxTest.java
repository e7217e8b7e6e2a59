// SPDX-License-Identifier: Apache-2.0
package io.parley.messaging;

import io.parley.node.FreshDatabase;

final class SqliteMailboxTest extends MailboxContract {
  @Override
  FreshDatabase newDatabase() {
    return FreshDatabase.sqlite("messaging");
  }
}
