// SPDX-License-Identifier: Apache-2.0
package io.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.model.FailureCode;
import io.parley.model.GoodbyeReason;
import io.parley.wire.CommandEntry.Alias;
import io.parley.wire.CommandEntry.Trait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The published reference says what the code does. */
final class ProtocolDocumentTest {
  private List<String> document = List.of();

  @BeforeEach
  void read() throws IOException {
    Path docs = Path.of("docs", "PROTOCOL.md");
    Path module = Path.of("..").resolve(docs);
    document = Files.readAllLines(Files.exists(module) ? module : docs);
  }

  @Test
  void everyRequestInADialogueIsOne() {
    JsonDialect server = new JsonDialect();

    assertThat(said("C: {"))
        .hasSizeGreaterThan(3)
        .allSatisfy(line -> assertThat(server.read(line)).isInstanceOf(Incoming.Asked.class));
  }

  @Test
  void everyLineOfTheServerInADialogueIsUnderstood() {
    ClientDialect client = new ClientDialect();

    assertThat(said("S: {"))
        .hasSizeGreaterThan(4)
        .allSatisfy(
            line -> assertThat(client.read(line)).isNotInstanceOf(ServerLine.Unknown.class));
    assertThat(said("S: PARLEY"))
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line).isEqualTo(Greeting.of("0.1.0").line()));
  }

  @Test
  void theErrorsInTheDialoguesAreSaidAsTheyStandThere() {
    TextDialect server = new TextDialect();

    assertThat(said("S: Error: "))
        .containsExactly(
            refusalOf(server, "mesage yoda good"), refusalOf(server, "startprivate yoda"));
    assertThat(text())
        .contains(Refusals.sentence(FailureCode.NO_SUCH_USER, Optional.empty(), "nobody"));
  }

  private static String refusalOf(TextDialect server, String line) {
    return server.write((Incoming.Malformed) server.read(line));
  }

  @Test
  void everyCommandCodeAndReasonIsThere() {
    for (CommandEntry entry : CommandSyntax.PROTOCOL.entries()) {
      if (entry.has(Trait.OPERATION)) {
        assertThat(document)
            .anyMatch(line ->
                line.startsWith("| `" + entry.verb() + "`")
                    || line.contains(", `" + entry.verb() + "` |"));
      }
      if (entry.has(Trait.TYPED)) {
        assertThat(text()).containsPattern("`" + entry.verb() + "[` ]");
      }
      for (Alias alias : entry.aliases()) {
        assertThat(text()).contains("`" + alias.word() + "`");
      }
    }
    for (FailureCode code : FailureCode.values()) {
      assertThat(document)
          .anyMatch(line -> line.startsWith("| `") && line.contains("`" + code.word() + "`"));
    }
    for (GoodbyeReason reason : GoodbyeReason.values()) {
      assertThat(text()).contains("`" + reason.word() + "`");
    }
  }

  /** What follows the speaker in the lines of the dialogues that begin so. */
  private List<String> said(String beginning) {
    return document.stream()
        .filter(line -> line.startsWith(beginning))
        .map(line -> line.substring("C: ".length()))
        .toList();
  }

  private String text() {
    return String.join("\n", document);
  }
}
