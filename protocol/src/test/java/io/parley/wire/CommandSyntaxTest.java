// SPDX-License-Identifier: Apache-2.0
package io.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.model.FailureCode;
import io.parley.model.Secret;
import io.parley.sample.Chance;
import io.parley.sample.Records;
import io.parley.wire.CommandEntry.Alias;
import io.parley.wire.CommandEntry.Argument;
import io.parley.wire.CommandEntry.Kind;
import io.parley.wire.CommandEntry.Trait;
import io.parley.wire.CommandEntry.Words;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CommandSyntaxTest {
  private static final CommandSyntax SYNTAX = CommandSyntax.PROTOCOL;
  private static final CommandEntry PRIVATE =
      CommandEntry.ofClient(
          "private",
          List.of(new Alias("pm")),
          List.of(new Argument("USER", Kind.USER), new Argument("TEXT", Kind.TEXT)),
          new Words("writes to a user in a private session", "Starts none.", "private yoda hi"));

  static List<Class<?>> commands() {
    return Records.leavesOf(Command.class);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandHasARow(Class<? extends Command> type) {
    Command command = new Records(Chance.fresh()).any(type);

    CommandEntry entry = CommandSyntax.of(command);

    assertThat(entry.command()).contains(type);
    assertThat(entry.has(Trait.TYPED) || entry.has(Trait.OPERATION)).isTrue();
    assertThat(entry.words().summary()).isNotBlank().doesNotEndWith(".");
    assertThat(entry.words().detail()).endsWith(".");
  }

  @Test
  void noCommandHasTwoRowsAndNoRowIsOfNoCommand() {
    List<Class<?>> inTheTable =
        SYNTAX.entries().stream().<Class<?>>map(entry -> entry.command().orElseThrow()).toList();

    assertThat(inTheTable).containsExactlyInAnyOrderElementsOf(commands());
  }

  @Test
  void theProtocolSaysWhatMayComeBeforeLoginAndWhatIsActivity() {
    assertThat(verbsWith(Trait.BEFORE_LOGIN))
        .containsExactlyInAnyOrder("login", "register", "ping", "help");
    assertThat(verbsWith(Trait.COUNTS_AS_ACTIVITY))
        .containsExactlyInAnyOrder(
            "message",
            "broadcast",
            "whoelse",
            "whoelsesince",
            "block",
            "unblock",
            "blocked",
            "startprivate",
            "consent",
            "passwd",
            "active",
            "help");
    assertThat(verbsWith(Trait.OPERATION))
        .containsExactlyInAnyOrder(
            "register",
            "login",
            "message",
            "broadcast",
            "whoelse",
            "whoelsesince",
            "block",
            "unblock",
            "blocked",
            "startprivate",
            "consent",
            "passwd",
            "active",
            "ack",
            "ping",
            "logout");
  }

  private static List<String> verbsWith(Trait trait) {
    return SYNTAX.entries().stream()
        .filter(entry -> entry.has(trait))
        .map(CommandEntry::verb)
        .toList();
  }

  static List<CommandEntry> typedEntries() {
    return SYNTAX.only(entry -> entry.has(Trait.TYPED)).entries();
  }

  @ParameterizedTest
  @MethodSource("typedEntries")
  void theExampleOfEveryTypedCommandIsThatCommand(CommandEntry entry) {
    assertThat(SYNTAX.parse(entry.words().example()))
        .asInstanceOf(InstanceOfAssertFactories.type(Parsed.Ready.class))
        .extracting(Parsed.Ready::entry)
        .isEqualTo(entry);
  }

  static List<Arguments> typedLines() {
    return List.of(
        Arguments.of(
            "login hans falcon*solo",
            new Command.Login(
                "hans", new Command.Password(new Secret("falcon*solo")), false, Optional.empty())),
        Arguments.of("register hans  a b ", new Command.Register("hans", new Secret("a b "))),
        Arguments.of("message yoda hi there", message("yoda", "hi there")),
        Arguments.of("  MESSAGE   yoda   hi   there  ", message("yoda", "hi   there  ")),
        Arguments.of("send\tyoda \t hi\t!", message("yoda", "hi\t!")),
        Arguments.of("message yoda message yoda", message("yoda", "message yoda")),
        Arguments.of("broadcast   a  b", new Command.Broadcast("a  b")),
        Arguments.of("broadcast x", new Command.Broadcast("x")),
        Arguments.of("WhoElse ", new Command.WhoElse()),
        Arguments.of("list_online", new Command.WhoElse()),
        Arguments.of("whoelsesince 0", new Command.WhoElseSince(0)),
        Arguments.of("whoelsesince 10000000000", new Command.WhoElseSince(10_000_000_000L)),
        Arguments.of("whoelsesince 0900 ", new Command.WhoElseSince(900)),
        Arguments.of("wholasthr", new Command.WhoElseSince(3600)),
        Arguments.of("block vader", new Command.Block("vader")),
        Arguments.of("unblock vader", new Command.Unblock("vader")),
        Arguments.of("blocked", new Command.Blocked()),
        Arguments.of("startprivate yoda", new Command.StartPrivate("yoda")),
        Arguments.of(
            "passwd old new one",
            new Command.ChangePassword(new Secret("old"), new Secret("new one"))),
        Arguments.of("ping", new Command.Ping()),
        Arguments.of("help", new Command.Help(Optional.empty())),
        Arguments.of("Help Message", new Command.Help(Optional.of("Message"))),
        Arguments.of("logout", new Command.Logout()),
        Arguments.of("quit", new Command.Logout()),
        Arguments.of("EXIT", new Command.Logout()));
  }

  private static Command message(String to, String text) {
    return new Command.Message(to, text, Optional.empty());
  }

  @ParameterizedTest
  @MethodSource("typedLines")
  void aLineIsReadAsItWasTyped(String line, Command command) {
    assertThat(SYNTAX.parse(line))
        .asInstanceOf(InstanceOfAssertFactories.type(Parsed.Ready.class))
        .extracting(Parsed.Ready::command)
        .isEqualTo(command);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          message           | message USER TEXT
          message yoda      | message USER TEXT
          'message yoda   ' | message USER TEXT
          broadcast         | broadcast TEXT
          whoelse yoda      | whoelse
          whoelsesince      | whoelsesince SECONDS
          whoelsesince abc  | whoelsesince SECONDS
          whoelsesince -5   | whoelsesince SECONDS
          whoelsesince +5   | whoelsesince SECONDS
          whoelsesince 1.5  | whoelsesince SECONDS
          whoelsesince ٣    | whoelsesince SECONDS
          whoelsesince 10000000001           | whoelsesince SECONDS
          whoelsesince 99999999999999999999  | whoelsesince SECONDS
          whoelsesince 5 6  | whoelsesince SECONDS
          wholasthr 5       | whoelsesince SECONDS
          block             | block USER
          block a b         | block USER
          unblock           | unblock USER
          startprivate      | startprivate USER
          help a b          | help [COMMAND]
          logout now        | logout
          """)
  void aLineThatIsNotRightTellsHowToWriteIt(String line, String usage) {
    assertThat(SYNTAX.parse(line))
        .asInstanceOf(InstanceOfAssertFactories.type(Parsed.Wrong.class))
        .satisfies(wrong -> {
          assertThat(wrong.code()).isEqualTo(FailureCode.BAD_REQUEST);
          assertThat(wrong.text()).contains("type: " + usage);
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "\t"})
  void aBlankLineIsNoCommand(String line) {
    assertThat(SYNTAX.parse(line)).isInstanceOf(Parsed.Wrong.class);
  }

  @ParameterizedTest
  @CsvSource({
    "mesage, message",
    "massage yoda hi, message",
    "whoesle, whoelse",
    "whoelsesinc 5, whoelsesince",
    "broad, broadcast",
    "LOGUOT, logout",
    "hlep, help"
  })
  void anUnknownCommandSuggestsTheNearest(String line, String nearest) {
    assertThat(SYNTAX.parse(line))
        .asInstanceOf(InstanceOfAssertFactories.type(Parsed.Wrong.class))
        .satisfies(wrong -> {
          assertThat(wrong.code()).isEqualTo(FailureCode.UNKNOWN_COMMAND);
          assertThat(wrong.text()).contains("did you mean " + nearest + "?").contains("help");
        });
  }

  @Test
  void anUnknownCommandThatIsLikeNoneSuggestsHelp() {
    assertThat(SYNTAX.parse("x".repeat(10_000) + "\t{"))
        .asInstanceOf(InstanceOfAssertFactories.type(Parsed.Wrong.class))
        .satisfies(wrong -> assertThat(wrong.text()).hasSizeLessThan(200).contains("type help"));
  }

  @Test
  void whatOnlyProgramsSayCannotBeTyped() {
    assertThat(SYNTAX.parse("ack m")).isInstanceOf(Parsed.Wrong.class);
    assertThat(SYNTAX.operation("ack")).isPresent();
    assertThat(SYNTAX.operation("help")).isEmpty();
    assertThat(SYNTAX.operation("send")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "login, NAME",
    "login hans, PASSWORD",
    "register, NAME",
    "passwd, OLD",
    "passwd a, NEW"
  })
  void whatALoginLeavesOutIsToBeAskedFor(String line, String next) {
    assertThat(SYNTAX.parse(line))
        .asInstanceOf(InstanceOfAssertFactories.type(Parsed.Incomplete.class))
        .satisfies(incomplete -> assertThat(incomplete.next().name()).isEqualTo(next));
  }

  @Test
  void aPasswordHoldsNoTab() {
    assertThat(SYNTAX.parse("login hans a\tb"))
        .asInstanceOf(InstanceOfAssertFactories.type(Parsed.Wrong.class))
        .satisfies(wrong -> assertThat(wrong.text()).contains("control character"));
  }

  @Test
  void helpListsEveryTypedCommandWithItsAliases() {
    Reply help = SYNTAX.help(Optional.empty());

    List<String> lines = ((Reply.HelpText) help).lines();
    for (CommandEntry entry : typedEntries()) {
      assertThat(lines).anyMatch(line -> line.startsWith(entry.usage() + " "));
    }
    assertThat(lines).anyMatch(line -> line.endsWith("(also: send)"));
    assertThat(lines).noneMatch(line -> line.startsWith("ack"));
    assertThat(lines).allMatch(Printable::isPrintable);
  }

  @Test
  void helpExplainsOneCommandByAnyOfItsNames() {
    for (String word : List.of("message", "SEND")) {
      assertThat(SYNTAX.help(Optional.of(word)))
          .asInstanceOf(InstanceOfAssertFactories.type(Reply.HelpText.class))
          .satisfies(help ->
              assertThat(String.join("\n", help.lines()))
                  .startsWith("message USER TEXT")
                  .contains("message yoda hi there"));
    }
  }

  @Test
  void helpForWhatIsNoCommandSuggestsTheNearest() {
    assertThat(SYNTAX.help(Optional.of("mesage")))
        .asInstanceOf(InstanceOfAssertFactories.type(Reply.Refused.class))
        .satisfies(refused -> assertThat(refused.text()).contains("did you mean message?"));
  }

  @Test
  void aClientAddsItsOwnCommands() {
    CommandSyntax more = SYNTAX.with(List.of(PRIVATE));

    assertThat(more.parse("PM yoda  hi  "))
        .isEqualTo(new Parsed.Local(PRIVATE, List.of("yoda", "hi  ")));
    assertThat(more.parse("privat yoda hi"))
        .asInstanceOf(InstanceOfAssertFactories.type(Parsed.Wrong.class))
        .satisfies(wrong -> assertThat(wrong.text()).contains("did you mean private?"));
    assertThat(more.words()).contains("private", "pm", "message", "send").doesNotContain("ack");
    assertThat(SYNTAX.typed("private")).isEmpty();
  }

  @Test
  void aClientLeavesOutWhatItDoesItself() {
    CommandSyntax fewer = SYNTAX.only(entry -> !entry.verb().equals("login"));

    assertThat(fewer.typed("login")).isEmpty();
    assertThat(fewer.typed("Message")).isPresent();
  }

  @Test
  void noTwoCommandsHaveTheSameName() {
    CommandEntry second =
        CommandEntry.ofClient("send", List.of(), List.of(), new Words("does it", "So.", "send"));

    assertThatThrownBy(() -> SYNTAX.with(List.of(second)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("send");
  }

  @Test
  void noSecretIsSeenInALog() {
    Stream<Object> seen =
        Stream.of(
            SYNTAX.parse("login hans jedi-master"),
            SYNTAX.parse("register hans jedi-master"),
            SYNTAX.parse("passwd jedi-master jedi-master"),
            SYNTAX.parse("passwd jedi-master"),
            SYNTAX.parse("message yoda jedi-master"),
            SYNTAX.parse("broadcast jedi-master"));

    assertThat(seen).noneMatch(parsed -> parsed.toString().contains("jedi-master"));
  }
}
