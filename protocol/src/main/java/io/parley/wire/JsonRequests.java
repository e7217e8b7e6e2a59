// SPDX-License-Identifier: Apache-2.0
package io.parley.wire;

import io.parley.model.MessageId;
import io.parley.model.PeerOffer;
import io.parley.model.PeerPolicy;
import io.parley.wire.JsonFields.BadField;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Makes commands of the fields of JSON requests. */
final class JsonRequests {
  private static final int LONGEST_HOST = 255;
  private static final int LONGEST_FINGERPRINT = 256;
  private static final Map<Class<? extends Command>, Reader<?>> READERS = new HashMap<>();

  /** Makes one kind of command. */
  @FunctionalInterface
  private interface Reader<C extends Command> {
    C read(JsonFields fields) throws BadField;
  }

  static {
    reads(Command.Register.class, f -> new Command.Register(f.text("user"), f.secret("password")));
    reads(Command.Login.class, JsonRequests::login);
    reads(
        Command.Message.class,
        f -> new Command.Message(f.text("to"), f.filledText("text"), optionalMessageId(f)));
    reads(Command.Broadcast.class, f -> new Command.Broadcast(f.filledText("text")));
    reads(Command.WhoElse.class, f -> new Command.WhoElse());
    reads(
        Command.WhoElseSince.class,
        f -> new Command.WhoElseSince(f.integer("seconds", 0, Command.WhoElseSince.MAX_SECONDS)));
    reads(Command.Block.class, f -> new Command.Block(f.text("user")));
    reads(Command.Unblock.class, f -> new Command.Unblock(f.text("user")));
    reads(Command.Blocked.class, f -> new Command.Blocked());
    reads(Command.StartPrivate.class, f -> new Command.StartPrivate(f.text("user")));
    reads(Command.Consent.class, f -> new Command.Consent(f.secret("token"), f.truth("accept")));
    reads(
        Command.ChangePassword.class,
        f -> new Command.ChangePassword(f.secret("old"), f.secret("new")));
    reads(Command.Active.class, f -> new Command.Active());
    reads(Command.Acknowledge.class, f -> new Command.Acknowledge(messageId(f)));
    reads(Command.Ping.class, f -> new Command.Ping());
    reads(Command.Logout.class, f -> new Command.Logout());
  }

  private JsonRequests() {}

  private static <C extends Command> void reads(Class<C> type, Reader<C> reader) {
    READERS.put(type, reader);
  }

  /** The command that the fields are for this row. */
  static Command read(CommandEntry entry, JsonFields fields) throws BadField {
    Reader<?> reader = entry.command().map(READERS::get).orElse(null);
    if (reader == null) {
      throw new IllegalStateException(entry.verb() + " is no operation");
    }
    return reader.read(fields);
  }

  private static Command.Login login(JsonFields fields) throws BadField {
    String user = fields.text("user");
    boolean resumes = fields.has("resume");
    if (resumes && fields.has("password")) {
      throw fields.wrong("resume", "must not stand beside password; give one of them");
    }
    Command.Proof proof =
        resumes
            ? new Command.Resume(fields.secret("resume"))
            : new Command.Password(fields.secret("password"));
    boolean acknowledges = fields.optionalTruth("acks").orElse(false);
    Optional<JsonFields> peer = fields.optionalFields("peer");
    return new Command.Login(
        user,
        proof,
        acknowledges,
        peer.isEmpty() ? Optional.empty() : Optional.of(offer(peer.get())));
  }

  private static PeerOffer offer(JsonFields peer) throws BadField {
    return new PeerOffer(
        optionalWord(peer, "host", LONGEST_HOST),
        (int) peer.integer("port", 1, 65_535),
        optionalWord(peer, "fingerprint", LONGEST_FINGERPRINT),
        policy(peer));
  }

  private static Optional<String> optionalWord(JsonFields fields, String name, int longest)
      throws BadField {
    Optional<String> word = fields.optionalText(name);
    if (word.isPresent() && !isWord(word.get(), longest)) {
      throw fields.mistyped(name, "1 to " + longest + " characters without blanks");
    }
    return word;
  }

  private static boolean isWord(String text, int longest) {
    return !text.isEmpty()
        && text.length() <= longest
        && text.chars().noneMatch(c -> Character.isWhitespace(c) || Character.isSpaceChar(c));
  }

  private static PeerPolicy policy(JsonFields peer) throws BadField {
    Optional<String> policy = peer.optionalText("policy");
    return switch (policy.orElse("auto")) {
      case "auto" -> PeerPolicy.AUTO;
      case "ask" -> PeerPolicy.ASK;
      default -> throw peer.mistyped("policy", "auto or ask");
    };
  }

  private static Optional<MessageId> optionalMessageId(JsonFields fields) throws BadField {
    return fields.has("mid") ? Optional.of(messageId(fields)) : Optional.empty();
  }

  private static MessageId messageId(JsonFields fields) throws BadField {
    return MessageId.parse(fields.text("mid"))
        .orElseThrow(() -> fields.mistyped("mid", "1 to 64 of the characters A-Z a-z 0-9 _ and -"));
  }
}
