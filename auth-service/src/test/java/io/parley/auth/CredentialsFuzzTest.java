// SPDX-License-Identifier: Apache-2.0
package io.parley.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.fuzz.Fuzzing;
import org.junit.jupiter.api.Test;

class CredentialsFuzzTest {
  @Test
  void eachLineIsAnAccountOrAFaultWithoutTheLineInIt() {
    Fuzzing.run(
        "credentials file",
        Fuzzing.bytes("hans falcon*solo\nyoda wise@!man\r\n\nluke,skywalker\n", "\ufeffa b"),
        (input, random) -> {
          CredentialsFile file = CredentialsFile.parse(input);
          long lines = 1;
          for (byte each : input) {
            lines += each == '\n' ? 1 : 0;
          }
          assertThat(file.entries().size() + file.faults().size()).isLessThanOrEqualTo((int) lines);
        });
  }
}
