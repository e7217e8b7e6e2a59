// SPDX-License-Identifier: Apache-2.0
package io.parley.auth;

import io.parley.auth.CredentialStore.FileState;
import io.parley.node.UsageProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A credentials file as it was found on the disk. */
record FoundCredentials(FileState state, CredentialsFile file) {
  private static final Logger log = LoggerFactory.getLogger(FoundCredentials.class);
  private static final int MOST_FAULTS_TOLD = 20;
  private static final long LARGEST = 64L << 20;

  /**
   * Reads it. Blocks.
   *
   * @throws UsageProblem if it cannot be read
   */
  static FoundCredentials at(Path path) {
    Path file = path.toAbsolutePath().normalize();
    try {
      // Before the content: a change in between is then found at the next start.
      Instant modified = Files.getLastModifiedTime(file).toInstant();
      if (Files.size(file) > LARGEST) {
        throw new UsageProblem("The credentials file " + path + " is larger than 64 MiB.");
      }
      byte[] bytes = Files.readAllBytes(file);
      return new FoundCredentials(
          new FileState(file, bytes.length, modified), CredentialsFile.parse(bytes));
    } catch (IOException e) {
      throw UsageProblem.cannotRead("the credentials file " + path, e);
    }
  }

  /** Tells the administrator which lines were left out, and why. */
  void tellFaults() {
    file.faults().stream()
        .limit(MOST_FAULTS_TOLD)
        .forEach(fault -> log.warn("{} line {}: {}", state.path(), fault.line(), fault.reason()));
    int more = file.faults().size() - MOST_FAULTS_TOLD;
    if (more > 0) {
      log.warn("{}: {} more lines are faulty", state.path(), more);
    }
  }
}
