// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import io.parley.bus.Bus;
import io.parley.model.GatewayId;
import io.vertx.core.internal.ContextInternal;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/**
 * What the sessions of one gateway share. Everything in it belongs to the gateway's one event loop.
 *
 * @param context of the gateway, on which all its sessions run
 */
record Gateway(
    ContextInternal context,
    Bus bus,
    InstantSource clock,
    GatewayLimits limits,
    Sessions sessions,
    Departures departures,
    MessageIds messageIds,
    ResumeSecrets resumeSecrets,
    FlushRound flushRound,
    FloodGate floodGate,
    Traffic traffic) {

  /** A gateway without sessions. Call on its event loop. */
  static Gateway of(
      ContextInternal context,
      Bus bus,
      InstantSource clock,
      GatewayId id,
      GatewayLimits limits,
      Traffic traffic) {
    SecureRandom random = new SecureRandom();
    return new Gateway(
        context,
        bus,
        clock,
        limits,
        new Sessions(id, limits, traffic),
        new Departures(context, bus),
        new MessageIds(random),
        new ResumeSecrets(random),
        new FlushRound(),
        new FloodGate(limits.floods(), clock),
        traffic);
  }

  /** The time as clients are told it. */
  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
