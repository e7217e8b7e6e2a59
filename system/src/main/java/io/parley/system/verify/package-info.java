// SPDX-License-Identifier: Apache-2.0
/**
 * The fault test: a load of participants that follow the rules, a server that is killed, frozen and
 * restarted under them, and a ledger that holds every answer against what recipients were shown.
 */
@NullMarked
package io.parley.system.verify;

import org.jspecify.annotations.NullMarked;
