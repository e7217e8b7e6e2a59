// SPDX-License-Identifier: Apache-2.0
package io.parley.bus;

import io.parley.model.ChatMessage;
import io.parley.model.DeliveryState;
import io.parley.model.FailureCode;
import io.parley.model.SessionRef;
import io.parley.model.Username;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the messaging service answers: deliver or keep, to one or to all, and what was kept. */
public sealed interface MessagingRequest<R> extends Request<R> {
  @Override
  default Service service() {
    return Service.MESSAGING;
  }

  /**
   * Delivers a message or keeps it. The answer is a promise (protocol, rule 4): acknowledged by the
   * recipient's client, or committed. Idempotent by sender, recipient and message id. Refused with
   * {@link FailureCode#NO_SUCH_USER}, {@link FailureCode#BLOCKED}, {@link
   * FailureCode#MAILBOX_FULL}, {@link FailureCode#UNAVAILABLE}.
   *
   * @param idChosenBySender whether this id may come again; one that the gateway made cannot
   * @param sender in which session it was written; empty if in none
   */
  record Send(ChatMessage message, boolean idChosenBySender, Optional<SessionRef> sender)
      implements MessagingRequest<Sent> {
    /** Sends what was written in no session. */
    public Send(ChatMessage message, boolean idChosenBySender) {
      this(message, idChosenBySender, Optional.empty());
    }

    @Override
    public String about() {
      return message.to().value();
    }

    @Override
    public boolean keepsOrder() {
      return true;
    }

    @Override
    public String line() {
      return message.from() + " to " + message.to();
    }

    /** Now the id comes a second time, whoever chose it. */
    @Override
    public Optional<Request<Sent>> again() {
      return Optional.of(new Send(message, true, sender));
    }

    @Override
    public Duration patience() {
      return Duration.ofSeconds(60);
    }
  }

  /** Answer to {@link Send}. */
  record Sent(DeliveryState state, Instant at) {}

  /** Tells all users who are online now. Nothing is kept. */
  record Broadcast(Username from, String text, Instant at) implements MessagingRequest<Reached> {
    @Override
    public String about() {
      return from.value();
    }

    /** Nobody is to read it twice. */
    @Override
    public Optional<Request<Reached>> again() {
      return Optional.empty();
    }

    @Override
    public String toString() {
      return "Broadcast[" + from + "]";
    }
  }

  /**
   * Answer to {@link Broadcast}.
   *
   * @param withheld whether someone online did not get it because of a block
   */
  record Reached(int reached, boolean withheld) {}

  /**
   * The oldest messages that are kept for a user, oldest first. Only the user's own session asks.
   * Nothing is removed until it is confirmed.
   *
   * <p>The session names what it has had, as no position is a boundary: a service that stood still
   * commits what it numbered before, so that a message may appear before those collected already.
   *
   * @param had positions to leave out, at most {@link #LARGEST}
   * @param limit from 1 to {@link #LARGEST}
   */
  record Collect(Username user, List<Long> had, int limit) implements MessagingRequest<Mail> {
    public static final int LARGEST = 1_000;

    public Collect {
      had = List.copyOf(had);
    }

    @Override
    public String about() {
      return user.value();
    }
  }

  /**
   * Answer to {@link Collect}.
   *
   * @param total how many are kept, if nothing was left out; only then are they counted
   */
  record Mail(List<KeptMessage> messages, int total) {
    public Mail {
      messages = List.copyOf(messages);
    }
  }

  /**
   * A kept message and its position in the mailbox. What is kept when another one has been
   * committed has a higher position than that, as long as that is there.
   */
  record KeptMessage(long position, ChatMessage message) {}

  /**
   * Says that the user's client acknowledged these kept messages: they are not given again, and
   * their ids stay known for a while. Done means committed.
   */
  record Confirm(Username user, List<Long> positions) implements MessagingRequest<Done> {
    public Confirm {
      positions = List.copyOf(positions);
    }

    @Override
    public String about() {
      return user.value();
    }
  }
}
