// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.link;

import io.parley.model.FailureCode;
import io.parley.wire.Command;
import io.parley.wire.Reply;
import io.parley.wire.RequestId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The requests of one connection that have no answer yet. Event loop only. */
final class Requests {
  private static final int MOST = 256;

  private record Request(Command command, int length, Promise<Reply> answer, long timer) {}

  private final Vertx vertx;
  private final Duration patience;
  private final Runnable overdue;
  private final Map<RequestId, Request> idToRequest = new LinkedHashMap<>();
  private long lastId;

  /**
   * @param overdue what to do when an answer has not come in this time
   */
  Requests(Vertx vertx, Duration patience, Runnable overdue) {
    this.vertx = vertx;
    this.patience = patience;
    this.overdue = overdue;
  }

  RequestId nextId() {
    return new RequestId(Long.toString(++lastId));
  }

  /** Whether one more would be too many. */
  boolean areTooMany() {
    return idToRequest.size() >= MOST;
  }

  /** The answer to a request that is on its way. */
  Future<Reply> add(RequestId id, Command command, int length) {
    long timer = vertx.setTimer(patience.toMillis(), late -> overdue.run());
    Promise<Reply> answer = Promise.promise();
    idToRequest.put(id, new Request(command, length, answer, timer));
    return answer.future();
  }

  /** What was asked. */
  Optional<Command> command(RequestId id) {
    return Optional.ofNullable(idToRequest.get(id)).map(Request::command);
  }

  /** An answer came, perhaps without an id. */
  void answered(Optional<RequestId> re, Reply reply) {
    re.or(() -> tooLong(reply))
        .flatMap(id -> Optional.ofNullable(idToRequest.remove(id)))
        .ifPresent(request -> {
          vertx.cancelTimer(request.timer());
          request.answer().complete(reply);
        });
  }

  /**
   * A server with a smaller limit skips a line that is too long, and so cannot say whose it was:
   * the longest, if any.
   */
  private Optional<RequestId> tooLong(Reply reply) {
    return reply instanceof Reply.Refused refused && refused.code() == FailureCode.TOO_LONG
        ? idToRequest.entrySet().stream()
            .max(Comparator.comparingInt(each -> each.getValue().length()))
            .map(Map.Entry::getKey)
        : Optional.empty();
  }

  /** There will be no answers any more. */
  void failAll() {
    List<Request> all = List.copyOf(idToRequest.values());
    idToRequest.clear();
    for (Request request : all) {
      vertx.cancelTimer(request.timer());
      request.answer().fail(new LinkLost());
    }
  }
}
