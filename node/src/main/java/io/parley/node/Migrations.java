// SPDX-License-Identifier: Apache-2.0
package io.parley.node;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The migrations {@code db/<service>/V<number>__<what>.sql} that a service ships, and whether a
 * database has them. Flyway carries them out, and only when some are missing: to load it takes
 * longer than all the rest of the start.
 */
final class Migrations {
  private static final Pattern FILE = Pattern.compile("V(\\d+)__\\w+\\.sql");

  private static final int ATTEMPTS = 20;
  private static final long PAUSE_MILLIS = 100;

  private final String service;
  private final Set<String> shipped;

  private Migrations(String service, Set<String> shipped) {
    this.service = service;
    this.shipped = shipped;
  }

  /** What the class path holds for a service. */
  static Migrations of(String service) {
    Set<String> versions = new HashSet<>();
    for (String name : filesIn("db/" + service)) {
      Matcher file = FILE.matcher(name);
      if (file.matches()) {
        versions.add(file.group(1));
      }
    }
    if (versions.isEmpty()) {
      throw new IllegalStateException("no migrations for the service " + service);
    }
    return new Migrations(service, versions);
  }

  /** Asks whether all of them are carried out; fails where not even their history is there. */
  Query<Boolean> areDone() {
    String sql = "SELECT version FROM " + table() + " WHERE success AND version IS NOT NULL";
    return connection ->
        new HashSet<>(Query.all(sql, row -> row.getString(1)).run(connection)).containsAll(shipped);
  }

  /**
   * Carries out those that are missing. Blocks. A role that was started earlier may write at the
   * same moment: then nothing of the migration is done, and it is tried again.
   */
  void carryOut(Engine engine) {
    for (int attempt = 1; ; attempt++) {
      try {
        FlywayMigration.run(engine.login(), "db/" + service, table());
        return;
      } catch (RuntimeException failure) {
        if (attempt == ATTEMPTS || !isOvertaken(failure)) {
          throw failure;
        }
        pause();
      }
    }
  }

  private static boolean isOvertaken(@Nullable Throwable failure) {
    return failure != null
        && (String.valueOf(failure.getMessage()).contains("SQLITE_BUSY")
            || isOvertaken(failure.getCause()));
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while migrating", e);
    }
  }

  private String table() {
    return service + "_schema";
  }

  private static List<String> filesIn(String folder) {
    @Nullable URL url = Migrations.class.getClassLoader().getResource(folder);
    if (url == null) {
      return List.of();
    }
    try {
      if (url.openConnection() instanceof JarURLConnection connection) {
        return connection.getJarFile().stream()
            .map(entry -> entry.getName())
            .filter(name -> name.startsWith(folder + "/"))
            .map(name -> name.substring(folder.length() + 1))
            .collect(Collectors.toList());
      }
      @Nullable String[] names = new File(URI.create(url.toString())).list();
      return names == null ? List.of() : List.of(names);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
