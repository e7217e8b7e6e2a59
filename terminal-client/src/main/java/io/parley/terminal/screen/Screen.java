// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.screen;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The one thread that writes to the outside, and the lines that wait for it. Whoever shows a line
 * never waits for a slow terminal; a flood is written in frames, small enough that typing stays
 * smooth. Past {@link #PRESSURE} waiting lines whoever feeds it is told to stop.
 */
final class Screen implements AutoCloseable {
  /** So many waiting lines, and what feeds them should stop. */
  static final int PRESSURE = 400;

  private static final int RELIEF = 200;
  private static final int MOST_LINES_IN_A_FRAME = 40;
  private static final long SLOW_FRAME = TimeUnit.MILLISECONDS.toNanos(60);
  private static final long WRITING_TIME = TimeUnit.SECONDS.toNanos(2);

  /** Where the lines go. Called on the screen's thread only, and may take its time. */
  interface Sink {
    /** Whether the lines are out, for all that this side can know. */
    boolean write(List<Line> lines);
  }

  private record Waiting(Line line, Runnable afterwards) {}

  private final Sink sink;
  private final long frame;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private Runnable pressureBegins = () -> {};
  private Runnable pressureEnds = () -> {};
  private boolean pressed;
  private boolean closing;
  private boolean idle = true;

  /**
   * @param frameMillis the time from one frame to the next; 0 where nobody types
   */
  Screen(Sink sink, long frameMillis) {
    this.sink = sink;
    this.frame = TimeUnit.MILLISECONDS.toNanos(frameMillis);
    this.thread = new Thread(this::run, "screen");
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Says what to do when too much waits, and when that is over; neither may take any time. */
  void onPressure(Runnable begins, Runnable ends) {
    lock.lock();
    try {
      pressureBegins = begins;
      pressureEnds = ends;
    } finally {
      lock.unlock();
    }
  }

  /** Any thread. The action is dropped with a line that comes too late or cannot be written. */
  void show(Line line, Runnable afterwards) {
    lock.lock();
    try {
      if (closing) {
        return;
      }
      waiting.add(new Waiting(line, afterwards));
      if (!pressed && waiting.size() >= PRESSURE) {
        pressed = true;
        // under the lock, so that the end cannot overtake the beginning
        pressureBegins.run();
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    int most = MOST_LINES_IN_A_FRAME;
    try {
      while (true) {
        List<Waiting> batch = take(most);
        if (batch.isEmpty()) {
          return;
        }
        long began = System.nanoTime();
        if (sink.write(batch.stream().map(Waiting::line).toList())) {
          batch.forEach(each -> each.afterwards().run());
        }
        long took = System.nanoTime() - began;
        // a slow terminal gets smaller frames, so that what is typed comes through between them
        most =
            took > SLOW_FRAME ? Math.max(1, most / 2) : Math.min(MOST_LINES_IN_A_FRAME, most * 2);
        rest(frame - took);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      ended();
    }
  }

  /** Whatever ended the thread, nobody is to wait for it. */
  private void ended() {
    lock.lock();
    try {
      closing = true;
      idle = true;
      waiting.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The next lines, at most so many; none once the screen is closing and nothing waits. */
  private List<Waiting> take(int most) throws InterruptedException {
    List<Waiting> batch = new ArrayList<>();
    lock.lock();
    try {
      idle = true;
      changed.signalAll();
      while (waiting.isEmpty() && !closing) {
        changed.await();
      }
      idle = waiting.isEmpty();
      while (batch.size() < most && !waiting.isEmpty()) {
        batch.add(waiting.remove());
      }
      if (pressed && waiting.size() <= RELIEF) {
        pressed = false;
        pressureEnds.run();
      }
    } finally {
      lock.unlock();
    }
    return batch;
  }

  private void rest(long nanos) throws InterruptedException {
    lock.lock();
    try {
      long left = nanos;
      while (left > 0 && !closing) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Writes what waits, unless that takes too long. */
  @Override
  public void close() {
    lock.lock();
    try {
      closing = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    awaitWritten();
  }

  /** Waits until everything is written, unless that takes too long. */
  void awaitWritten() {
    lock.lock();
    try {
      long left = WRITING_TIME;
      while (left > 0 && !(idle && waiting.isEmpty())) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }
}
