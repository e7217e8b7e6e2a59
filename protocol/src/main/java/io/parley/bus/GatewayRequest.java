// SPDX-License-Identifier: Apache-2.0
package io.parley.bus;

import io.parley.model.ChatMessage;
import io.parley.model.GatewayId;
import io.parley.model.GoodbyeReason;
import io.parley.model.PeerAddress;
import io.parley.model.Secret;
import io.parley.model.SessionRef;
import io.parley.model.Username;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What one gateway answers: the way back to a session. A gateway never waits for that session's own
 * commands before it answers.
 */
public sealed interface GatewayRequest<R> extends Request<R> {
  GatewayId gateway();

  @Override
  default Service service() {
    return Service.GATEWAY;
  }

  @Override
  default String about() {
    return gateway().value();
  }

  /** No other gateway has its sessions. */
  @Override
  default Optional<Request<R>> again() {
    return Optional.empty();
  }

  /** Asks the one session that it names. */
  sealed interface OfSession<R> extends GatewayRequest<R> {
    SessionRef session();

    @Override
    default GatewayId gateway() {
      return session().gateway();
    }
  }

  /**
   * Delivers a live message. Answered when the recipient's client acknowledged it, refused it by a
   * block, or can no longer get it; so it takes up to the delivery timeout and the time in line.
   *
   * @param run of messages that one after the other are on their way to the session: if it does not
   *     take one, it takes none of those behind it. Another run begins when nothing of this one is
   *     under way any more
   * @param lookFirst whether something may have been kept for the user of which the session has not
   *     been told: it comes before this
   */
  record Deliver(SessionRef session, ChatMessage message, long run, boolean lookFirst)
      implements OfSession<DeliveryAnswer> {
    @Override
    public boolean keepsOrder() {
      return true;
    }

    @Override
    public String line() {
      return session.toString();
    }

    /** Longer than a client may take to acknowledge what it is given. */
    @Override
    public Duration silence() {
      return Duration.ofSeconds(12);
    }

    /** The session knows what it has been given. */
    @Override
    public Optional<Request<DeliveryAnswer>> again() {
      return Optional.of(this);
    }

    @Override
    public Duration patience() {
      return Duration.ofSeconds(45);
    }
  }

  /** Answer to {@link Deliver}. */
  sealed interface DeliveryAnswer {}

  /** The recipient's client acknowledged it. */
  record Delivered() implements DeliveryAnswer {}

  /** The recipient has blocked the sender. */
  record BlockedByRecipient() implements DeliveryAnswer {}

  /**
   * Given to the client, which did not acknowledge it before the session ended. It may have been
   * shown, so that a block made since then comes too late for it.
   */
  record NotAcknowledged() implements DeliveryAnswer {}

  /** Not given to the client: the session has ended, or too much waits for it already. */
  record NotDelivered() implements DeliveryAnswer {}

  /** Says that something was kept for the session's user: it must collect again. */
  record Nudge(SessionRef session) implements OfSession<Done> {}

  /** Tells all sessions of a gateway but the sender's, and those whose users blocked the sender. */
  record TellAll(GatewayId gateway, Username from, String text, Instant at)
      implements GatewayRequest<MessagingRequest.Reached> {
    @Override
    public String toString() {
      return "TellAll[" + gateway + ", from " + from + "]";
    }
  }

  /** Tells all sessions of a gateway a word of the administrator; nobody can block it. */
  record Announce(GatewayId gateway, String text, Instant at)
      implements GatewayRequest<MessagingRequest.Reached> {
    @Override
    public String toString() {
      return "Announce[" + gateway + "]";
    }
  }

  /**
   * Tells a session's client that another wants a private session, after asking for consent where
   * its policy says so.
   *
   * @param fingerprint of the asker's certificate
   */
  record Meet(SessionRef session, Username from, Optional<String> fingerprint, Secret token)
      implements OfSession<MeetAnswer> {
    @Override
    public Duration patience() {
      return Duration.ofSeconds(35);
    }
  }

  /** Answer to {@link Meet}. */
  sealed interface MeetAnswer {}

  /** The client expects the connection, here. */
  record Expecting(PeerAddress peer) implements MeetAnswer {}

  /** The user said no, or nothing in time. */
  record Declined() implements MeetAnswer {}

  /** The client takes no private sessions. */
  record TakesNone() implements MeetAnswer {}

  /** The user has blocked the asker. */
  record Unwelcome() implements MeetAnswer {}

  /** There is no such session any more. */
  record Gone() implements MeetAnswer {}

  /**
   * Ends a session. Done means that nothing of it is under way any more: all that its client
   * acknowledged is confirmed, all else will be kept.
   */
  record End(SessionRef session, GoodbyeReason reason) implements OfSession<Done> {}

  /**
   * Which of these sessions a gateway does not have. The answer is final: a session is there before
   * it is claimed, and no number is used twice.
   */
  record Missing(GatewayId gateway, List<Long> numbers) implements GatewayRequest<MissingOnes> {
    public Missing {
      numbers = List.copyOf(numbers);
    }
  }

  /** Answer to {@link Missing}. */
  record MissingOnes(List<Long> numbers) {
    public MissingOnes {
      numbers = List.copyOf(numbers);
    }
  }
}
