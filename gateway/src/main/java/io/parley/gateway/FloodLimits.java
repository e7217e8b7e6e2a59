// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import static io.parley.node.ServerSettings.ARRIVALS_PER_ACCOUNT;
import static io.parley.node.ServerSettings.LOGINS_PER_ACCOUNT;
import static io.parley.node.ServerSettings.LOGINS_PER_ADDRESS;
import static io.parley.node.ServerSettings.MESSAGES_PER_ACCOUNT;
import static io.parley.node.ServerSettings.MESSAGES_PER_ADDRESS;
import static io.parley.node.ServerSettings.REGISTRATIONS_PER_ADDRESS;

import io.parley.node.Rate;
import io.parley.node.Setting;
import io.parley.node.Settings;

/** How often clients may do what costs others: far above what people do, far below a flood. */
record FloodLimits(
    Limit loginsPerAddress,
    Limit loginsPerAccount,
    Limit arrivalsPerAccount,
    Limit registrationsPerAddress,
    Limit messagesPerAddress,
    Limit messagesPerAccount) {

  /**
   * One limit.
   *
   * @param sparesThisMachine whether it does not hold for clients on the same machine: a limit that
   *     nobody has set is meant for strangers
   */
  record Limit(Rate rate, boolean sparesThisMachine) {
    private static Limit of(Settings settings, Setting<Rate> setting) {
      return new Limit(settings.get(setting), !settings.isGiven(setting));
    }
  }

  static FloodLimits of(Settings settings) {
    return new FloodLimits(
        Limit.of(settings, LOGINS_PER_ADDRESS),
        Limit.of(settings, LOGINS_PER_ACCOUNT),
        Limit.of(settings, ARRIVALS_PER_ACCOUNT),
        Limit.of(settings, REGISTRATIONS_PER_ADDRESS),
        Limit.of(settings, MESSAGES_PER_ADDRESS),
        Limit.of(settings, MESSAGES_PER_ACCOUNT));
  }
}
