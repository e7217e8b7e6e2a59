// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.post;

import io.parley.model.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the secret of the last login is, as long as that session may live. Losing it costs nothing
 * but a wait: the password is typed anyway.
 */
record ResumeFile(Path file) {
  Optional<Secret> read() {
    try {
      String text = Files.exists(file) ? Files.readString(file).strip() : "";
      return text.isEmpty() ? Optional.empty() : Optional.of(new Secret(text));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  void write(Optional<Secret> secret) {
    try {
      if (secret.isEmpty()) {
        Files.deleteIfExists(file);
        return;
      }
      PrivateFiles.write(file, (secret.get().value() + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // see above
    }
  }
}
