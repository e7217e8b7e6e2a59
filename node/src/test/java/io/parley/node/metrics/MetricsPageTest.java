// SPDX-License-Identifier: Apache-2.0
package io.parley.node.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.bus.AuthRequest;
import io.parley.bus.Witness.Ending;
import io.parley.model.Username;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class MetricsPageTest {
  private final Vertx vertx = Vertx.vertx();
  private final Metrics metrics = new Metrics();
  private final MetricsPage page = new MetricsPage(vertx, metrics);

  @AfterEach
  void close() throws Exception {
    page.close();
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  @Test
  void countsAreToldByOutcome() throws Exception {
    // Given
    Counts logins = metrics.counts("parley.logins", "Logins by result.", "result");
    // When
    logins.count("ok");
    logins.count("ok");
    logins.count("locked");
    // Then
    assertThat(text())
        .contains(
            "# HELP parley_logins_total Logins by result.",
            "# TYPE parley_logins_total counter",
            "parley_logins_total{result=\"ok\"} 2.0",
            "parley_logins_total{result=\"locked\"} 1.0");
  }

  @Test
  void whatHappensAfterALookIsSeenAtTheNext() throws Exception {
    // Given
    Counts logins = metrics.counts("parley.logins", "Logins by result.", "result");
    logins.count("ok");
    text();
    // When
    logins.count("ok");
    logins.count("locked");
    // Then
    assertThat(text())
        .contains("parley_logins_total{result=\"ok\"} 2.0")
        .contains("parley_logins_total{result=\"locked\"} 1.0");
  }

  @Test
  void aLevelIsWhatCameButForWhatWent() throws Exception {
    // Given
    Level sessions = metrics.level("parley.sessions", "Users online.");
    // When
    sessions.up();
    sessions.up();
    sessions.down();
    // Then
    assertThat(text()).contains("# TYPE parley_sessions gauge").contains("parley_sessions 1.0");
  }

  @Test
  void theSameNameIsTheSameCount() throws Exception {
    // When
    metrics.level("parley.sessions", "Users online.").up();
    metrics.level("parley.sessions", "Users online.").up();
    metrics.counts("parley.logins", "Logins by result.", "result").count("ok");
    metrics.counts("parley.logins", "Logins by result.", "result").count("ok");
    // Then
    assertThat(text())
        .contains("parley_sessions 2.0")
        .contains("parley_logins_total{result=\"ok\"} 2.0");
  }

  @Test
  void questionsAreTimedByFamilyQuestionAndOutcome() throws Exception {
    // Given
    QuestionTimes times = new QuestionTimes(metrics);
    AuthRequest.Exists question = new AuthRequest.Exists(new Username("hans"));
    // When
    times.asked(question, Ending.ANSWERED, TimeUnit.MILLISECONDS.toNanos(500));
    times.asked(question, Ending.ANSWERED, TimeUnit.MILLISECONDS.toNanos(1000));
    times.asked(question, Ending.UNANSWERED, TimeUnit.SECONDS.toNanos(5));
    // Then
    String answered = "{family=\"auth\",outcome=\"answered\",question=\"Exists\"} ";
    assertThat(text())
        .contains("parley_bus_questions_seconds_count" + answered + "2")
        .contains("parley_bus_questions_seconds_sum" + answered + "1.5")
        .contains("outcome=\"unanswered\",question=\"Exists\"} 5.0")
        .doesNotContain("hans");
  }

  @Test
  void aNumberThatCostsSomethingIsAskedForWhenSomebodyLooksAndNotAgainSoon() throws Exception {
    // Given
    AtomicInteger asked = new AtomicInteger();
    metrics.sample(
        "parley.mailbox.messages",
        "Kept.",
        Duration.ofHours(1),
        () -> Future.succeededFuture((long) asked.incrementAndGet()));
    // When
    assertThat(asked).hasValue(0);
    text();
    // Then
    assertThat(text()).contains("parley_mailbox_messages 1.0");
    assertThat(asked).hasValue(1);
  }

  @Test
  void aNumberThatIsOldIsAskedForAgainAndOneThatCannotBeToldIsNone() throws Exception {
    // Given
    AtomicInteger asked = new AtomicInteger();
    metrics.sample(
        "parley.mailbox.messages",
        "Kept.",
        Duration.ZERO,
        () ->
            asked.incrementAndGet() == 1
                ? Future.succeededFuture(7L)
                : Future.failedFuture("no database"));
    // When, Then
    assertThat(text()).contains("parley_mailbox_messages 7.0");
    assertThat(text()).contains("parley_mailbox_messages NaN");
  }

  @Test
  void aNumberThatDoesNotComeHoldsNobodyUpAndIsNotAskedForTwice() throws Exception {
    // Given
    Promise<Long> never = Promise.promise();
    AtomicInteger asked = new AtomicInteger();
    metrics.sample(
        "parley.mailbox.messages",
        "Kept.",
        Duration.ZERO,
        () -> {
          asked.incrementAndGet();
          return never.future();
        });
    // When
    text();
    // Then
    assertThat(text()).contains("parley_mailbox_messages NaN");
    assertThat(asked).hasValue(1);
  }

  @Test
  void theJavaMachineAndTheProcessAreToldToo() throws Exception {
    assertThat(text())
        .contains("jvm_memory_used_bytes")
        .contains("jvm_gc_")
        .contains("jvm_threads_live_threads")
        .contains("process_uptime_seconds")
        .contains("process_cpu_usage")
        .contains("process_files_open_files");
  }

  private String text() throws Exception {
    return page.text().await(20, TimeUnit.SECONDS);
  }
}
