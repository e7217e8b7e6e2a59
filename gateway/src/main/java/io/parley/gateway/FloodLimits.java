// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import static io.parley.node.ServerSettings.ARRIVALS_PER_ACCOUNT;
import static io.parley.node.ServerSettings.LOGINS_PER_ACCOUNT;
import static io.parley.node.ServerSettings.LOGINS_PER_ADDRESS;
import static io.parley.node.ServerSettings.MESSAGES_PER_ACCOUNT;
import static io.parley.node.ServerSettings.MESSAGES_PER_ADDRESS;
import static io.parley.node.ServerSettings.REGISTRATIONS_PER_ADDRESS;

import io.parley.node.Rate;
import io.parley.node.Settings;

/** How often clients may do what costs others: far above what people do, far below a flood. */
record FloodLimits(
    Rate loginsPerAddress,
    Rate loginsPerAccount,
    Rate arrivalsPerAccount,
    Rate registrationsPerAddress,
    Rate messagesPerAddress,
    Rate messagesPerAccount) {

  static FloodLimits of(Settings settings) {
    return new FloodLimits(
        settings.get(LOGINS_PER_ADDRESS),
        settings.get(LOGINS_PER_ACCOUNT),
        settings.get(ARRIVALS_PER_ACCOUNT),
        settings.get(REGISTRATIONS_PER_ADDRESS),
        settings.get(MESSAGES_PER_ADDRESS),
        settings.get(MESSAGES_PER_ACCOUNT));
  }
}
