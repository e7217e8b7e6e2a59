// SPDX-License-Identifier: Apache-2.0
package io.parley.system.verify;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One message from its composing until nothing more can be learnt about it. Its number, which is
 * also its id, counts the messages from its sender to its recipient: so messages of different
 * senders to one recipient often have the same id, as the protocol allows. Changed by the {@link
 * Ledger} only.
 */
final class Sent {
  private static final Pattern TEXT = Pattern.compile("u(\\d+) to u(\\d+) number (\\d+)\\.x*");
  private static final int LONGEST_PADDING = 900;
  private static final int LONGEST_PADDING_TO_A_GUEST = 8_000;

  final int from;
  final int to;
  final int number;

  /** The moments of the ledger at which it was first and last sent; 0 if not yet. */
  long firstSent;

  long lastSent;

  /** When it was first and last sent, by the clock. */
  long firstSentNanos;

  long lastSentNanos;

  int attempts;
  boolean answered;
  boolean shown;

  /** Refused for now, and so sent anew: it has no place in the order any more. */
  boolean displaced;

  /** When it was promised before it was shown: the moment of the ledger, and the time. */
  long promisedMoment;

  long promisedNanos;

  /** The moment of the ledger at which it was shown, and whether as one that was stored. */
  long shownAt;

  boolean shownAsStored;

  /** Reported as stranded already. */
  boolean stranded;

  Sent(int from, int to, int number) {
    this.from = from;
    this.to = to;
    this.number = number;
  }

  String id() {
    return Integer.toString(number);
  }

  String text() {
    return text(from, to, number);
  }

  /**
   * What this message must look like: a few long ones among short ones, and many very long ones to
   * guests, since a store that has much to write takes longer to commit.
   */
  static String text(int from, int to, int number) {
    int padding = number % 7;
    if (Member.isGuest(to) && number % 2 == 0) {
      padding = (number * 37) % LONGEST_PADDING_TO_A_GUEST;
    } else if (number % 10 == 0) {
      padding = (number * 37) % LONGEST_PADDING;
    }
    return "u%d to u%d number %d.%s".formatted(from, to, number, "x".repeat(padding));
  }

  /** The number in a text that was sent from one to the other unchanged; -1 if it is none. */
  static int numberIn(String text, int from, int to) {
    Matcher match = TEXT.matcher(text);
    if (!match.matches()) {
      return -1;
    }
    int number = Integer.parseInt(match.group(3));
    return text.equals(text(from, to, number)) ? number : -1;
  }

  /** How it went: what to know of one that came out of order. */
  String history(long nowNanos) {
    return "%s, sent at %d and %d (%.3f and %.3f s ago), shown %s at %d"
        .formatted(
            this,
            firstSent,
            lastSent,
            (nowNanos - firstSentNanos) / 1e9,
            (nowNanos - lastSentNanos) / 1e9,
            shownAsStored ? "as stored" : "live",
            shownAt);
  }

  @Override
  public String toString() {
    return "u%d to u%d number %d (sent %d times%s%s%s)"
        .formatted(
            from,
            to,
            number,
            attempts,
            answered ? ", answered" : "",
            shown ? ", shown" : "",
            displaced ? ", displaced" : "");
  }
}
