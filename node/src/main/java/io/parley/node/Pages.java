// SPDX-License-Identifier: Apache-2.0
package io.parley.node;

import io.vertx.ext.web.Router;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What roles add to the HTTP port of their node, before or after it listens; nothing comes of it
 * where there is no such port. Any thread may call.
 */
public final class Pages {
  private final List<Consumer<Router>> waiting = new ArrayList<>();
  private @Nullable Router router;

  /** Adds routes, which must all begin with a path of their own. */
  public synchronized void add(Consumer<Router> routes) {
    if (router == null) {
      waiting.add(routes);
    } else {
      routes.accept(router);
    }
  }

  synchronized void appearOn(Router port) {
    router = port;
    waiting.forEach(routes -> routes.accept(port));
    waiting.clear();
  }
}
