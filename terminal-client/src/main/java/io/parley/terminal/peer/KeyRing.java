// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.peer;

import io.parley.keys.Fingerprint;
import io.parley.keys.Identity;
import io.parley.model.Username;
import io.parley.terminal.link.ServerAddress;
import io.parley.terminal.post.PrivateFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * This client's own key, and the keys of others that the person has compared. On disk, for the eyes
 * of their owner only; where that cannot be, for as long as the client runs. Any thread; what says
 * so uses the disk.
 */
public final class KeyRing {
  private static final int WORDS_OF_A_LINE = 4;
  private static final String END_OF_CERTIFICATE = "-----END CERTIFICATE-----\n";

  private final Path state;
  private final ServerAddress server;
  private final InstantSource clock;
  private final Map<String, String> whoToVerified = new HashMap<>();
  private @Nullable Identity own;
  private boolean readable = true;

  /**
   * @param state the folder of all that the client keeps
   * @param server whose users are meant
   */
  public KeyRing(Path state, ServerAddress server, InstantSource clock) {
    this.state = state;
    this.server = server;
    this.clock = clock;
  }

  /** This client's own key, made if there is none yet. Uses the disk. */
  synchronized Identity own() {
    Identity known = own;
    if (known == null) {
      try {
        known = readOrMake();
      } catch (IOException e) {
        known = Identity.fresh("Parley client", clock.instant());
      }
      own = known;
      readVerified();
    }
    return known;
  }

  /** This client's own key, once it was asked for. */
  synchronized Optional<Identity> known() {
    return Optional.ofNullable(own);
  }

  /** Whether the person has compared exactly this key. */
  synchronized boolean isVerified(Username me, Caller other) {
    return other.key().text().equals(whoToVerified.get(who(me, other.user())));
  }

  /** Whether the person has compared another key of this user: then nothing but that is good. */
  synchronized boolean contradicts(Username me, Caller other) {
    String verified = whoToVerified.get(who(me, other.user()));
    return !readable || (verified != null && !verified.equals(other.key().text()));
  }

  /** The person has compared this key. */
  synchronized void verified(Username me, Caller other) {
    whoToVerified.put(who(me, other.user()), other.key().text());
  }

  /**
   * Keeps a key that the person has compared, beside what other clients have kept meanwhile. Uses
   * the disk.
   */
  synchronized void keep(Username me, Caller other) throws IOException {
    PrivateFiles.makeFolder(state);
    try (FileChannel channel = PrivateFiles.open(lockFile());
        FileLock lock = channel.lock()) {
      Map<String, String> all = readFile();
      all.put(who(me, other.user()), other.key().text());
      StringBuilder text = new StringBuilder();
      all.forEach((who, key) -> text.append(who).append(' ').append(key).append('\n'));
      PrivateFiles.write(verifiedFile(), text.toString().getBytes(StandardCharsets.UTF_8));
    } catch (OverlappingFileLockException e) {
      throw new IOException("another client of this process writes it", e);
    }
  }

  /** Where the compared keys stand, a line each: server, own name, the other's name, key. */
  public Path verifiedFile() {
    return state.resolve("verified_keys");
  }

  private Path lockFile() {
    return state.resolve("identity.lock");
  }

  private String who(Username me, Username other) {
    return server + " " + me + " " + other;
  }

  private void readVerified() {
    try {
      readFile().forEach(whoToVerified::putIfAbsent);
    } catch (IOException e) {
      // nobody can be told from an impostor then
      readable = false;
    }
  }

  /** A key that makes no sense is kept: it contradicts every other one. */
  private Map<String, String> readFile() throws IOException {
    Map<String, String> all = new HashMap<>();
    try {
      for (String line : Files.readAllLines(verifiedFile())) {
        if (line.split(" ", -1).length != WORDS_OF_A_LINE) {
          // left out, it would let anybody pass for whom it is about
          throw new IOException("a line of " + verifiedFile() + " makes no sense");
        }
        int end = line.lastIndexOf(' ');
        all.put(line.substring(0, end), line.substring(end + 1));
      }
    } catch (NoSuchFileException e) {
      // none was compared yet
    }
    return all;
  }

  /** Two clients that start at the same time take the same key. */
  private Identity readOrMake() throws IOException {
    PrivateFiles.makeFolder(state);
    Path file = state.resolve("identity.pem");
    try (FileChannel channel = PrivateFiles.open(lockFile());
        FileLock lock = channel.lock()) {
      if (!Files.exists(file)) {
        Identity fresh = Identity.fresh("Parley client", clock.instant());
        String text = fresh.certificatePem() + fresh.keyPem();
        PrivateFiles.write(file, text.getBytes(StandardCharsets.US_ASCII));
      }
      String text = Files.readString(file);
      int end = text.indexOf(END_OF_CERTIFICATE) + END_OF_CERTIFICATE.length();
      Identity found = new Identity(text.substring(0, end), text.substring(end));
      Fingerprint unused = found.fingerprint();
      return found;
    } catch (RuntimeException e) {
      // an overlapping lock of this process, or a file that makes no sense
      throw new IOException(e);
    }
  }
}
