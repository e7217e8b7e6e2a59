// SPDX-License-Identifier: Apache-2.0
package io.parley.messaging;

import io.parley.bus.MessagingRequest.Send;
import io.parley.bus.RequestRefused;
import io.parley.model.FailureCode;
import io.parley.model.MessageId;
import io.parley.model.SessionRef;
import io.parley.model.Username;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The last messages that were refused for good, and in which session they were written. What comes
 * again from another session comes from somebody who did not hear the refusal, and is refused
 * again, even if its reason, such as a block, is over: what its sender had sent behind it may have
 * been accepted since, and it would come after that. Bounded. Event loop of the messaging verticle
 * only.
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
    static Key of(Send question) {
      return new Key(question.message().from(), question.message().to(), question.message().id());
    }
  }

  private record Refused(Optional<SessionRef> session, RequestRefused refusal) {}

  /** This was refused; whoever is refused for now may come again. */
  void remember(Send question, Throwable failure) {
    if (failure instanceof RequestRefused refusal && FOR_GOOD.contains(refusal.code())) {
      keyToRefused.put(Key.of(question), new Refused(question.sender(), refusal));
    }
  }

  /** How this was refused in another session, in which nobody may have heard it. */
  Optional<RequestRefused> unheard(Send question) {
    Refused refused = keyToRefused.remove(Key.of(question));
    if (refused == null || refused.session().equals(question.sender())) {
      return Optional.empty();
    }
    keyToRefused.put(Key.of(question), refused);
    return Optional.of(refused.refusal());
  }
}
