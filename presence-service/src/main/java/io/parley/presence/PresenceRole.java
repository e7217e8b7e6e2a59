// SPDX-License-Identifier: Apache-2.0
package io.parley.presence;

import io.parley.node.NodeContext;
import io.parley.node.Role;
import io.parley.node.ServerSettings;
import io.parley.node.Settings;
import io.vertx.core.Future;
import java.time.Duration;

/** The role of knowing who is online and who may reach whom. */
public final class PresenceRole implements Role {
  private static final Duration ENDING_TIME = Duration.ofSeconds(2);

  @Override
  public String name() {
    return "presence";
  }

  @Override
  public Future<String> deploy(NodeContext node) {
    return node.database(name())
        .compose(database -> {
          LastSessions lastSessions = new SqlLastSessions(database);
          return node.vertx()
              .deployVerticle(
                  new PresenceVerticle(
                      node.bus(),
                      lastSessions,
                      new SqlBlockList(database),
                      SignsOfLife.in(database),
                      node.clock(),
                      Pause.on(node.vertx()),
                      rules(node.settings())));
        });
  }

  private static ResumeRules rules(Settings settings) {
    return new ResumeRules(
        settings.get(ServerSettings.RESUME_FOR),
        settings.get(ServerSettings.RESUME_GRACE),
        ENDING_TIME);
  }
}
