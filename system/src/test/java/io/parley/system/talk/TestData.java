// SPDX-License-Identifier: Apache-2.0
package io.parley.system.talk;

import io.parley.system.process.ScratchFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A data folder for one test, copied from one that a server made once: tables and hashed passwords
 * take longer to make than to copy.
 */
final class TestData {
  private static final List<String> ACCOUNTS = List.of("hans", "yoda", "luke", "leia");
  private static final Object LOCK = new Object();
  private static Path template;

  private final Path folder;

  private TestData(Path folder) {
    this.folder = folder;
  }

  static TestData withAccounts() {
    try {
      Path folder = Files.createTempDirectory("parley-test");
      copy(template(), folder);
      return new TestData(folder);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  Path folder() {
    return folder;
  }

  void delete() {
    try {
      ScratchFolder.delete(folder);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static Path template() throws IOException {
    synchronized (LOCK) {
      if (template == null) {
        TestData made = new TestData(Files.createTempDirectory("parley-template"));
        Runtime.getRuntime().addShutdownHook(new Thread(made::delete));
        TestServer server = TestServer.with().startIn(made);
        for (String account : ACCOUNTS) {
          server.program(account).registers();
        }
        server.stop();
        template = made.folder();
      }
      return template;
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }
}
