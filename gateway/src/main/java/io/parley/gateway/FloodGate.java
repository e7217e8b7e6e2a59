// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import io.netty.util.NetUtil;
import io.parley.model.Username;
import io.parley.wire.Command;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;

/**
 * Holds back who does too much of what costs others. Each gateway counts for itself: whoever
 * spreads a flood over all gateways of a cluster gets as many times the rate. Event loop only.
 */
final class FloodGate {
  private static final int BROADCAST = 10;

  /** Whoever has one IPv6 address has all of its network. */
  private static final int NETWORK_BYTES = 8;

  private final Buckets loginsPerAddress;
  private final Buckets loginsPerAccount;
  private final Buckets arrivalsPerAccount;
  private final Buckets registrationsPerAddress;
  private final Buckets messagesPerAddress;
  private final Buckets messagesPerAccount;

  FloodGate(FloodLimits limits, InstantSource clock) {
    loginsPerAddress = new Buckets(limits.loginsPerAddress(), clock);
    loginsPerAccount = new Buckets(limits.loginsPerAccount(), clock);
    arrivalsPerAccount = new Buckets(limits.arrivalsPerAccount(), clock);
    registrationsPerAddress = new Buckets(limits.registrationsPerAddress(), clock);
    messagesPerAddress = new Buckets(limits.messagesPerAddress(), clock);
    messagesPerAccount = new Buckets(limits.messagesPerAccount(), clock);
  }

  /**
   * How long somebody who is not logged in has to wait with this command; nothing if not at all.
   */
  Optional<Duration> holdsBack(String address, Command command) {
    return switch (command) {
      case Command.Login login ->
          loginsPerAddress.take(network(address), 1).or(() -> holdsBack(login));
      case Command.Register register -> registrationsPerAddress.take(network(address), 1);
      default -> Optional.empty();
    };
  }

  /** How long this user has to wait with this command; nothing if not at all. */
  Optional<Duration> holdsBack(String address, Username user, Command command) {
    int tokens =
        switch (command) {
          case Command.Message message -> 1;
          case Command.Broadcast broadcast -> BROADCAST;
          default -> 0;
        };
    return tokens == 0
        ? Optional.empty()
        : messagesPerAddress
            .take(network(address), tokens)
            .or(() -> messagesPerAccount.take(user.value(), tokens));
  }

  /**
   * How long this user, who has proven the name by password and would be seen to come, has to wait;
   * nothing if not at all. Others cannot use it up.
   */
  Optional<Duration> holdsBackArrival(Username user) {
    return arrivalsPerAccount.take(user.value(), 1);
  }

  private Optional<Duration> holdsBack(Command.Login login) {
    // The secret is good whatever others try under the name.
    return login.proof() instanceof Command.Password
        ? loginsPerAccount.take(login.user(), 1)
        : Optional.empty();
  }

  private static String network(String address) {
    InetAddress known = NetUtil.createInetAddressFromIpAddressString(address);
    return known instanceof Inet6Address
        ? Arrays.toString(Arrays.copyOf(known.getAddress(), NETWORK_BYTES))
        : address;
  }
}
