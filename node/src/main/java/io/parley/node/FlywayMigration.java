// SPDX-License-Identifier: Apache-2.0
package io.parley.node;

import org.flywaydb.core.Flyway;

/** The one class that touches Flyway, so that it is loaded only when there is something to do. */
final class FlywayMigration {
  private FlywayMigration() {}

  static void run(Engine.Login login, String folder, String historyTable) {
    Flyway.configure(FlywayMigration.class.getClassLoader())
        .dataSource(login.url(), login.user().orElse(""), login.password().orElse(""))
        .locations("classpath:" + folder)
        .table(historyTable)
        // Services share a schema: that another one has tables in it already is no surprise.
        .baselineOnMigrate(true)
        .baselineVersion("0")
        .load()
        .migrate();
  }
}
