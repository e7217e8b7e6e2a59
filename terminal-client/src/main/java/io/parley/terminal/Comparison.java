// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal;

import io.parley.model.Username;
import io.parley.terminal.peer.Peers;
import io.parley.terminal.screen.Console;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Shows the person the code of a private session, and hears whether the other person sees the same.
 * For the thread that reads; each future says whether it was carried out.
 */
final class Comparison {
  /** Two people can read the digits to each other in that time. */
  private static final Duration GOOD_FOR = Duration.ofMinutes(3);

  private final Console console;
  private final Loop loop;
  private final Peers peers;
  private final Consents consents;
  private final InstantSource clock;
  private volatile @Nullable Shown shown;

  /**
   * What the person was asked.
   *
   * @param wishes how many wishes for a session there had been by then
   */
  private record Shown(Username user, String code, int wishes, Instant at) {}

  Comparison(Console console, Loop loop, Peers peers, Consents consents, InstantSource clock) {
    this.console = console;
    this.loop = loop;
    this.peers = peers;
    this.consents = consents;
    this.clock = clock;
  }

  /** Shows the code; nothing if there is no session with this user. */
  Future<Boolean> show(Username user) {
    return loop.call(() -> {
      Optional<String> code = peers.code(user);
      code.ifPresent(digits -> {
        shown = new Shown(user, digits, consents.asked(), clock.instant());
        console.show(PeerPhrases.code(user, digits, peers.isVerified(user)));
      });
      return Future.succeededFuture(code.isPresent());
    });
  }

  /** Whether the person was asked with the last command. */
  boolean isOpen() {
    return shown != null;
  }

  /** The person talks of something else. */
  void drop() {
    shown = null;
  }

  /** The person has compared. */
  Future<Boolean> answered(boolean same) {
    Shown asked = shown;
    shown = null;
    if (asked == null) {
      return Future.succeededFuture(false);
    }
    // whoever sits between two clients can ask something else, and wait for a yes to that
    if (consents.areOpen() || consents.asked() != asked.wishes()) {
      console.show(PeerPhrases.severalQuestions(asked.user()));
      return Future.succeededFuture(false);
    }
    if (asked.at().plus(GOOD_FOR).isBefore(clock.instant())) {
      console.show(PeerPhrases.askedLongAgo(asked.user()));
      return Future.succeededFuture(false);
    }
    if (!same) {
      console.show(PeerPhrases.notTheSame(asked.user()));
      return Future.succeededFuture(true);
    }
    return loop.call(() -> {
      // a session that was renewed meanwhile may have another key than the one that was shown
      if (peers.code(asked.user()).filter(asked.code()::equals).isEmpty()) {
        console.show(PeerPhrases.ended(asked.user(), Optional.empty()));
        return Future.succeededFuture(false);
      }
      return peers
          .verified(asked.user())
          .transform((kept, failure) -> {
            console.show(PeerPhrases.verified(asked.user()));
            if (failure != null) {
              console.show(PeerPhrases.notKept(String.valueOf(failure.getMessage())));
            }
            return Future.succeededFuture(failure == null);
          });
    });
  }
}
