// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import io.parley.wire.Dialect;
import io.parley.wire.Incoming;
import io.parley.wire.JsonDialect;
import io.parley.wire.Notice;
import io.parley.wire.Reply;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Says everything that one client hears, in its dialect. A program knows by its ids which command
 * an answer belongs to, so it gets each answer as soon as it is known. A person knows it only by
 * the order: there, answers are held back until all before them have been written. Event loop of
 * the session only.
 */
final class Speaker {
  private final Outbox outbox;
  private final Dialect dialect;
  private final ArrayDeque<Place> places = new ArrayDeque<>(0);

  /** The place of one answer among the others. */
  final class Place {
    private final Incoming.@Nullable Asked asked;
    private @Nullable String line;

    private Place(Incoming.@Nullable Asked asked) {
      this.asked = asked;
    }

    /** Gives the answer. */
    void fill(Reply reply) {
      if (asked != null) {
        fill(dialect.write(asked, reply).orElse(""));
      }
    }

    /** Answers that the command failed. */
    void refuse(Throwable failure) {
      if (asked != null) {
        fill(CommandTranslator.refusal(asked.command(), failure));
      }
    }

    private void fill(String text) {
      line = text;
      if (dialect.isForPrograms()) {
        write(text);
      } else {
        writeAllThatMay();
      }
    }
  }

  Speaker(Outbox outbox, Dialect dialect) {
    this.outbox = outbox;
    this.dialect = dialect;
  }

  /** For a client that has not yet said a word. A person can read it too; a program must. */
  static Speaker toStranger(Outbox outbox) {
    return new Speaker(outbox, new JsonDialect());
  }

  Dialect dialect() {
    return dialect;
  }

  /** Keeps the place for the answer to this command. */
  Place place(Incoming.Asked asked) {
    Place place = new Place(asked);
    keep(place);
    return place;
  }

  void refuse(Incoming.Malformed malformed) {
    answer(dialect.write(malformed));
  }

  void prompt(Incoming.Prompt prompt) {
    answer(prompt.line());
  }

  void tell(Notice notice) {
    outbox.append(dialect.write(notice));
  }

  void tell(SharedNotice notice) {
    outbox.append(notice.line(dialect));
  }

  /** How many answers wait for those before them. */
  int waiting() {
    return places.size();
  }

  private void answer(String line) {
    Place place = new Place(null);
    keep(place);
    place.fill(line);
  }

  private void keep(Place place) {
    if (!dialect.isForPrograms()) {
      places.add(place);
    }
  }

  private void writeAllThatMay() {
    Place first = places.peek();
    while (first != null && first.line != null) {
      write(first.line);
      places.remove();
      first = places.peek();
    }
  }

  private void write(String text) {
    if (!text.isEmpty()) {
      outbox.append(text);
    }
  }
}
