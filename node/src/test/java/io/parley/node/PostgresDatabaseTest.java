// SPDX-License-Identifier: Apache-2.0
package io.parley.node;

import static io.parley.node.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.bus.RequestRefused;
import io.parley.model.FailureCode;
import io.vertx.core.Future;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PostgresDatabaseTest extends DatabaseContract {
  @Override
  FreshDatabase newDatabase() {
    return FreshDatabase.postgres("shelf");
  }

  @Test
  void workGoesOnAfterConnectionsWereLostWhileIdle() {
    // Given
    await(database().update(PUT, "cup", 3));
    assertThat(amountOf("cup")).contains(3L);
    // When
    place().dropConnections();
    // Then
    assertThat(await(database().update(PUT, "plate", 4))).isEqualTo(1);
    for (int reader = 0; reader < 20; reader++) {
      assertThat(amountOf("plate")).contains(4L);
    }
  }

  @Test
  void whatIsAnsweredWhileConnectionsBreakIsKept() {
    // When
    List<Future<Integer>> all = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      all.add(database().update(PUT, "item-" + i, i));
      if (i % 400 == 399) {
        place().dropConnections();
      }
    }
    all.forEach(future -> await(future.otherwise(0)));
    // Then
    List<String> kept =
        await(database().read(Query.all("SELECT name FROM item", row -> row.getString(1))));
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).succeeded()) {
        assertThat(all.get(i).result()).isEqualTo(1);
        assertThat(kept).contains("item-" + i);
      } else {
        assertThat(codeOf(all.get(i))).isEqualTo(FailureCode.UNAVAILABLE);
      }
    }
  }

  @Test
  void aDatabaseThatIsAwayIsUnavailableAndUsedAgainWhenItIsBack() {
    // Given
    await(database().update(PUT, "cup", 3));
    // When
    place().acceptConnections(false);
    place().dropConnections();
    Future<Integer> write = database().update(PUT, "lost", 1);
    Future<Integer> read = database().read(connection -> Query.change("SELECT 1").run(connection));
    assertThatThrownBy(() -> await(write)).isInstanceOf(RequestRefused.class);
    assertThatThrownBy(() -> await(read)).isInstanceOf(RequestRefused.class);
    place().acceptConnections(true);
    // Then
    assertThat(codeOf(write)).isEqualTo(FailureCode.UNAVAILABLE);
    assertThat(codeOf(read)).isEqualTo(FailureCode.UNAVAILABLE);
    assertThat(await(database().update(PUT, "plate", 4))).isEqualTo(1);
    assertThat(amountOf("lost")).isEmpty();
  }

  @Test
  void noFailureQuotesWhatWasWritten() {
    // Given
    await(database().update(PUT, "secret-word", 1));
    // When
    Future<Integer> again = database().update(PUT_OR_FAIL, "secret-word", 1);
    // Then
    assertThatThrownBy(() -> await(again))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("duplicate key")
        .hasMessageNotContaining("secret-word");
  }

  @Test
  void aUrlThatAsksForEncryptionIsNeverServedPlainly() {
    // Given: a server that does not encrypt
    String url = place().options().get("database") + "&sslmode=verify-full";
    Engine engine = Storage.engine(Settings.of(Map.of("database", url)));
    // Then
    assertThatThrownBy(engine::connectToRead)
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("SSL");
    assertThatThrownBy(engine::connectToWrite)
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("SSL");
  }

  private static FailureCode codeOf(Future<?> refused) {
    return ((RequestRefused) refused.cause()).code();
  }

  private PostgresPlace place() {
    return (PostgresPlace) fresh.place();
  }
}
