// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.post;

import io.parley.model.MessageId;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The messages for which the server has not yet answered, in the order typed. With a journal they
 * survive the death of the client: a letter is durable before {@link #put} returns. For one thread
 * at a time, which may wait for the disk.
 */
public final class Outbox implements AutoCloseable {
  /** More than this must not wait. */
  public static final int MOST_LETTERS = 1_000;

  private static final long WORTH_COMPACTING = 64 * 1024;

  private final Optional<Journal> journal;
  private final Map<MessageId, Letter> waiting = new LinkedHashMap<>();

  private Outbox(Optional<Journal> journal) {
    this.journal = journal;
  }

  /** An outbox that forgets when the client ends. */
  static Outbox inMemory() {
    return new Outbox(Optional.empty());
  }

  /** An outbox with what an earlier client left in it. */
  static Outbox in(Journal journal) throws IOException {
    Outbox outbox = new Outbox(Optional.of(journal));
    for (String line : journal.found()) {
      outbox.replay(line);
    }
    outbox.compact();
    return outbox;
  }

  private void replay(String line) {
    try {
      JsonObject entry = new JsonObject(line);
      MessageId id = new MessageId(entry.getString("mid"));
      if (entry.containsKey("to")) {
        String text = Objects.requireNonNull(entry.getString("text"));
        waiting.put(id, new Letter(id, entry.getString("to"), text));
      } else {
        waiting.remove(id);
      }
    } catch (DecodeException
        | ClassCastException
        | IllegalArgumentException
        | NullPointerException e) {
      // a line that a disk fault spoiled: the others are still good
    }
  }

  /** What waits, in the order typed. */
  public List<Letter> waiting() {
    return List.copyOf(waiting.values());
  }

  /** Whether one more would be too many. */
  public boolean isFull() {
    return waiting.size() >= MOST_LETTERS;
  }

  /**
   * Keeps a letter until it is answered.
   *
   * @throws IOException if it could not be made durable; it is not in the outbox then
   */
  public void put(Letter letter) throws IOException {
    if (journal.isPresent()) {
      journal.get().appendDurably(written(letter));
    }
    waiting.put(letter.id(), letter);
  }

  /** The server has answered for a letter: it need not be sent again. */
  public void answered(MessageId id) throws IOException {
    if (waiting.remove(id) != null && journal.isPresent()) {
      // not durable: after a power cut the letter goes again, and the server knows it
      journal.get().append(new JsonObject().put("mid", id.value()).encode());
      if (waiting.isEmpty()) {
        journal.get().clear();
      } else if (journal.get().length() > WORTH_COMPACTING + 2 * size()) {
        compact();
      }
    }
  }

  private long size() {
    return waiting.values().stream().mapToLong(letter -> written(letter).length()).sum();
  }

  private void compact() throws IOException {
    if (journal.isPresent()) {
      List<String> lines = new ArrayList<>();
      waiting.values().forEach(letter -> lines.add(written(letter)));
      journal.get().replace(lines);
    }
  }

  private static String written(Letter letter) {
    return new JsonObject()
        .put("mid", letter.id().value())
        .put("to", letter.to())
        .put("text", letter.text())
        .encode();
  }

  @Override
  public void close() {
    journal.ifPresent(Journal::close);
  }
}
