// SPDX-License-Identifier: Apache-2.0
package io.parley.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** A folder of its own, with a copy of a database that was migrated once. */
final class SqlitePlace implements FreshDatabase.Place {
  private static final Map<List<String>, byte[]> SERVICES_TO_FILE = new ConcurrentHashMap<>();

  private final Path folder;

  SqlitePlace(List<String> services) {
    byte[] file = SERVICES_TO_FILE.computeIfAbsent(services, SqlitePlace::migrated);
    folder = newFolder();
    try {
      Path data = Files.createDirectory(folder.resolve("data"));
      Files.write(data.resolve("parley.db"), file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] migrated(List<String> services) {
    Path folder = newFolder();
    try {
      FreshDatabase.migrate(options(folder), services);
      return Files.readAllBytes(folder.resolve("data/parley.db"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      remove(folder);
    }
  }

  private static Path newFolder() {
    try {
      return Files.createTempDirectory("parley-test");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> options(Path folder) {
    return Map.of("data", folder.resolve("data").toString());
  }

  @Override
  public Map<String, String> options() {
    return options(folder);
  }

  @Override
  public void remove() {
    remove(folder);
  }

  private static void remove(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
