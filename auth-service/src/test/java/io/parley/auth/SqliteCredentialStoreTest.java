// SPDX-License-Identifier: Apache-2.0
package io.parley.auth;

import io.parley.node.FreshDatabase;

final class SqliteCredentialStoreTest extends CredentialStoreContract {
  @Override
  FreshDatabase newDatabase() {
    return FreshDatabase.sqlite("auth");
  }
}
