// SPDX-License-Identifier: Apache-2.0
package io.parley.messaging;

import io.parley.bus.Bus;
import io.parley.bus.GatewayRequest;
import io.parley.bus.GatewayRequest.DeliveryAnswer;
import io.parley.bus.MessagingRequest.Sent;
import io.parley.bus.RequestRefused;
import io.parley.messaging.Consignment.AskingAgain;
import io.parley.messaging.Consignment.Delivering;
import io.parley.messaging.Consignment.Finished;
import io.parley.messaging.Consignment.Keeping;
import io.parley.messaging.Consignment.Kept;
import io.parley.messaging.Consignment.Routing;
import io.parley.messaging.Consignment.ToDeliver;
import io.parley.messaging.Consignment.ToKeep;
import io.parley.model.ChatMessage;
import io.parley.model.DeliveryState;
import io.parley.model.FailureCode;
import io.parley.model.MessageId;
import io.parley.model.SessionRef;
import io.parley.model.Username;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * All messages under way to one recipient, in the order in which they came. It exists while there
 * are any. Event loop of the messaging verticle only.
 *
 * <p>Order is kept by two rules. A message is given to a session only while all before it are on
 * their way to that same session. A message is kept only when none before it is on its way to a
 * session, and stays before all later ones until the second look at the roster is done: a session
 * that appeared meanwhile is told of it before it is given anything newer.
 */
final class Lane {
  private final Username recipient;
  private final int limit;
  private final Bus bus;
  private final Router router;
  private final Mailbox mailbox;
  private final RecentPromises recent;
  private final SecondLook secondLook;
  private final FreshMeetings meetings;
  private final Consumer<Lane> whenEmpty;
  private final RandomGenerator runs;

  /** Not yet given to a session or the store. */
  private final ArrayDeque<Consignment> arriving = new ArrayDeque<>();

  /** Given to a session or the store, and not finished. All before {@link #arriving}. */
  private final ArrayDeque<Consignment> underWay = new ArrayDeque<>();

  private final Map<SenderAndId, Consignment> underWayById = new HashMap<>();
  private int delivering;
  private int undelivered;
  private int keeping;
  private @Nullable SessionRef destination;
  private long run;
  private boolean runIsBroken;
  private boolean keptSince;
  private boolean looking;
  private boolean advancing;
  private boolean anotherRound;

  private record SenderAndId(Username sender, MessageId id) {
    static SenderAndId of(ChatMessage message) {
      return new SenderAndId(message.from(), message.id());
    }
  }

  Lane(
      Username recipient,
      int limit,
      Bus bus,
      Router router,
      Mailbox mailbox,
      RecentPromises recent,
      SecondLook secondLook,
      FreshMeetings meetings,
      RandomGenerator runs,
      Consumer<Lane> whenEmpty) {
    this.recipient = recipient;
    this.limit = limit;
    this.bus = bus;
    this.router = router;
    this.mailbox = mailbox;
    this.recent = recent;
    this.secondLook = secondLook;
    this.meetings = meetings;
    this.runs = runs;
    this.whenEmpty = whenEmpty;
  }

  /** Takes a message; the answer is a promise. A repetition of one under way shares its answer. */
  Future<Sent> send(ChatMessage message, boolean idChosenBySender) {
    // Also one whose id the gateway made may come twice: part of it was lost on the way here.
    Consignment earlier = underWayById.get(SenderAndId.of(message));
    if (earlier != null) {
      return earlier.answer.future();
    }
    if (arriving.size() + underWay.size() >= limit) {
      return Future.failedFuture(
          new RequestRefused(FailureCode.UNAVAILABLE, "too much under way to " + recipient));
    }
    Consignment consignment = new Consignment(message, idChosenBySender);
    underWayById.put(SenderAndId.of(message), consignment);
    arriving.add(consignment);
    route(consignment);
    return consignment.answer.future();
  }

  /** Whether this message is under way here. */
  boolean has(ChatMessage message) {
    return underWayById.containsKey(SenderAndId.of(message));
  }

  private void route(Consignment consignment) {
    router
        .route(consignment.message, consignment.idChosenBySender)
        .onComplete(
            destination -> {
              if (consignment.stage instanceof Finished) {
                return; // refused with one before it
              }
              switch (destination) {
                case Router.Online online -> consignment.stage = new ToDeliver(online.session());
                case Router.Absent absent -> consignment.stage = new ToKeep();
                case Router.AnsweredBefore before -> answerAgain(consignment, before.promised());
              }
              advance();
            },
            refusal -> {
              if (!(consignment.stage instanceof Finished)) {
                refuseWithThoseBehind(consignment, refusal);
              }
              advance();
            });
  }

  /**
   * A message that is refused for now may be sent again later. So what its sender has sent behind
   * it is refused for now, too: it would overtake it, perhaps before its sender knows. Not what is
   * being committed already, which nobody can take back.
   */
  private void refuseWithThoseBehind(Consignment refused, Throwable refusal) {
    if (refused.stage instanceof AskingAgain) {
      undelivered--;
    }
    refuse(refused, refusal);
    if (!RequestRefused.isForNow(refusal)) {
      return;
    }
    boolean isBehind = false;
    for (Consignment other : List.copyOf(underWay)) {
      boolean waits = other.stage instanceof ToKeep || other.stage instanceof AskingAgain;
      if (isBehind && isOfSameSender(other, refused)) {
        if (waits) {
          undelivered--;
          refuse(other, refusal);
        } else if (other.stage instanceof Delivering) {
          other.refusedWith = refusal;
        }
      }
      isBehind |= other == refused;
    }
    for (Consignment other : List.copyOf(arriving)) {
      if (isBehind && !(other.stage instanceof Finished) && isOfSameSender(other, refused)) {
        refuse(other, refusal);
      }
      isBehind |= other == refused;
    }
  }

  private static boolean isOfSameSender(Consignment one, Consignment other) {
    return one.message.from().equals(other.message.from());
  }

  /**
   * It may be asked again because the service that kept it died before the second look, so that the
   * look is taken now; later messages wait for it.
   */
  private void answerAgain(Consignment consignment, Promised promised) {
    Sent answer = promised.asAnswer();
    if (answer.state() != DeliveryState.STORED) {
      finish(consignment, answer);
      return;
    }
    secondLook
        .after(consignment.message)
        .onComplete(done -> {
          if (!(consignment.stage instanceof Finished)) {
            finish(consignment, answer);
          }
          advance();
        });
  }

  /** Starts whatever the two rules allow now. What is answered at once starts another round. */
  private void advance() {
    anotherRound = true;
    if (advancing) {
      return;
    }
    advancing = true;
    while (anotherRound) {
      anotherRound = false;
      removeFinished(underWay);
      if (undelivered > 0) {
        keepUndelivered();
      }
      startArrived();
      lookAgain();
    }
    advancing = false;
    if (arriving.isEmpty() && underWay.isEmpty()) {
      whenEmpty.accept(this);
    }
  }

  private static void removeFinished(ArrayDeque<Consignment> line) {
    while (!line.isEmpty() && line.peek().stage instanceof Finished) {
      line.remove();
    }
  }

  private void keepUndelivered() {
    for (Consignment consignment : underWay) {
      switch (consignment.stage) {
        case ToKeep stage -> {
          undelivered--;
          keep(consignment);
        }
        case Keeping stage -> {}
        case Kept stage -> {}
        case Finished stage -> {}
        case Routing stage -> throw new IllegalStateException("routing, but under way");
        case ToDeliver stage -> throw new IllegalStateException("to deliver, but under way");
        case Delivering stage -> {
          return;
        }
        case AskingAgain stage -> {
          return;
        }
      }
    }
  }

  private void startArrived() {
    while (!arriving.isEmpty() && start(arriving.peek())) {
      arriving.remove();
    }
  }

  private boolean start(Consignment next) {
    return switch (next.stage) {
      case ToDeliver stage -> {
        // The session takes nothing more of a broken run: the next one begins when that has ended.
        boolean joinsThoseBefore = stage.session().equals(destination) && !runIsBroken;
        boolean free = undelivered == 0 && keeping == 0 && (delivering == 0 || joinsThoseBefore);
        if (free) {
          underWay.add(next);
          deliver(next, stage.session());
        }
        yield free;
      }
      case ToKeep stage -> {
        boolean free = undelivered == 0 && delivering == 0;
        if (free) {
          underWay.add(next);
          keep(next);
        }
        yield free;
      }
      case Finished stage -> true;
      case Routing stage -> false;
      case Delivering stage -> throw new IllegalStateException("delivering, but not under way");
      case AskingAgain stage -> throw new IllegalStateException("asking again, but not under way");
      case Keeping stage -> throw new IllegalStateException("keeping, but not under way");
      case Kept stage -> throw new IllegalStateException("kept, but not under way");
    };
  }

  private void deliver(Consignment consignment, SessionRef session) {
    if (delivering == 0) {
      run = runs.nextLong();
      runIsBroken = false;
    }
    destination = session;
    delivering++;
    consignment.stage = new Delivering(session);
    // Where this one goes was asked before the others were kept: that session may not be the one
    // that was told of them.
    boolean lookFirst = keptSince | meetings.isFirstFor(recipient);
    keptSince = false;
    bus.ask(new GatewayRequest.Deliver(session, consignment.message, run, lookFirst))
        .onComplete(
            answer -> delivered(consignment, answer), unavailable -> unanswered(consignment));
  }

  /**
   * The gateway does not answer, or is gone: the message may have been shown. A block that was made
   * after it came is then too late for it.
   */
  private void unanswered(Consignment consignment) {
    delivering--;
    askForBlockAgain(consignment, since -> since.isBefore(consignment.message.acceptedAt()));
  }

  private void delivered(Consignment consignment, DeliveryAnswer answer) {
    delivering--;
    switch (answer) {
      case GatewayRequest.Delivered ok -> {
        Promised promised = Promised.delivered(consignment.message);
        recent.add(consignment.message, promised);
        if (consignment.idChosenBySender) {
          // Not waited for: the message is safe with its recipient. Were this lost with the
          // process,
          // a repetition would be given to a client that drops what it has shown.
          mailbox.remember(consignment.message);
        }
        finish(consignment, promised.asAnswer());
        advance();
      }
      // In the parts of a cluster a user may have two sessions, of which one does not know what
      // the other has unblocked: the store has the last word.
      case GatewayRequest.BlockedByRecipient blocked -> askForBlockAgain(consignment, any -> true);
      case GatewayRequest.NotAcknowledged given -> {
        if (consignment.refusedWith != null) {
          refuse(consignment, consignment.refusedWith);
        } else {
          undelivered++;
          notTaken(consignment);
        }
        advance();
      }
      case GatewayRequest.NotDelivered not -> askForBlockAgain(consignment, any -> true);
    }
  }

  private void askForBlockAgain(Consignment consignment, Predicate<Instant> holds) {
    if (consignment.refusedWith != null) {
      refuse(consignment, consignment.refusedWith);
      advance();
      return;
    }
    undelivered++;
    consignment.stage = new AskingAgain();
    router
        .blockedSince(consignment.message)
        .onComplete(
            since -> {
              if (consignment.stage instanceof Finished) {
                return; // refused with one before it
              }
              if (since.filter(holds).isPresent()) {
                refuseWithThoseBehind(consignment, Router.blocked(consignment.message));
              } else {
                notTaken(consignment);
              }
              advance();
            },
            refusal -> {
              if (!(consignment.stage instanceof Finished)) {
                refuseWithThoseBehind(consignment, refusal);
              }
              advance();
            });
  }

  private void notTaken(Consignment consignment) {
    consignment.stage = new ToKeep();
    runIsBroken = true;
  }

  private void keep(Consignment consignment) {
    keeping++;
    consignment.stage = new Keeping();
    mailbox
        .keep(consignment.message, consignment.idChosenBySender)
        .onComplete(
            outcome -> {
              switch (outcome) {
                case KEPT -> {
                  keptSince = true;
                  consignment.stage = new Kept();
                }
                case FULL -> {
                  keeping--;
                  refuse(
                      consignment,
                      new RequestRefused(
                          FailureCode.MAILBOX_FULL, "mailbox of " + recipient + " is full"));
                }
              }
              advance();
            },
            failure -> {
              keeping--;
              refuseWithThoseBehind(consignment, failure);
              advance();
            });
  }

  /**
   * One look at a time, for all that was committed before it began. The senders are answered after
   * it: what they send then may take another way, and must find the session told of this.
   */
  private void lookAgain() {
    if (looking || underWay.isEmpty() || !(underWay.peek().stage instanceof Kept)) {
      return;
    }
    looking = true;
    ArrayDeque<Consignment> committed = new ArrayDeque<>();
    for (Consignment consignment : underWay) {
      if (consignment.stage instanceof Kept) {
        committed.add(consignment);
      }
    }
    ChatMessage last = committed.getLast().message;
    secondLook
        .after(last)
        .onComplete(done -> {
          looking = false;
          for (Consignment consignment : committed) {
            keeping--;
            finishStored(consignment);
          }
          advance();
        });
  }

  private void finishStored(Consignment consignment) {
    Promised promised = Promised.stored(consignment.message);
    if (!consignment.idChosenBySender) {
      // The store forgets it when it is acknowledged; the bus may ask again.
      recent.add(consignment.message, promised);
    }
    finish(consignment, promised.asAnswer());
  }

  private void finish(Consignment consignment, Sent answer) {
    consignment.stage = new Finished();
    forget(consignment);
    consignment.answer.complete(answer);
  }

  private void refuse(Consignment consignment, Throwable refusal) {
    consignment.stage = new Finished();
    forget(consignment);
    consignment.answer.fail(refusal);
  }

  private void forget(Consignment consignment) {
    underWayById.remove(SenderAndId.of(consignment.message));
  }
}
