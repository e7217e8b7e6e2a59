// SPDX-License-Identifier: Apache-2.0
package io.parley.system.imports;

import io.parley.auth.AuthRole;
import io.parley.messaging.MessagingRole;
import io.parley.node.Node;
import io.parley.node.Settings;
import io.parley.node.StartProblem;
import io.parley.node.UsageProblem;
import io.parley.presence.PresenceRole;
import io.parley.system.CommandOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code parley import}: brings the files of an older server into a data folder. */
public final class ImportOldStores {
  private static final String USAGE =
      """
      Usage: parley import [--users FILE] [--messages FILE] [--blocked FILE] [OPTION...]

      Brings the files of an older server into the data folder of a server that is not running.
      Exit status 1 if a line was refused. What is there already stays; the same files may be
      imported again.

        --users FILE     user password, or user,password; one in a line
        --messages FILE  sender recipient text, or time sender recipient text with a time such as
                         2026-01-31T12:00:00Z; kept for the recipient's next login
        --blocked FILE   blocker blocked; one pair in a line
        --data FOLDER    the server's data (./data)
        --database URL, --database-user NAME, --database-password WORD   as of parley server
      """;

  private static final List<String> PLACE =
      List.of("data", "database", "database-user", "database-password");

  private final CommandOptions options;
  private final PrintStream out;

  private ImportOldStores(CommandOptions options, PrintStream out) {
    this.options = options;
    this.out = out;
  }

  /** Runs the command; answers its exit status. */
  public static int run(List<String> arguments, PrintStream out) throws IOException {
    if (arguments.contains("--help") || arguments.contains("-h")) {
      out.print(USAGE);
      return 0;
    }
    List<String> names = new ArrayList<>(List.of("users", "messages", "blocked"));
    names.addAll(PLACE);
    CommandOptions options = CommandOptions.parse("import", names, arguments);
    return new ImportOldStores(options, out).run();
  }

  private int run() throws IOException {
    Optional<OldFile> users = file("users").map(path -> OldFile.read(path, OldFormats::user));
    Optional<OldFile> messages =
        file("messages").map(path -> OldFile.read(path, OldFormats::message));
    Optional<OldFile> blocks = file("blocked").map(path -> OldFile.read(path, OldFormats::block));
    if (users.isEmpty() && messages.isEmpty() && blocks.isEmpty()) {
      throw new UsageProblem("Nothing to import: give --users, --messages or --blocked.");
    }
    Path credentials = credentials(users);
    try {
      return take(users, messages, blocks, credentials);
    } finally {
      Files.deleteIfExists(credentials);
    }
  }

  private int take(
      Optional<OldFile> users,
      Optional<OldFile> messages,
      Optional<OldFile> blocks,
      Path credentials) {
    Map<String, String> settings = new HashMap<>(Map.of("http-port", "off"));
    PLACE.forEach(name -> options.text(name).ifPresent(text -> settings.put(name, text)));
    settings.put("credentials", credentials.toString());
    AuthRole auth = new AuthRole();
    Node node =
        Node.start(
                Settings.of(settings),
                InstantSource.system(),
                auth,
                new PresenceRole(),
                new MessagingRole())
            .await();
    try {
      auth.broughtIn().await();
      Importer importer = new Importer(node.context().bus(), node.context().clock().instant(), out);
      users.ifPresent(importer::take);
      // What was written before a block is still delivered: so blocks come last.
      messages.ifPresent(importer::take);
      blocks.ifPresent(importer::take);
      return importer.refused() == 0 ? 0 : 1;
    } finally {
      node.stop().await();
    }
  }

  private Optional<Path> file(String option) {
    return options.text(option).map(Path::of);
  }

  /** The users as a credentials file of which every line is right, readable for nobody else. */
  private static Path credentials(Optional<OldFile> users) throws IOException {
    List<String> lines = new ArrayList<>();
    users.ifPresent(file ->
        file.entries().stream()
            .map(OldFile.Entry::line)
            .forEach(line -> {
              if (line instanceof OldLine.User user) {
                lines.add(user.name() + " " + user.password());
              }
            }));
    try {
      Path file =
          Files.createTempFile(
              "parley-import",
              ".txt",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      return Files.write(file, lines);
    } catch (UnsupportedOperationException noPosix) {
      throw new StartProblem("This system cannot keep a file private.", noPosix);
    }
  }
}
