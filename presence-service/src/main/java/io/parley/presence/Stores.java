// SPDX-License-Identifier: Apache-2.0
package io.parley.presence;

/** Where presence keeps what it knows: the roster may be forgotten, the other two may not. */
record Stores(Roster roster, LastSessions lastSessions, BlockList blockList) {}
