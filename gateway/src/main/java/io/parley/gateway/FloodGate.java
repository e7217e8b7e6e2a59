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

  /** Two passwords are hashed for it, which takes as long as hundreds of messages. */
  private static final int PASSWORD_CHANGE = 100;

  /** Whoever has one IPv6 address has all of its network. */
  private static final int NETWORK_BYTES = 8;

  private final Counter loginsPerAddress;
  private final Counter loginsPerAccount;
  private final Counter arrivalsPerAccount;
  private final Counter registrationsPerAddress;
  private final Counter messagesPerAddress;
  private final Counter messagesPerAccount;

  FloodGate(FloodLimits limits, InstantSource clock) {
    loginsPerAddress = new Counter(limits.loginsPerAddress(), clock);
    loginsPerAccount = new Counter(limits.loginsPerAccount(), clock);
    arrivalsPerAccount = new Counter(limits.arrivalsPerAccount(), clock);
    registrationsPerAddress = new Counter(limits.registrationsPerAddress(), clock);
    messagesPerAddress = new Counter(limits.messagesPerAddress(), clock);
    messagesPerAccount = new Counter(limits.messagesPerAccount(), clock);
  }

  /** Counts for one limit. */
  private static final class Counter {
    private final Buckets buckets;
    private final boolean sparesThisMachine;

    Counter(FloodLimits.Limit limit, InstantSource clock) {
      this.buckets = new Buckets(limit.rate(), clock);
      this.sparesThisMachine = limit.sparesThisMachine();
    }

    Optional<Duration> take(String address, String key, int tokens) {
      return sparesThisMachine && isThisMachine(address)
          ? Optional.empty()
          : buckets.take(key, tokens);
    }
  }

  /**
   * How long somebody who is not logged in has to wait with this command; nothing if not at all.
   */
  Optional<Duration> holdsBack(String address, Command command) {
    return switch (command) {
      case Command.Login login ->
          loginsPerAddress
              .take(address, network(address), 1)
              .or(() -> holdsBackLogin(address, login));
      case Command.Register register -> registrationsPerAddress.take(address, network(address), 1);
      default -> Optional.empty();
    };
  }

  /** How long whoever gives a password from here, other than to log in as a client, has to wait. */
  Optional<Duration> holdsBackPassword(String address) {
    return loginsPerAddress.take(address, network(address), 1);
  }

  /** How long this user has to wait with this command; nothing if not at all. */
  Optional<Duration> holdsBack(String address, Username user, Command command) {
    int tokens =
        switch (command) {
          case Command.Message message -> 1;
          case Command.Broadcast broadcast -> BROADCAST;
          case Command.ChangePassword change -> PASSWORD_CHANGE;
          // Each of these is a question to the database or to another person.
          case Command.StartPrivate start -> 1;
          case Command.Block block -> 1;
          case Command.Unblock unblock -> 1;
          default -> 0;
        };
    return tokens == 0
        ? Optional.empty()
        : messagesPerAddress
            .take(address, network(address), tokens)
            .or(() -> messagesPerAccount.take(address, user.value(), tokens));
  }

  /**
   * How long this user, who has proven the name by password and would be seen to come, has to wait;
   * nothing if not at all. Others cannot use it up.
   */
  Optional<Duration> holdsBackArrival(String address, Username user) {
    return arrivalsPerAccount.take(address, user.value(), 1);
  }

  private Optional<Duration> holdsBackLogin(String address, Command.Login login) {
    // The secret is good whatever others try under the name.
    if (!(login.proof() instanceof Command.Password)) {
      return Optional.empty();
    }
    // What cannot be a name is refused for nothing, and is not worth remembering.
    return Username.parse(login.user())
        .flatMap(name -> loginsPerAccount.take(address, name.value(), 1));
  }

  private static boolean isThisMachine(String address) {
    InetAddress known = NetUtil.createInetAddressFromIpAddressString(address);
    return known != null && known.isLoopbackAddress();
  }

  private static String network(String address) {
    InetAddress known = NetUtil.createInetAddressFromIpAddressString(address);
    return known instanceof Inet6Address
        ? Arrays.toString(Arrays.copyOf(known.getAddress(), NETWORK_BYTES))
        : address;
  }
}
