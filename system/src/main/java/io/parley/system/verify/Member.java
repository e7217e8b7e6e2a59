// SPDX-License-Identifier: Apache-2.0
package io.parley.system.verify;

/** What a participant's client remembers over its connections. */
record Member(int index, Ledger ledger, Outbox outbox, Blocks blocks, Sightings sightings) {
  /** One of so many users is a guest. */
  static final int GUEST_EVERY = 4;

  Member(int index, Ledger ledger) {
    this(index, ledger, new Outbox(), new Blocks(ledger, index), new Sightings());
  }

  static String nameOf(int index) {
    return "u" + index;
  }

  /** Whether this user is mostly away: what others write to a guest is mostly stored. */
  static boolean isGuest(int index) {
    return index % GUEST_EVERY == GUEST_EVERY - 1;
  }

  String name() {
    return nameOf(index);
  }

  /** Which participant has this name; -1 for none. */
  static int indexOf(String name) {
    return name.matches("u\\d{1,6}") ? Integer.parseInt(name.substring(1)) : -1;
  }
}
