// SPDX-License-Identifier: Apache-2.0
package io.parley.wire;

import io.parley.wire.JsonFields.BadField;
import java.util.Optional;
import java.util.function.Function;

/**
 * The JSON dialect as a client speaks it. What a newer server may say that this version does not
 * know is {@link ServerLine.Unknown}; fields that it does not know are passed over. Stateless, for
 * any thread.
 */
public final class ClientDialect {
  /**
   * How long a server's line may be, in bytes: a list of all users has no other bound, so a client
   * that frames the server's lines needs a limit of its own.
   */
  public static final int SERVER_LINE_LIMIT = 16 * 1024 * 1024;

  /** The line that asks the server to carry out a command. */
  public String write(Optional<RequestId> id, Command command) {
    return JsonCommands.write(id, command);
  }

  /**
   * Reads a line of the server.
   *
   * @param asked the command that was sent with an id, for its answer has the shape that the
   *     command asks for. Where this knows none, the shape is guessed by the fields.
   */
  public ServerLine read(String line, Function<RequestId, Optional<Command>> asked) {
    Optional<JsonFrame> read = JsonReader.read(line, "re");
    if (read.isEmpty()) {
      return Greeting.parse(line)
          .<ServerLine>map(ServerLine.Greeted::new)
          .orElseGet(() -> new ServerLine.Unknown(line));
    }
    JsonFrame frame = read.get();
    try {
      Optional<ServerLine> known =
          frame.fields().has("ev")
              ? EventReader.read(frame.fields()).map(ServerLine.Told::new)
              : Optional.of(
                  new ServerLine.Answered(
                      frame.id(), AnswerReader.read(frame.fields(), frame.id().flatMap(asked))));
      return known.orElseGet(() -> new ServerLine.Unknown(line));
    } catch (BadField e) {
      return new ServerLine.Unknown(line);
    }
  }

  /** Reads a line of the server, guessing by its fields what it answers. */
  public ServerLine read(String line) {
    return read(line, id -> Optional.empty());
  }
}
