// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.trust;

import io.parley.keys.Fingerprint;
import io.parley.terminal.link.ServerAddress;
import io.parley.terminal.post.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The servers that the person trusts though no authority vouches for them: a line each, the address
 * and the fingerprint. Whoever wants to forget one removes its line. Any thread.
 */
public final class KnownServers {
  private final Path file;

  /** What could not be written holds at least for as long as this client runs. */
  private final Map<String, Fingerprint> addressToFingerprint = new HashMap<>();

  private KnownServers(Path file) {
    this.file = file;
  }

  /** Those of a person, under the folder of all that the client keeps. */
  public static KnownServers in(Path state) {
    return new KnownServers(state.resolve("known_servers"));
  }

  /** Where they stand. */
  public Path file() {
    return file;
  }

  /** The certificate with which this server is known. */
  public synchronized Optional<Fingerprint> of(ServerAddress server) throws IOException {
    Fingerprint here = addressToFingerprint.get(server.toString());
    return here != null ? Optional.of(here) : Optional.ofNullable(read().get(server.toString()));
  }

  /** From now on this server is known with this certificate, and no other. */
  public synchronized void remember(ServerAddress server, Fingerprint fingerprint)
      throws IOException {
    addressToFingerprint.put(server.toString(), fingerprint);
    Map<String, Fingerprint> all = read();
    all.put(server.toString(), fingerprint);
    StringBuilder text = new StringBuilder();
    all.forEach((address, known) -> text.append(address).append(' ').append(known).append('\n'));
    PrivateFiles.makeFolder(file.toAbsolutePath().resolveSibling("."));
    PrivateFiles.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** A line that makes no sense is not passed over: it may be the one that keeps somebody out. */
  private Map<String, Fingerprint> read() throws IOException {
    Map<String, Fingerprint> all = new TreeMap<>();
    try {
      for (String line : Files.readAllLines(file)) {
        if (!line.isBlank() && !line.startsWith("#")) {
          String[] words = line.strip().split("\\s+");
          Optional<Fingerprint> known =
              words.length == 2 ? Fingerprint.parse(words[1]) : Optional.empty();
          all.put(
              words[0],
              known.orElseThrow(() -> new IOException("the line «" + line + "» makes no sense")));
        }
      }
    } catch (NoSuchFileException e) {
      // nobody is known yet
    }
    return all;
  }
}
