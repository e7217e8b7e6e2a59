// SPDX-License-Identifier: Apache-2.0
package io.parley.system.verify;

import io.parley.system.CommandOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How a run is to be.
 *
 * @param onlyKills whether there are no faults but kills
 * @param untilBreach whether the first breach ends it
 * @param cluster whether it is a cluster, not one server
 * @param faults of a cluster, in this order, instead of random ones; the talk ends after them
 * @param database JDBC URL of an empty PostgreSQL database for the cluster; if not given, one is
 *     started
 * @param data the server's folder; a temporary one if not given
 * @param serverOptions more options of {@code parley server}
 */
record VerifyOptions(
    int seconds,
    double killsPerMinute,
    int users,
    long seed,
    boolean onlyKills,
    boolean untilBreach,
    boolean cluster,
    List<String> faults,
    Optional<String> database,
    Optional<Path> data,
    List<String> serverOptions) {
  static final String USAGE =
      """
      Usage: parley verify-delivery [OPTION...] [-- SERVER-OPTION...]

      Starts a server, lets users write to each other, kills and stops the server and breaks
      connections at random, and checks every answer. Exit status 1 if one was not kept.

        --seconds N           how long to inject faults (60)
        --kills-per-minute N  how often the server is killed; other faults in proportion (6)
        --users N             participants (40)
        --seed N              of all random choices (a new one)
        --only-kills          inject no other faults, and so more kills in the same time
        --until-breach        stop at the first answer that was not kept
        --cluster             nine nodes over PostgreSQL: three gateways, two of each service
        --faults NAME,...     these faults of a cluster, one after the other, and then the end:
                              kill pair freeze restart roll drop cut cut-from-database,
                              or calm: none, to compare
        --database URL        JDBC URL of an empty database for the cluster (starts PostgreSQL);
                              user and password come from the environment: PARLEY_DATABASE_USER,
                              PARLEY_DATABASE_PASSWORD
        --data FOLDER         the server's data; kept (a temporary folder, removed if all is well)
      """;

  static VerifyOptions parse(List<String> arguments) {
    CommandOptions options =
        CommandOptions.parse(
            "verify-delivery",
            List.of("seconds", "kills-per-minute", "users", "seed", "faults", "database", "data"),
            List.of("only-kills", "until-breach", "cluster"),
            arguments);
    return new VerifyOptions(
        options.number("seconds", 60, 1, 7 * 24 * 3600),
        options.number("kills-per-minute", 6, 0, 600),
        options.number("users", 40, 2, 1000),
        options.longNumber("seed", System.nanoTime() & 0xffffffL),
        options.isGiven("only-kills"),
        options.isGiven("until-breach"),
        options.isGiven("cluster"),
        options.text("faults").map(names -> List.of(names.split(","))).orElse(List.of()),
        options.text("database"),
        options.text("data").map(Path::of),
        options.rest());
  }
}
