// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.model.MessageId;
import io.parley.model.Username;
import io.parley.wire.Notice;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What others say cannot pass for what this client, or somebody else, says. */
@Timeout(60)
class ImitationTest {
  private static final Username EVE = new Username("eve");
  private static final int WIDTH = 110;

  @TempDir Path state;
  private final OnLoop loop = new OnLoop();
  private ScriptedGateway gateway;
  private ClientAtTerminal hans;
  private int count;

  @BeforeEach
  void logIn() throws Exception {
    gateway = new ScriptedGateway(loop.vertx());
    hans = new ClientAtTerminal(loop.vertx(), gateway, state).logIn("hans");
  }

  @AfterEach
  void close() throws Exception {
    hans.close();
    loop.close();
  }

  private void eveSays(String text) {
    gateway.tell(
        new Notice.MessageArrived(
            EVE, new MessageId("m-" + ++count), text, ScriptedGateway.NOW, false));
  }

  @Test
  void noRowOfAMessageBeginsAsALineOfTheClientOrOfSomebodyElse() {
    // Given: line breaks of all kinds, and texts that break where the row ends
    for (String forged :
        List.of("* yoda logged in", "leia: I am leia", "-> leia: hi (delivered)", "password: ")) {
      eveSays(forged);
      for (String lineBreak :
          List.of("\n", "\r\n", "\r", "\u2028", "\u2029", "\u0085", "\u000b", "\u000c")) {
        eveSays("hi" + lineBreak + forged);
      }
      eveSays("x".repeat(WIDTH - "eve: ".length()) + forged);
      eveSays("x".repeat(WIDTH - "eve: ".length()) + "y".repeat(WIDTH) + forged);
      eveSays("日".repeat((WIDTH - "eve: ".length()) / 2) + " " + forged);
      eveSays("\u202e" + new StringBuilder(forged).reverse() + "\u202c");
      eveSays("\u2067" + forged + "\u2069");
      eveSays("\u001b[1G" + forged);
      eveSays("\b".repeat(200) + forged);
      eveSays("\t".repeat((WIDTH - "eve: ".length()) / 4) + " " + forged);
    }

    // When
    eveSays("that is all");
    hans.sees("eve: that is all");

    // Then
    assertThat(hans.terminal().lines())
        .noneMatch(row -> row.startsWith("* yoda") || row.startsWith("leia:"))
        .noneMatch(row -> row.startsWith("-> leia") || row.startsWith("password: \u0000"));
    assertThat(hans.terminal().raw().codePoints())
        .noneMatch(c -> c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x2069)
        .noneMatch(c -> c == 0x2028 || c == 0x2029 || c == 0x85);
  }

  @Test
  void anOrdinaryLongTextStaysInOnePiece() {
    // Given
    String text = "all work and no play makes jack a dull boy ".repeat(10).strip();

    // When
    eveSays(text);

    // Then
    hans.terminal()
        .await("the text", rows -> String.join("", rows).contains("eve: " + text.substring(0, 50)));
    assertThat(String.join("", hans.terminal().lines())).doesNotContain("  | ");
  }
}
