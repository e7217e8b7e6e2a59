// SPDX-License-Identifier: Apache-2.0
package io.parley.system.store;

import io.parley.node.UsageProblem;
import io.parley.system.CommandOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is to be measured.
 *
 * @param senders how many write at the same time, one measurement for each
 * @param seconds that a measurement takes
 * @param rounds how often everything is measured
 * @param database of PostgreSQL; a SQLite file if there is none
 * @param data the folder in which a folder for that file is made
 */
record StoreOptions(
    List<Integer> senders,
    int seconds,
    int rounds,
    Optional<String> database,
    Optional<Path> data) {
  static final String USAGE =
      """
      Usage: parley benchmark-store [OPTION...]

      Lets senders store messages through the mailbox of the messaging service, each of which waits
      for its answer before it sends the next message, and tells how many are stored a second: with
      commits that are shared, as the server has them, and with one commit for each message.

        --senders N,N…    how many at the same time (1,10,100,1000)
        --seconds N       how long each measurement takes (2)
        --rounds N        how often all is measured; the medians are told (3)
        --data FOLDER     where a SQLite file is made and removed again (the temporary folder): what
                          is measured is this folder's disk
        --database URL    measure this PostgreSQL database instead, such as
                          jdbc:postgresql://HOST/NAME; user and password come from the environment:
                          PARLEY_DATABASE_USER, PARLEY_DATABASE_PASSWORD
      """;

  private static final int MOST_SENDERS = 50_000;

  static StoreOptions parse(List<String> arguments) {
    CommandOptions options =
        CommandOptions.parse(
            "benchmark-store",
            List.of("senders", "seconds", "rounds", "data", "database"),
            arguments);
    return new StoreOptions(
        senders(options.text("senders").orElse("1,10,100,1000")),
        options.number("seconds", 2, 1, 3_600),
        options.number("rounds", 3, 1, 1_000),
        options.text("database"),
        options.text("data").map(Path::of));
  }

  private static List<Integer> senders(String text) {
    List<Integer> senders = new ArrayList<>();
    for (String word : text.split(",", -1)) {
      if (!word.matches("\\d{1,5}") || number(word) < 1 || number(word) > MOST_SENDERS) {
        throw new UsageProblem(
            "--senders needs numbers from 1 to %d, such as 1,10,100, not \"%s\"."
                .formatted(MOST_SENDERS, text));
      }
      senders.add(number(word));
    }
    return senders;
  }

  private static int number(String word) {
    return Integer.parseInt(word);
  }

  /** The command that would measure the same again; nothing secret is in it. */
  String command() {
    String senderList = String.join(",", senders.stream().map(String::valueOf).toList());
    String place =
        database
            .map(url -> " --database " + url.replaceFirst("\\?.*", "?…"))
            .or(() -> data.map(folder -> " --data " + folder))
            .orElse("");
    return "./parley benchmark-store --senders %s --seconds %d --rounds %d%s"
        .formatted(senderList, seconds, rounds, place);
  }
}
