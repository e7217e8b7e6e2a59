// SPDX-License-Identifier: Apache-2.0
package io.parley.messaging;

import io.parley.bus.GatewayRequest;
import io.parley.bus.GatewayRequest.DeliveryAnswer;
import io.parley.bus.MessagingRequest.Send;
import io.parley.bus.MessagingRequest.Sent;
import io.parley.bus.RequestRefused;
import io.parley.messaging.Consignment.AskingAgain;
import io.parley.messaging.Consignment.Delivering;
import io.parley.messaging.Consignment.Finished;
import io.parley.messaging.Consignment.Keeping;
import io.parley.messaging.Consignment.Kept;
import io.parley.messaging.Consignment.NotTaken;
import io.parley.messaging.Consignment.Routing;
import io.parley.messaging.Consignment.ToDeliver;
import io.parley.messaging.Consignment.ToKeep;
import io.parley.model.ChatMessage;
import io.parley.model.DeliveryState;
import io.parley.model.FailureCode;
import io.parley.model.SessionRef;
import io.parley.model.Username;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

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
  private final Router router;
  private final Mailbox mailbox;
  private final RecentAnswers recent;
  private final SecondLook secondLook;
  private final DeliveryRuns deliveries;
  private final Consumer<Lane> whenEmpty;
  private final LaneQueue queue = new LaneQueue();
  private final Spool spool;
  private boolean advancing;
  private boolean anotherRound;

  Lane(
      Username recipient,
      int limit,
      Router router,
      Mailbox mailbox,
      RecentAnswers recent,
      SecondLook secondLook,
      DeliveryRuns deliveries,
      Consumer<Lane> whenEmpty) {
    this.recipient = recipient;
    this.limit = limit;
    this.router = router;
    this.mailbox = mailbox;
    this.recent = recent;
    this.secondLook = secondLook;
    this.deliveries = deliveries;
    this.whenEmpty = whenEmpty;
    this.spool =
        new Spool(recipient, queue, mailbox, recent, secondLook, deliveries::kept, this::advance);
  }

  /** Takes a message; the answer is a promise. A repetition of one under way shares its answer. */
  Future<Sent> send(Send question) {
    // Also one whose id the gateway made may come twice: part of it was lost on the way here.
    Optional<Consignment> earlier = queue.find(question.message());
    if (earlier.isPresent()) {
      return earlier.get().answer.future();
    }
    if (queue.size() >= limit) {
      return Future.failedFuture(
          new RequestRefused(FailureCode.UNAVAILABLE, "too much under way to " + recipient));
    }
    Consignment consignment = new Consignment(question);
    queue.add(consignment);
    route(consignment);
    return consignment.answer.future();
  }

  /** Whether this message is under way here. */
  boolean has(ChatMessage message) {
    return queue.find(message).isPresent();
  }

  private void route(Consignment consignment) {
    router
        .route(consignment.question)
        .onComplete(
            destination -> {
              if (consignment.stage() instanceof Finished) {
                return; // refused with one before it
              }
              switch (destination) {
                case Router.Online there ->
                    queue.enter(consignment, new ToDeliver(there.session()));
                case Router.Absent absent -> queue.enter(consignment, new ToKeep());
                case Router.AnsweredBefore before -> answerAgain(consignment, before.promised());
              }
              advance();
            },
            refusal -> refuse(consignment, refusal));
  }

  private void refuse(Consignment consignment, Throwable refusal) {
    if (consignment.stage() instanceof Finished) {
      return; // refused with one before it
    }
    if (consignment.idChosenBySender && Router.isBlocked(refusal)) {
      refuseWhenRemembered(consignment, refusal);
    } else {
      refuseNow(consignment, refusal);
    }
  }

  /**
   * Until it is committed the refusal is not heard, and what is behind it waits: this service may
   * die, and another one would judge the message anew, after what had overtaken it.
   */
  private void refuseWhenRemembered(Consignment consignment, Throwable refusal) {
    LastWord last = recent.lastWord(consignment.message, LastWord.to(consignment.question));
    mailbox
        .remember(consignment.message, last)
        .onComplete(
            remembered -> {
              if (!(consignment.stage() instanceof Finished)) {
                refuseNow(consignment, refusal);
              }
            },
            failure -> refuse(consignment, failure));
  }

  private void refuseNow(Consignment consignment, Throwable refusal) {
    queue.refuse(consignment, refusal);
    advance();
  }

  /**
   * It may be asked again because the service that kept it died before the second look, so that the
   * look is taken now; later messages wait for it.
   */
  private void answerAgain(Consignment consignment, Promised promised) {
    Sent answer = promised.asAnswer();
    if (answer.state() != DeliveryState.STORED) {
      queue.finish(consignment, answer);
      return;
    }
    secondLook
        .after(consignment.message)
        .onComplete(done -> {
          if (!(consignment.stage() instanceof Finished)) {
            queue.finish(consignment, answer);
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
      queue.removeFinished();
      if (queue.undelivered() > 0) {
        keepWhatWasNotTaken();
      }
      startArrived();
      spool.write();
      spool.lookAgain();
    }
    advancing = false;
    if (queue.size() == 0) {
      whenEmpty.accept(this);
    }
  }

  private void keepWhatWasNotTaken() {
    for (Consignment consignment : queue.underWay()) {
      switch (consignment.stage()) {
        case NotTaken stage -> {
          if (!spool.mayAdd()) {
            return;
          }
          spool.add(consignment);
        }
        case Keeping stage -> {}
        case Kept stage -> {}
        case Finished stage -> {}
        case Delivering stage -> {
          return;
        }
        case AskingAgain stage -> {
          return;
        }
        case Routing stage -> throw new IllegalStateException("routing, but under way");
        case ToDeliver stage -> throw new IllegalStateException("to deliver, but under way");
        case ToKeep stage -> throw new IllegalStateException("to keep, but under way");
      }
    }
  }

  private void startArrived() {
    while (queue.nextArriving().filter(this::start).isPresent()) {
      queue.pass();
    }
  }

  private boolean start(Consignment next) {
    return switch (next.stage()) {
      case ToDeliver stage -> {
        boolean free = mayDeliver(stage.session());
        if (free) {
          deliver(next, stage.session());
        }
        yield free;
      }
      case ToKeep stage -> {
        boolean free = queue.undelivered() == 0 && queue.delivering() == 0 && spool.mayAdd();
        if (free) {
          spool.add(next);
        }
        yield free;
      }
      case Finished stage -> true;
      case Routing stage -> false;
      case Delivering stage -> throw new IllegalStateException("delivering, but not under way");
      case AskingAgain stage -> throw new IllegalStateException("asking again, but not under way");
      case NotTaken stage -> throw new IllegalStateException("not taken, but not under way");
      case Keeping stage -> throw new IllegalStateException("keeping, but not under way");
      case Kept stage -> throw new IllegalStateException("kept, but not under way");
    };
  }

  private boolean mayDeliver(SessionRef session) {
    return queue.undelivered() == 0
        && queue.keeping() == 0
        && (queue.delivering() == 0 || deliveries.mayFollow(session));
  }

  private void deliver(Consignment consignment, SessionRef session) {
    boolean isAlone = queue.delivering() == 0;
    queue.enter(consignment, new Delivering(session));
    deliveries
        .give(consignment.message, session, isAlone)
        .onComplete(
            answer -> delivered(consignment, answer), unavailable -> unanswered(consignment));
  }

  /**
   * The gateway does not answer, or is gone: the message may have been shown. A block that was made
   * after it came is then too late for it.
   */
  private void unanswered(Consignment consignment) {
    askForBlockAgain(consignment, since -> since.isBefore(consignment.message.acceptedAt()));
  }

  private void delivered(Consignment consignment, DeliveryAnswer answer) {
    switch (answer) {
      case GatewayRequest.Delivered ok -> {
        shown(consignment);
        advance();
      }
      // In the parts of a cluster a user may have two sessions, of which one does not know what
      // the other has unblocked: the store has the last word.
      case GatewayRequest.BlockedByRecipient blocked -> askForBlockAgain(consignment, any -> true);
      case GatewayRequest.NotAcknowledged given -> {
        if (!isRefusedWithOneBefore(consignment)) {
          notTaken(consignment);
        }
        advance();
      }
      case GatewayRequest.NotDelivered not -> askForBlockAgain(consignment, any -> true);
    }
  }

  private void shown(Consignment consignment) {
    Promised promised = Promised.delivered(consignment.message);
    recent.add(consignment.message, promised);
    if (consignment.idChosenBySender) {
      // Not waited for: the message is safe with its recipient. Were this lost with the process,
      // a repetition would be given to a client that drops what it has shown.
      mailbox.remember(consignment.message);
    }
    queue.finish(consignment, promised.asAnswer());
  }

  /** Refuses it if one before it was refused for now while this was on its way to a session. */
  private boolean isRefusedWithOneBefore(Consignment consignment) {
    if (consignment.refusedWith == null) {
      return false;
    }
    queue.refuseAlone(consignment, consignment.refusedWith);
    return true;
  }

  private void askForBlockAgain(Consignment consignment, Predicate<Instant> holds) {
    if (isRefusedWithOneBefore(consignment)) {
      advance();
      return;
    }
    queue.enter(consignment, new AskingAgain());
    router
        .blockedSince(consignment.message)
        .onComplete(
            since -> {
              if (consignment.stage() instanceof Finished) {
                return; // refused with one before it
              }
              if (since.filter(holds).isPresent()) {
                refuse(consignment, Router.blocked(consignment.message));
              } else {
                notTaken(consignment);
                advance();
              }
            },
            refusal -> refuse(consignment, refusal));
  }

  private void notTaken(Consignment consignment) {
    queue.enter(consignment, new NotTaken());
    deliveries.breakRun();
  }
}
