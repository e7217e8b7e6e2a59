// SPDX-License-Identifier: Apache-2.0
package io.parley.messaging;

import io.parley.bus.MessagingRequest.Send;
import io.parley.model.SessionRef;
import java.time.Duration;

/**
 * That a message was refused because of a block, and to whom that was said. What comes again from
 * another session, soon, comes from somebody who did not hear it, and is refused again, even if the
 * block is over: what its sender had sent behind it may have been accepted since, and it would come
 * after that. The same holds for what the bus asks again.
 *
 * @param session in which it was said last; empty if in none
 * @param askedAt epoch milliseconds at which that session had sent it
 * @param firstAskedAt the same of the first session that may not have heard it
 */
public record LastWord(String session, long askedAt, long firstAskedAt) implements Earlier {
  /** By then a client that did not hear of a refusal has come again, or never will. */
  static final Duration SAID_AGAIN_FOR = Duration.ofMinutes(10);

  static LastWord to(Send question) {
    return new LastWord(session(question), askedAt(question), askedAt(question));
  }

  /** This one, said where that one perhaps was not heard. */
  LastWord insteadOf(LastWord earlier) {
    boolean wasHeard = earlier.session.equals(session) && earlier.askedAt != askedAt;
    return wasHeard || isTooLate(earlier, askedAt)
        ? this
        : new LastWord(session, askedAt, earlier.firstAskedAt);
  }

  /** Whoever asks anew in the same session has heard the answer, and means it. */
  boolean wasHeardBy(Send question) {
    return session.equals(session(question)) && askedAt != askedAt(question);
  }

  boolean mustBeSaidAgainTo(Send question) {
    return !wasHeardBy(question) && !isTooLate(this, askedAt(question));
  }

  private static boolean isTooLate(LastWord word, long now) {
    return now - word.firstAskedAt > SAID_AGAIN_FOR.toMillis();
  }

  private static String session(Send question) {
    return question.sender().map(SessionRef::toString).orElse("");
  }

  private static long askedAt(Send question) {
    return question.message().acceptedAt().toEpochMilli();
  }
}
