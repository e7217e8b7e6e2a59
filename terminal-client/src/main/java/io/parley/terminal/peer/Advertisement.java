// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.peer;

import io.parley.keys.Identity;
import io.parley.model.PeerOffer;
import io.parley.terminal.link.GatewayLink;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** How others can reach this client, as it tells the server at a login. Event loop only. */
final class Advertisement {
  private static final String EVERY_ADDRESS = "0.0.0.0";

  private final Vertx vertx;
  private final KeyRing keys;
  private final PeerSettings settings;
  private final PeerListener listener;
  private final PeerEvents events;

  Advertisement(
      Vertx vertx, PeerSettings settings, KeyRing keys, PeerListener listener, PeerEvents events) {
    this.vertx = vertx;
    this.keys = keys;
    this.settings = settings;
    this.listener = listener;
    this.events = events;
  }

  /** What to offer by this connection; from then on this client listens. */
  Future<Optional<PeerOffer>> by(GatewayLink link) {
    if (settings.policy().isEmpty()) {
      return Future.succeededFuture(Optional.empty());
    }
    return vertx.executeBlocking(keys::own).compose(own -> listen(link, own));
  }

  private Future<Optional<PeerOffer>> listen(GatewayLink link, Identity own) {
    // where the server is, others come from, unless the person knows better
    String address = settings.host().isPresent() ? EVERY_ADDRESS : link.localHost();
    return listener
        .listen(address, own)
        .map(port ->
            Optional.of(
                new PeerOffer(
                    settings.host(),
                    port,
                    Optional.of(own.fingerprint().text()),
                    settings.policy().orElseThrow())))
        .otherwise(fault -> {
          events.cannotListen(settings.port());
          return Optional.empty();
        });
  }

  /** Whether the server is on this computer, where an address of this computer means something. */
  static boolean isNear(GatewayLink link) {
    try {
      return link.localHost().equals(link.remoteHost())
          || InetAddress.getByName(link.remoteHost()).isLoopbackAddress();
    } catch (UnknownHostException e) {
      // an address literal is always known
      return false;
    }
  }
}
