// SPDX-License-Identifier: Apache-2.0
package io.parley.node.metrics;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;

/**
 * All counts of a node as a text; what makes it is loaded when somebody asks for the first time.
 */
public final class MetricsPage {
  /** The format of the text, which is Prometheus' own. */
  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final Vertx vertx;
  private final Metrics metrics;
  private @Nullable PrometheusPage page;

  public MetricsPage(Vertx vertx, Metrics metrics) {
    this.vertx = vertx;
    this.metrics = metrics;
  }

  /** The text as it is now. */
  public Future<String> text() {
    return metrics.refresh().compose(fresh -> vertx.executeBlocking(() -> page().text()));
  }

  /** Lets go of what it holds. */
  public synchronized void close() {
    if (page != null) {
      page.close();
      page = null;
    }
  }

  private synchronized PrometheusPage page() {
    if (page == null) {
      page = new PrometheusPage(metrics);
    }
    return page;
  }
}
