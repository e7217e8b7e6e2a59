// SPDX-License-Identifier: Apache-2.0
package io.parley.messaging;

import io.parley.bus.MessagingRequest.Sent;
import io.parley.messaging.Consignment.AskingAgain;
import io.parley.messaging.Consignment.Delivering;
import io.parley.messaging.Consignment.Finished;
import io.parley.messaging.Consignment.Keeping;
import io.parley.messaging.Consignment.Kept;
import io.parley.messaging.Consignment.NotTaken;
import io.parley.messaging.Consignment.Routing;
import io.parley.messaging.Consignment.Stage;
import io.parley.messaging.Consignment.ToDeliver;
import io.parley.messaging.Consignment.ToKeep;
import io.parley.model.ChatMessage;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is in a {@link Lane}, in the order in which it came, and how much of it is at which stage.
 * Event loop of the messaging verticle only.
 */
final class LaneQueue {
  /** Not yet given to a session or the store. */
  private final ArrayDeque<Consignment> arriving = new ArrayDeque<>();

  /** Given to a session or the store, and not finished. All before {@link #arriving}. */
  private final ArrayDeque<Consignment> underWay = new ArrayDeque<>();

  private final Map<MessageKey, Consignment> byId = new HashMap<>();
  private int delivering;
  private int undelivered;
  private int keeping;

  /** The unfinished consignment of this message. */
  Optional<Consignment> find(ChatMessage message) {
    return Optional.ofNullable(byId.get(MessageKey.of(message)));
  }

  int size() {
    return arriving.size() + underWay.size();
  }

  void add(Consignment consignment) {
    byId.put(MessageKey.of(consignment.message), consignment);
    arriving.add(consignment);
  }

  /** The first that was not given to a session or the store yet. */
  Optional<Consignment> nextArriving() {
    return Optional.ofNullable(arriving.peek());
  }

  /** {@link #nextArriving} is on its way, or finished. */
  void pass() {
    Consignment next = arriving.remove();
    if (!(next.stage() instanceof Finished)) {
      underWay.add(next);
    }
  }

  void removeFinished() {
    while (!underWay.isEmpty() && underWay.peek().stage() instanceof Finished) {
      underWay.remove();
    }
  }

  /** Those given to a session or the store; the first is not finished after a removal. */
  Iterable<Consignment> underWay() {
    return underWay;
  }

  /** All that is committed and not answered, if the first under way is. */
  List<Consignment> committed() {
    return !underWay.isEmpty() && underWay.peek().stage() instanceof Kept
        ? underWay.stream().filter(each -> each.stage() instanceof Kept).toList()
        : List.of();
  }

  /** How many are on their way to a session. */
  int delivering() {
    return delivering;
  }

  /** How many a session did not take, and nothing was done with them yet. */
  int undelivered() {
    return undelivered;
  }

  /** How many are being kept, up to the answer to their senders. */
  int keeping() {
    return keeping;
  }

  void enter(Consignment consignment, Stage stage) {
    count(consignment.stage(), -1);
    consignment.enter(stage);
    count(stage, 1);
  }

  private void count(Stage stage, int change) {
    switch (stage) {
      case Delivering at -> delivering += change;
      case AskingAgain at -> undelivered += change;
      case NotTaken at -> undelivered += change;
      case Keeping at -> keeping += change;
      case Kept at -> keeping += change;
      case Routing at -> {}
      case ToDeliver at -> {}
      case ToKeep at -> {}
      case Finished at -> {}
    }
  }

  void finish(Consignment consignment, Sent answer) {
    end(consignment);
    consignment.answer.complete(answer);
  }

  /**
   * A message that is refused may be sent again later, also where it is refused for good, by a
   * sender whose connection broke before it heard that. So what its sender has sent behind it is
   * refused, too: it would overtake it. What is being committed behind it is in the same unit, and
   * fails with it. Only a refusal because of a block is remembered, and will be said again.
   */
  void refuse(Consignment refused, Throwable refusal) {
    List<Consignment> behind = Router.isBlocked(refusal) ? List.of() : behindOfSameSender(refused);
    refuseAlone(refused, refusal);
    for (Consignment other : behind) {
      switch (other.stage()) {
        case Delivering at -> other.refusedWith = refusal;
        case Routing at -> refuseAlone(other, refusal);
        case ToDeliver at -> refuseAlone(other, refusal);
        case ToKeep at -> refuseAlone(other, refusal);
        case AskingAgain at -> refuseAlone(other, refusal);
        case NotTaken at -> refuseAlone(other, refusal);
        case Keeping at -> {}
        case Kept at -> {}
        case Finished at -> {}
      }
    }
  }

  /** Refuses this one, whatever becomes of those behind it. */
  void refuseAlone(Consignment consignment, Throwable refusal) {
    end(consignment);
    consignment.answer.fail(refusal);
  }

  private List<Consignment> behindOfSameSender(Consignment first) {
    return Stream.concat(underWay.stream(), arriving.stream())
        .dropWhile(other -> other != first)
        .skip(1)
        .filter(other -> other.message.from().equals(first.message.from()))
        .toList();
  }

  private void end(Consignment consignment) {
    enter(consignment, new Finished());
    byId.remove(MessageKey.of(consignment.message));
  }
}
