// SPDX-License-Identifier: Apache-2.0
package io.parley.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.node.StartProblem;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command, where nobody sits at a terminal. */
class AppointAdministratorTest {
  @TempDir Path data;

  private String runs(String... words) {
    List<String> arguments = new ArrayList<>(List.of(words));
    arguments.addAll(List.of("--data", data.toString()));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(AppointAdministrator.run(arguments, new PrintStream(out, true, UTF_8))).isZero();
    return out.toString(UTF_8);
  }

  @Test
  void anAccountThatIsThereIsAppointedOnlyIfItIsSaidToBeMeant() {
    // Given
    assertThat(runs("root-1")).contains("Password of root-1: ", "root-1 is an administrator.");
    assertThat(runs("--revoke", "root-1")).isEqualTo("root-1 is no administrator any more.\n");

    // Then
    assertThatThrownBy(() -> runs("root-1"))
        .isInstanceOf(StartProblem.class)
        .hasMessageMatching(
            "There is an account root-1 already, made at 2\\d{3}-\\d\\d-\\d\\dT[0-9:]+Z."
                + " If it is meant, add --existing.");
    assertThat(runs("--existing", "root-1")).isEqualTo("root-1 is an administrator.\n");
  }
}
