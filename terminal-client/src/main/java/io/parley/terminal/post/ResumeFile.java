// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.post;

import io.parley.model.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
      Path fresh = file.resolveSibling(file.getFileName() + ".new");
      PrivateFiles.makeFile(fresh);
      Files.writeString(fresh, secret.get().value() + "\n");
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      // see above
    }
  }
}
