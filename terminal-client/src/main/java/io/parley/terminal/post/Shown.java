// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.post;

import io.parley.model.MessageId;
import io.parley.model.Username;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which messages the person has seen, so that none is shown twice: the last {@link #MOST}, also of
 * earlier clients if there is a journal. Asking is for any thread and does not wait for the disk.
 */
public final class Shown implements AutoCloseable {
  static final int MOST = 50_000;

  private final Optional<Journal> journal;
  private final int most;
  private final Set<String> seen = new LinkedHashSet<>();
  private int lines;

  private Shown(Optional<Journal> journal, int most) {
    this.journal = journal;
    this.most = most;
  }

  /** One that forgets when the client ends. */
  static Shown inMemory() {
    return new Shown(Optional.empty(), MOST);
  }

  /** One that goes on where an earlier client ended. */
  static Shown in(Journal journal, int most) {
    Shown shown = new Shown(Optional.of(journal), most);
    journal.found().forEach(shown::remember);
    shown.lines = journal.found().size();
    return shown;
  }

  /** Whether this message was shown. */
  public boolean contains(Username from, MessageId id) {
    String key = key(from, id);
    synchronized (seen) {
      return seen.contains(key);
    }
  }

  /**
   * Remembers that this message was shown. For one thread at a time, which may wait for the disk.
   *
   * @throws IOException if only this client will know it
   */
  public void add(Username from, MessageId id) throws IOException {
    String key = key(from, id);
    remember(key);
    if (journal.isPresent()) {
      journal.get().append(key);
      lines++;
      if (lines > 2 * most) {
        List<String> left = snapshot();
        journal.get().replace(left);
        lines = left.size();
      }
    }
  }

  private void remember(String key) {
    synchronized (seen) {
      seen.add(key);
      if (seen.size() > most) {
        Iterator<String> eldest = seen.iterator();
        eldest.next();
        eldest.remove();
      }
    }
  }

  private List<String> snapshot() {
    synchronized (seen) {
      return List.copyOf(seen);
    }
  }

  private static String key(Username from, MessageId id) {
    return from + " " + id;
  }

  @Override
  public void close() {
    journal.ifPresent(Journal::close);
  }
}
