// SPDX-License-Identifier: Apache-2.0
package io.parley.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.system.talk.PipedClient;
import io.parley.system.talk.Recorder;
import io.parley.system.talk.ScriptedClient;
import io.parley.system.talk.TestServer;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What somebody in between can read. */
class EncryptionIT {
  private static final String[] SECRETS = {
    "hans", "yoda", ScriptedClient.passwordOf("hans"), "the plans are in R2"
  };

  @RegisterExtension final TestServer server = TestServer.with("--tls-port", "0");
  @TempDir Path state;

  private String readInBetween(InetSocketAddress port, String... options) {
    try (Recorder recorder = Recorder.before(port)) {
      List<String> words = new ArrayList<>(List.of(Integer.toString(recorder.port())));
      words.addAll(List.of(options));
      PipedClient hans =
          PipedClient.start(state, words.toArray(new String[0]))
              .input(
                  "hans\n"
                      + ScriptedClient.passwordOf("hans")
                      + "\nmessage yoda the plans are in R2\n");
      assertThat(hans.exitStatus()).as(hans.all().toString()).isZero();
      return recorder.copy();
    }
  }

  @Test
  void withTlsNothingThatIsSaidCanBeReadOnTheWay() {
    // When
    String read = readInBetween(server.tlsAddress(), "--tls", "--trust", server.fingerprint());

    // Then
    assertThat(read).isNotEmpty().doesNotContain(SECRETS).doesNotContain("PARLEY", "{\"op\"");
  }

  @Test
  void onThePlainPortAllOfItCanBeRead() {
    // When
    String read = readInBetween(server.address());

    // Then
    assertThat(read).contains(SECRETS);
  }
}
