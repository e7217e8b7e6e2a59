// SPDX-License-Identifier: Apache-2.0
package io.parley.presence;

import io.parley.model.GatewayId;
import io.parley.node.Database;
import io.parley.node.Query;
import io.vertx.core.Future;
import java.sql.PreparedStatement;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Notes in the database of which gateways some presence node hears, for presence nodes that do not.
 * Counted, not dated, so that it does not matter whether the nodes' clocks agree.
 */
interface SignsOfLife {
  /** These gateways are heard now. */
  Future<Void> heard(Collection<GatewayId> gateways);

  /** How often each gateway was heard; none that was forgotten. */
  Future<Map<GatewayId, Long>> all();

  /** These gateways are dead. */
  Future<Void> forget(Collection<GatewayId> gateways);

  /** As kept by presence in a database with its tables. */
  static SignsOfLife in(Database database) {
    return new InDatabase(database);
  }

  /** See {@link #in}. */
  record InDatabase(Database database) implements SignsOfLife {
    private static final String HEARD =
        """
        INSERT INTO gateway_heard (gateway, times) VALUES (?, 1)
        ON CONFLICT (gateway) DO UPDATE SET times = gateway_heard.times + 1\
        """;
    private static final String ALL = "SELECT gateway, times FROM gateway_heard";
    private static final String FORGET = "DELETE FROM gateway_heard WHERE gateway = ?";

    @Override
    public Future<Void> heard(Collection<GatewayId> gateways) {
      return forEach(HEARD, gateways);
    }

    @Override
    public Future<Map<GatewayId, Long>> all() {
      return database
          .read(Query.all(ALL, row -> Map.entry(new GatewayId(row.getString(1)), row.getLong(2))))
          .map(rows ->
              rows.stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    @Override
    public Future<Void> forget(Collection<GatewayId> gateways) {
      return forEach(FORGET, gateways);
    }

    private Future<Void> forEach(String sql, Collection<GatewayId> gateways) {
      // In one order everywhere, so that no two nodes wait for each other's rows.
      List<String> names = gateways.stream().map(GatewayId::value).sorted().toList();
      return database
          .write(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
              for (String name : names) {
                Query.bind(statement, name);
                statement.addBatch();
              }
              return statement.executeBatch().length;
            }
          })
          .mapEmpty();
    }
  }
}
