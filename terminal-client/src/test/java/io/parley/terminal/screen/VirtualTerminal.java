// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.screen;

import io.parley.terminal.Eventually;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import org.jline.builtins.ScreenTerminal;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.ExternalTerminal;
import org.jline.utils.InfoCmp;

/**
 * A terminal without a tty: what is typed comes from the test, and what is drawn goes through an
 * emulator, so that a test sees the screen that a person would see. The raw bytes are kept too.
 */
public final class VirtualTerminal implements AutoCloseable {
  private final ScreenTerminal screen;
  private final ByteArrayOutputStream raw = new ByteArrayOutputStream();
  private final PipedOutputStream keyboard = new PipedOutputStream();
  private final Terminal terminal;
  private volatile CountDownLatch reads = new CountDownLatch(0);
  private volatile boolean gone;

  public VirtualTerminal(int width, int height) throws IOException {
    InfoCmp.setLoadedInfoCmp("xterm-256color", InfoCmp.getDefaultInfoCmp("xterm-256color"));
    screen = new ScreenTerminal(width, height);
    terminal =
        new ExternalTerminal(
            null,
            "test",
            "xterm-256color",
            new PipedInputStream(keyboard, 1 << 20),
            new Glass(),
            StandardCharsets.UTF_8,
            Terminal.SignalHandler.SIG_DFL,
            false,
            attributesOfTty(),
            new Size(width, height));
  }

  /** What a tty does before a program changes it: Ctrl-C is a signal, Ctrl-D the end. */
  private static Attributes attributesOfTty() {
    Attributes attributes = new Attributes();
    attributes.setLocalFlags(
        EnumSet.of(
            Attributes.LocalFlag.ISIG, Attributes.LocalFlag.ICANON, Attributes.LocalFlag.ECHO),
        true);
    attributes.setInputFlag(Attributes.InputFlag.ICRNL, true);
    attributes.setOutputFlags(
        EnumSet.of(Attributes.OutputFlag.OPOST, Attributes.OutputFlag.ONLCR), true);
    attributes.setControlChar(Attributes.ControlChar.VINTR, 3);
    attributes.setControlChar(Attributes.ControlChar.VEOF, 4);
    return attributes;
  }

  public Terminal terminal() {
    return terminal;
  }

  public VirtualTerminal type(String keys) throws IOException {
    keyboard.write(keys.getBytes(StandardCharsets.UTF_8));
    keyboard.flush();
    return this;
  }

  /** The terminal stops reading what is written to it, as after Ctrl-S. */
  public void stopReading() {
    reads = new CountDownLatch(1);
  }

  public void readOn() {
    reads.countDown();
  }

  /** The terminal goes away, as when its window is closed. */
  public void vanish() {
    gone = true;
  }

  /** The lines of the screen, without the blanks at their ends. */
  public List<String> lines() {
    synchronized (raw) {
      return screen.toString().lines().map(String::stripTrailing).toList();
    }
  }

  public String raw() {
    synchronized (raw) {
      return raw.toString(StandardCharsets.UTF_8);
    }
  }

  /** Waits until the screen shows what is expected. */
  public void await(String what, Predicate<List<String>> condition) {
    Eventually.await(
        () -> what + "; the screen shows\n" + String.join("\n", lines()),
        () -> condition.test(lines()));
  }

  /** Waits until one line of the screen is this. */
  public void awaitLine(String line) {
    await("no line «" + line + "»", lines -> lines.contains(line));
  }

  @Override
  public void close() throws IOException {
    readOn();
    terminal.close();
  }

  private final class Glass extends OutputStream {
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    private ByteBuffer rest = ByteBuffer.allocate(0);

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (gone) {
        throw new IOException("the terminal has gone");
      }
      try {
        reads.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      synchronized (raw) {
        raw.write(bytes, offset, length);
        screen.write(decoded(bytes, offset, length));
      }
    }

    /** What the bytes spell, without a character of which only the beginning has come. */
    private String decoded(byte[] bytes, int offset, int length) {
      ByteBuffer all = ByteBuffer.allocate(rest.remaining() + length);
      all.put(rest).put(bytes, offset, length).flip();
      CharBuffer text = CharBuffer.allocate(all.remaining());
      decoder.decode(all, text, false);
      rest = all;
      return text.flip().toString();
    }
  }
}
