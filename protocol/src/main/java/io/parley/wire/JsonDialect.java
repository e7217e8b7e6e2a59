// SPDX-License-Identifier: Apache-2.0
package io.parley.wire;

import io.parley.model.FailureCode;
import io.parley.wire.JsonFields.BadField;
import java.time.Duration;
import java.util.Optional;

/** The dialect of programs: each line is one JSON object. */
public final class JsonDialect implements Dialect {
  @Override
  public Incoming read(String line) {
    Optional<JsonFrame> read = JsonReader.read(line, "id");
    if (read.isEmpty()) {
      return new Incoming.Malformed(
          Optional.empty(), FailureCode.BAD_REQUEST, "The line is not one JSON object.");
    }
    JsonFrame frame = read.get();
    if (frame.fault().isPresent()) {
      return bad(frame, frame.fault().get());
    }
    try {
      String op = frame.fields().text("op");
      Optional<CommandEntry> entry = CommandSyntax.PROTOCOL.operation(op);
      if (entry.isEmpty()) {
        return new Incoming.Malformed(
            frame.id(),
            FailureCode.UNKNOWN_COMMAND,
            "There is no op " + Printable.quoted(op) + " in this version of the protocol.");
      }
      return new Incoming.Asked(frame.id(), JsonRequests.read(entry.get(), frame.fields()));
    } catch (BadField e) {
      return bad(frame, String.valueOf(e.getMessage()));
    }
  }

  private static Incoming.Malformed bad(JsonFrame frame, String text) {
    return new Incoming.Malformed(frame.id(), FailureCode.BAD_REQUEST, text);
  }

  @Override
  public Optional<String> write(Incoming.Asked asked, Reply reply) {
    boolean neverAnswered = asked.command() instanceof Command.Acknowledge;
    boolean unasked = asked.id().isEmpty() && !(reply instanceof Reply.Refused);
    return neverAnswered || unasked
        ? Optional.empty()
        : Optional.of(JsonAnswers.write(asked.id(), reply));
  }

  @Override
  public String write(Incoming.Malformed malformed) {
    return JsonAnswers.write(
        malformed.id(),
        new Reply.Refused(malformed.code(), malformed.text(), Optional.<Duration>empty()));
  }

  @Override
  public String write(Notice notice) {
    return JsonEvents.write(notice);
  }

  @Override
  public boolean isForPrograms() {
    return true;
  }
}
