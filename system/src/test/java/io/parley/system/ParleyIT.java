// SPDX-License-Identifier: Apache-2.0
package io.parley.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.system.talk.ProgramRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The program's commands. */
class ParleyIT {
  @Test
  void anUnknownCommandNamesTheNearest() {
    ProgramRun run = ProgramRun.of("sever");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("sever").contains("server").contains("Usage: ");
  }

  @Test
  void helpListsAllCommands() {
    ProgramRun run = ProgramRun.of("help");

    assertThat(run.status()).isZero();
    assertThat(run.out())
        .contains("server", "node", "import", "verify-delivery", "load", "client", "version");
  }

  @Test
  void theVersionIsTold() {
    assertThat(ProgramRun.of("version").out()).startsWith("Parley ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"server", "import", "verify-delivery", "load"})
  void eachCommandTellsItsOptions(String command) {
    ProgramRun run = ProgramRun.of(command, "--help");

    assertThat(run.status()).isZero();
    assertThat(run.out()).startsWith("Usage: parley " + command);
  }

  @Test
  void aNodeNeedsRolesThatThereAre() {
    assertThat(ProgramRun.of("node").status()).isEqualTo(2);
    ProgramRun run = ProgramRun.of("node", "--roles", "gateway,postman");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("postman").contains("messaging");
  }
}
