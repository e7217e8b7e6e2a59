// SPDX-License-Identifier: Apache-2.0
package io.parley.system.verify;

/** The ways in which a server can break its promise. */
enum Breach {
  /** Answered, and shown to nobody by the end. */
  LOST("lost"),
  /** Shown twice by a client that drops what it has shown. */
  DOUBLED("doubled"),
  /** Shown after a message that its sender had sent later. */
  OUT_OF_ORDER("out of order"),
  /** Sent after the answer to the recipient's block, and yet accepted or shown. */
  THROUGH_A_BLOCK("delivered though blocked"),
  /** Answered as stored, and not given at the next login or in the session that is there. */
  STRANDED("stranded"),
  /** Answered as delivered before the recipient's client had shown it. */
  DELIVERED_UNSHOWN("called delivered but not shown"),
  /** Refused because of a block that was not there. */
  REFUSED_WITHOUT_BLOCK("refused without a block"),
  /** Shown, but nobody sent it like this. */
  FORGED("not as sent"),
  /** Sent again and again, and never answered. */
  UNANSWERED("never answered"),
  /** Said to be stored by a node that could not reach the database. */
  PROMISED_WITHOUT_DATABASE("called stored without a database"),
  /** Has an older session beside the newest one, though the cluster is whole. */
  ONLINE_TWICE("online twice"),
  /** Seen to leave by others while a rolling restart moved it to another gateway. */
  FLICKERED("seen to leave because of a roll"),
  /** Still kept after its recipient acknowledged it and logged out. */
  KEPT_AFTER_ALL("kept though acknowledged");

  private final String words;

  Breach(String words) {
    this.words = words;
  }

  @Override
  public String toString() {
    return words;
  }
}
