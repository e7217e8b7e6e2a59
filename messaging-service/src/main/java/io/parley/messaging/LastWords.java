// SPDX-License-Identifier: Apache-2.0
package io.parley.messaging;

import io.parley.bus.MessagingRequest.Send;
import io.parley.bus.RequestRefused;
import io.parley.model.ChatMessage;
import io.parley.model.FailureCode;
import io.parley.model.MessageId;
import io.parley.model.SessionRef;
import io.parley.model.Username;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The last messages that were refused for good, and in which session they were written. What comes
 * again from another session comes from somebody who did not hear the refusal, and is refused
 * again, even if its reason, such as a block, is over: what its sender had sent behind it may have
 * been accepted since, and it would come after that. The same holds for what the bus asks again.
 * Bounded. Event loop of the messaging verticle only.
 */
final class LastWords {
  private static final int MOST = 10_000;

  private static final Set<FailureCode> FOR_GOOD =
      Set.of(FailureCode.BLOCKED, FailureCode.NO_SUCH_USER, FailureCode.MAILBOX_FULL);

  private final Map<Key, Refused> keyToRefused =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Refused> eldest) {
          return size() > MOST;
        }
      };

  private record Key(Username from, Username to, MessageId id) {
    static Key of(ChatMessage message) {
      return new Key(message.from(), message.to(), message.id());
    }
  }

  /** To whom it was said: in which session, and when that had asked. */
  private record Hearer(Optional<SessionRef> session, Instant askedAt) {
    static Hearer of(Send question) {
      return new Hearer(question.sender(), question.message().acceptedAt());
    }

    /** Whoever asks anew in the same session has heard the answer, and means it. */
    boolean asksAnewAs(Hearer other) {
      return session.equals(other.session) && !askedAt.equals(other.askedAt);
    }
  }

  private record Refused(Hearer hearer, RequestRefused refusal) {}

  /** This was refused; whoever is refused for now may come again. */
  void remember(Send question, Throwable failure) {
    if (failure instanceof RequestRefused refusal && FOR_GOOD.contains(refusal.code())) {
      keyToRefused.put(Key.of(question.message()), new Refused(Hearer.of(question), refusal));
    }
  }

  /** How this was refused before, if perhaps nobody has heard that. */
  Optional<RequestRefused> unheard(Send question) {
    Key key = Key.of(question.message());
    Refused refused = keyToRefused.get(key);
    if (refused == null) {
      return Optional.empty();
    }
    Hearer hearer = Hearer.of(question);
    if (refused.hearer().asksAnewAs(hearer)) {
      keyToRefused.remove(key);
      return Optional.empty();
    }
    keyToRefused.replace(key, new Refused(hearer, refused.refusal()));
    return Optional.of(refused.refusal());
  }
}
