// SPDX-License-Identifier: Apache-2.0
package io.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.model.DeliveryState;
import io.parley.model.FailureCode;
import io.parley.model.GoodbyeReason;
import io.parley.model.MessageId;
import io.parley.model.Secret;
import io.parley.model.Username;
import io.parley.sample.Chance;
import io.parley.sample.Records;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TextDialectTest {
  private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678Z");
  private static final Username HANS = new Username("hans");
  private static final Username YODA = new Username("yoda");
  private static final Command LOGIN =
      new Command.Login(
          "hans", new Command.Password(new Secret("falcon*solo")), false, Optional.empty());

  private final TextDialect dialect = new TextDialect();

  @Test
  void aLineIsACommand() {
    assertThat(dialect.read("login hans falcon*solo")).isEqualTo(asked(LOGIN));
  }

  @Test
  void loginAloneAsksForTheNameThenThePassword() {
    assertThat(dialect.read("login")).isEqualTo(new Incoming.Prompt("Your name?"));
    assertThat(dialect.read(" hans ")).isEqualTo(new Incoming.Prompt("Your password?"));
    assertThat(dialect.read("falcon*solo")).isEqualTo(asked(LOGIN));
    assertThat(dialect.read("falcon*solo")).isInstanceOf(Incoming.Malformed.class);
  }

  @Test
  void aNameThatIsACommandIsStillAName() {
    dialect.read("register");
    assertThat(dialect.read("help")).isEqualTo(new Incoming.Prompt("Your password?"));
    assertThat(dialect.read("  pass word "))
        .isEqualTo(asked(new Command.Register("help", new Secret("  pass word "))));
  }

  @Test
  void aNewPasswordIsAskedForToo() {
    assertThat(dialect.read("passwd")).isEqualTo(new Incoming.Prompt("Your old password?"));
    assertThat(dialect.read("old one")).isEqualTo(new Incoming.Prompt("Your new password?"));
    assertThat(dialect.read("new one"))
        .isEqualTo(asked(new Command.ChangePassword(new Secret("old one"), new Secret("new one"))));
  }

  @Test
  void aDialogueIsCancelled() {
    dialect.read("login hans");
    assertThat(dialect.read("Cancel")).isEqualTo(new Incoming.Prompt("The login is cancelled."));
    assertThat(dialect.read("whoelse")).isEqualTo(asked(new Command.WhoElse()));
  }

  @Test
  void aWholeCommandInsteadOfANameEndsTheDialogue() {
    dialect.read("login");
    assertThat(dialect.read("login hans falcon*solo")).isEqualTo(asked(LOGIN));
    dialect.read("login");
    assertThat(dialect.read("hans solo"))
        .isInstanceOfSatisfying(
            Incoming.Malformed.class, wrong -> assertThat(wrong.text()).contains("login"));
    assertThat(dialect.read("ping")).isEqualTo(asked(new Command.Ping()));
  }

  @Test
  void aControlCharacterIsRefusedAndEndsTheDialogue() {
    for (char c = 0; c <= 0x9f; c++) {
      if (Printable.isControl(c) && c != '\t') {
        dialect.read("login");
        assertThat(dialect.read("broadcast a" + c + "b"))
            .isInstanceOfSatisfying(
                Incoming.Malformed.class,
                wrong -> assertThat(wrong.code()).isEqualTo(FailureCode.BAD_REQUEST));
        assertThat(dialect.read("ping")).isEqualTo(asked(new Command.Ping()));
      }
    }
    assertThat(dialect.read("broadcast a\tb")).isEqualTo(asked(new Command.Broadcast("a\tb")));
  }

  @Test
  void aTabIsNoPartOfAPassword() {
    dialect.read("login hans");
    assertThat(dialect.read("falcon\tsolo")).isInstanceOf(Incoming.Malformed.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"startprivate yoda", "STARTPRIVATE yoda", "private yoda hi", "stopprivate"})
  void privateSessionsNeedAClientThatCanListen(String line) {
    assertThat(dialect.read(line))
        .asInstanceOf(InstanceOfAssertFactories.type(Incoming.Malformed.class))
        .satisfies(refused ->
            assertThat(dialect.write(refused))
                .isEqualTo(
                    "Error: Private sessions need a client that can listen; log in with"
                        + " parley client."));
  }

  @Test
  void anErrorStartsAsOne() {
    assertThat(dialect.write(malformed("mesage yoda hi")))
        .isEqualTo(
            "Error: There is no command mesage; did you mean message? Type help for all commands.");
    assertThat(dialect.write(malformed("{\"op\":\"ping\"}"))).startsWith("Error: ");
    assertThat(said("block hans", new Reply.Refused(FailureCode.SELF, "You cannot.")))
        .isEqualTo("Error: You cannot.");
  }

  @Test
  void eachAnswerIsASentence() {
    MessageId id = new MessageId("m");
    assertThat(said("register hans falcon*solo", new Reply.Ok()))
        .isEqualTo("The account hans is made; log in now.");
    assertThat(said("message yoda hi", new Reply.MessageAccepted(id, DeliveryState.DELIVERED, AT)))
        .isEqualTo("Delivered to yoda.");
    assertThat(said("message yoda hi", new Reply.MessageAccepted(id, DeliveryState.STORED, AT)))
        .isEqualTo("Stored for yoda, who gets it at the next login.");
    assertThat(said("broadcast hi", new Reply.BroadcastSent(1, false)))
        .isEqualTo("Broadcast to 1 user.");
    assertThat(said("broadcast hi", new Reply.BroadcastSent(0, true)))
        .isEqualTo(
            "Broadcast to 0 users. Some could not be reached, because they have blocked you.");
    assertThat(said("block yoda", new Reply.Ok())).isEqualTo("yoda is blocked.");
    assertThat(said("unblock yoda", new Reply.Ok())).isEqualTo("yoda is unblocked.");
    assertThat(said("passwd a b", new Reply.Ok())).isEqualTo("Your password is changed.");
    assertThat(said("ping", new Reply.Pong(AT)))
        .isEqualTo("The server is there; its time is 2026-01-02 03:04:05 UTC.");
    assertThat(said("logout", new Reply.Ok())).isEqualTo("You are logged out.");
  }

  @Test
  void listsSayWhoIsInThemAndWhenNobodyIs() {
    Reply both = new Reply.UserList(List.of(HANS, YODA));
    Reply nobody = new Reply.UserList(List.of());

    assertThat(said("whoelse", both)).isEqualTo("Online now: hans, yoda");
    assertThat(said("whoelse", nobody)).isEqualTo("Nobody else is online.");
    assertThat(said("wholasthr", both)).isEqualTo("Online in the last 3600 seconds: hans, yoda");
    assertThat(said("whoelsesince 1", nobody))
        .isEqualTo("Nobody else was online in the last 1 second.");
    assertThat(said("blocked", both)).isEqualTo("You have blocked: hans, yoda");
    assertThat(said("blocked", nobody)).isEqualTo("You have blocked nobody.");
  }

  @Test
  void aLoginIsWelcomed() {
    assertThat(
            said(
                "login hans falcon*solo",
                new Reply.LoggedIn(HANS, Duration.ZERO, 0, Optional.empty(), Optional.empty())))
        .isEqualTo("Welcome, hans!");
    assertThat(
            said(
                "login hans falcon*solo",
                new Reply.LoggedIn(HANS, Duration.ZERO, 2, Optional.of(AT), Optional.empty())))
        .isEqualTo(
            "Welcome, hans! Your last login was at 2026-01-02 03:04:05 UTC."
                + " 2 stored messages follow.");
  }

  @Test
  void helpIsSeveralLines() {
    Command.Help help = new Command.Help(Optional.empty());

    String said =
        dialect.write(asked(help), CommandSyntax.PROTOCOL.help(help.about())).orElseThrow();

    assertThat(said.lines()).hasSizeGreaterThan(10).allMatch(Printable::isPrintable);
  }

  @Test
  void whatOthersCause() {
    MessageId id = new MessageId("m");
    assertThat(dialect.write(new Notice.MessageArrived(HANS, id, "hi", AT, false)))
        .isEqualTo("hans: hi");
    assertThat(dialect.write(new Notice.MessageArrived(HANS, id, " hi\t ", AT, true)))
        .isEqualTo("hans:  hi\t ");
    assertThat(dialect.write(new Notice.BroadcastArrived(HANS, "hi", AT)))
        .isEqualTo("hans (broadcast): hi");
    assertThat(dialect.write(new Notice.PresenceChanged(YODA, true, AT)))
        .isEqualTo("* yoda logged in");
    assertThat(dialect.write(new Notice.PresenceChanged(YODA, false, AT)))
        .isEqualTo("* yoda logged out");
    assertThat(dialect.write(new Notice.Announcement("We close.", AT)))
        .isEqualTo("* notice: We close.");
    assertThat(dialect.write(new Notice.Goodbye(GoodbyeReason.TOO_SLOW)))
        .isEqualTo("* goodbye: too-slow");
  }

  @Test
  void nothingThatIsSaidMovesTheCursor() {
    // Given
    String evil = "a\u001b[2J\r\nb\u0007\u009b\u0085\u007f\u0000c\tö";
    Reply refusal = new Reply.Refused(FailureCode.UNAVAILABLE, evil);

    // Then
    assertThat(dialect.write(new Notice.Announcement(evil, AT)))
        .isEqualTo("* notice: a\uFFFD[2J\uFFFD\uFFFDb\uFFFD\uFFFD\uFFFD\uFFFD\uFFFDc\tö");
    assertThat(said("ping", refusal)).matches(Printable::isPrintableOrTab);
    assertThat(dialect.write(new Incoming.Malformed(Optional.empty(), FailureCode.LOCKED, evil)))
        .matches(Printable::isPrintableOrTab);
  }

  @Test
  void everyAnswerToEveryCommandIsOneLine() {
    Chance chance = Chance.fresh();
    Records records = new Records(chance);
    for (int i = 0; i < 5_000; i++) {
      Command command = records.any(Command.class);
      Reply reply = records.any(Reply.class);

      Optional<String> said = dialect.write(asked(command), reply);

      assertThat(said).as(chance.seed()).isPresent();
      if (!(reply instanceof Reply.HelpText)) {
        assertThat(said.get()).as(chance.seed()).isNotBlank().matches(Printable::isPrintable);
        assertThat(said.get().startsWith("Error: ")).isEqualTo(reply instanceof Reply.Refused);
      }
      assertThat(dialect.write(records.any(Notice.class))).matches(Printable::isPrintable);
    }
  }

  @Test
  void noLineMakesTheDialectThrow() {
    Chance chance = Chance.fresh();
    for (int i = 0; i < 20_000; i++) {
      String word = chance.oneOf(CommandSyntax.PROTOCOL.words());
      String line = chance.oneOf(List.of(word, word + " ", "", word + " yoda ")) + chance.text();

      assertThat(dialect.read(line)).as(chance.seed()).isNotNull();
    }
  }

  @Test
  void itIsForPeople() {
    assertThat(dialect.isForPrograms()).isFalse();
    assertThat(DialectChoice.by(new Line.Text("login"))).isInstanceOf(TextDialect.class);
    assertThat(DialectChoice.by(new Line.Text(" {"))).isInstanceOf(TextDialect.class);
    assertThat(DialectChoice.by(new Line.Text("{"))).isInstanceOf(JsonDialect.class);
    assertThat(DialectChoice.by(new Line.TooLong((byte) '{'))).isInstanceOf(JsonDialect.class);
    assertThat(DialectChoice.by(new Line.NotUtf8((byte) 0xff))).isInstanceOf(TextDialect.class);
  }

  private String said(String line, Reply reply) {
    return dialect.write((Incoming.Asked) dialect.read(line), reply).orElseThrow();
  }

  private Incoming.Malformed malformed(String line) {
    return (Incoming.Malformed) dialect.read(line);
  }

  private static Incoming.Asked asked(Command command) {
    return new Incoming.Asked(Optional.empty(), command);
  }
}
