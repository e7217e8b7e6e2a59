// SPDX-License-Identifier: Apache-2.0
package io.parley.system.talk;

import io.parley.system.process.ScratchFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The data of one test, copied from what a server made once: tables and hashed passwords take
 * longer to make than to copy. A folder, and for a cluster a database beside it.
 */
final class TestData {
  private static final List<String> ACCOUNTS = List.of("hans", "yoda", "luke", "leia");
  private static final Object LOCK = new Object();
  private static TestData template;

  private final Path folder;
  private final Optional<TestDatabase> database;

  private TestData(Path folder, Optional<TestDatabase> database) {
    this.folder = folder;
    this.database = database;
  }

  static TestData withAccounts() {
    try {
      Path folder = Files.createTempDirectory("parley-test");
      copy(template().folder, folder);
      return new TestData(folder, template().database.map(TestDatabase::copy));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** What a server must be told to use it. */
  Map<String, String> options() {
    Map<String, String> options = new HashMap<>(Map.of("data", folder.toString()));
    database.ifPresent(it -> options.putAll(it.options()));
    return options;
  }

  void delete() {
    try {
      database.ifPresent(TestDatabase::drop);
      ScratchFolder.delete(folder);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static TestData template() throws IOException {
    synchronized (LOCK) {
      if (template == null) {
        TestData made =
            new TestData(
                Files.createTempDirectory("parley-template"),
                TestCluster.IS_WANTED ? Optional.of(TestDatabase.empty()) : Optional.empty());
        Runtime.getRuntime().addShutdownHook(new Thread(made::deleteFolder));
        TestServer server = TestServer.with().startIn(made);
        for (String account : ACCOUNTS) {
          server.program(account).registers();
        }
        server.stop();
        template = made;
      }
      return template;
    }
  }

  private void deleteFolder() {
    try {
      ScratchFolder.delete(folder);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
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
