// SPDX-License-Identifier: Apache-2.0
package io.parley.messaging;

import io.parley.node.FreshDatabase;

final class PostgresMailboxTest extends MailboxContract {
  @Override
  FreshDatabase newDatabase() {
    return FreshDatabase.postgres("messaging");
  }
}
