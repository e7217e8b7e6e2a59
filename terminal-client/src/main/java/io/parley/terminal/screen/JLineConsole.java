// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.screen;

import java.io.IOError;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jline.reader.Candidate;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReader.Option;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import org.jspecify.annotations.Nullable;

/**
 * A terminal on which lines appear above the one being typed, which stays as it is. All of JLine is
 * behind this class and those that it needs; the normal screen, no status bar, so that nothing is
 * lost from the scrollback.
 */
public final class JLineConsole implements Console {
  private static final long FRAME_MILLIS = 33;
  private static final long CLOSING_MILLIS = 5_000;
  private static final String TAB = "    ";

  private final Terminal terminal;
  private final CommandHistory history = new CommandHistory();
  private final LineReader reader;
  private final Runnable interrupted;
  private final Runnable terminalHasGone;
  private final boolean colours;
  private final Screen screen;
  private volatile Suggestions suggestions = words -> List.of();
  private volatile String promptForCommands = "> ";
  private volatile @Nullable Reading reading;
  private volatile boolean closing;

  /** A line that is being read. */
  private record Reading(Thread thread, boolean command, CountDownLatch done) {}

  /**
   * @param colours whether errors and news may look different from talk
   * @param interrupted what Ctrl-C does while a command is not typed but carried out
   * @param terminalHasGone what to do when nothing can be shown any more
   */
  public JLineConsole(
      Terminal terminal, boolean colours, Runnable interrupted, Runnable terminalHasGone) {
    this.terminal = terminal;
    this.colours = colours;
    this.interrupted = interrupted;
    this.terminalHasGone = terminalHasGone;
    this.reader =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .appName("parley")
            .parser(new BlankSeparated())
            .completer((reader, line, candidates) -> complete(line, candidates))
            .history(history)
            // chat is full of exclamation marks
            .option(Option.DISABLE_EVENT_EXPANSION, true)
            .option(Option.HISTORY_IGNORE_SPACE, false)
            .option(Option.CASE_INSENSITIVE, true)
            .build();
    this.screen = new Screen(this::write, FRAME_MILLIS);
    // what is typed between two prompts must not appear, it may be a password
    terminal.enterRawMode();
    screen.start();
  }

  @Override
  public Input readLine(String prompt) {
    return read(prompt, null, false);
  }

  @Override
  public Input readSecret(String prompt) {
    return read(prompt, '\0', false);
  }

  @Override
  public Input readCommand() {
    // without this Ctrl-C between two commands would end the program
    terminal.handle(Signal.INT, signal -> interrupted.run());
    return read(promptForCommands, null, true);
  }

  private Input read(String prompt, @Nullable Character mask, boolean command) {
    reader.setVariable(LineReader.DISABLE_HISTORY, !command);
    reader.setVariable(LineReader.DISABLE_COMPLETION, !command);
    reader.option(Option.ERASE_LINE_ON_FINISH, command);
    Reading mine = new Reading(Thread.currentThread(), command, new CountDownLatch(1));
    reading = mine;
    try {
      return closing ? new Input.Ended() : new Input.Typed(reader.readLine(prompt, mask));
    } catch (UserInterruptException e) {
      // the flag would fail the next wait of this thread
      Thread.interrupted();
      return closing ? new Input.Ended() : new Input.Cancelled(!e.getPartialLine().isEmpty());
    } catch (EndOfFileException | IOError e) {
      return new Input.Ended();
    } finally {
      reading = null;
      mine.done().countDown();
    }
  }

  @Override
  public void promptForCommands(String prompt) {
    promptForCommands = prompt;
  }

  @Override
  public void assist(Optional<Path> file, Suggestions suggestions) {
    this.suggestions = suggestions;
    file.ifPresent(path -> history.keepIn(path, reader, suggestions::mayBeKept));
  }

  private void complete(ParsedLine line, List<Candidate> candidates) {
    suggestions
        .after(line.words().subList(0, line.wordIndex()))
        .forEach(each ->
            candidates.add(
                new Candidate(
                    each.word(),
                    each.word(),
                    null,
                    each.description().isEmpty() ? null : each.description(),
                    null,
                    null,
                    true)));
  }

  @Override
  public void show(Line line, Runnable afterwards) {
    screen.show(line, afterwards);
  }

  private boolean write(List<Line> lines) {
    AttributedStringBuilder block = new AttributedStringBuilder();
    for (Line line : lines) {
      if (block.length() > 0) {
        block.append('\n');
      }
      String text = SafeText.shown(line.text()).replace("\t", TAB);
      if (line.kind() == Line.Kind.TALK) {
        text = LongTalk.laidOut(text, terminal.getWidth());
      }
      block.append(new AttributedString(text, style(line.kind())));
    }
    Reading now = reading;
    if (now != null && now.command() && reader instanceof LineReaderImpl impl) {
      // printing draws the prompt again, so this is when a new one appears
      impl.setPrompt(promptForCommands);
    }
    reader.printAbove(block.toAttributedString());
    boolean gone = terminal.writer().checkError();
    if (gone) {
      terminalHasGone.run();
    }
    return !gone;
  }

  private AttributedStyle style(Line.Kind kind) {
    if (!colours) {
      return AttributedStyle.DEFAULT;
    }
    return switch (kind) {
      case TALK, ANSWER -> AttributedStyle.DEFAULT;
      case OWN, NEWS -> AttributedStyle.DEFAULT.faint();
      case ERROR -> AttributedStyle.DEFAULT.foreground(AttributedStyle.RED);
    };
  }

  @Override
  public boolean isInteractive() {
    return true;
  }

  @Override
  public void onPressure(Runnable begins, Runnable ends) {
    screen.onPressure(begins, ends);
  }

  @Override
  public void close() {
    closing = true;
    screen.close();
    try {
      Reading last = reading;
      if (last != null) {
        // so that the line being typed leaves the screen
        last.thread().interrupt();
        boolean unused = last.done().await(CLOSING_MILLIS, TimeUnit.MILLISECONDS);
      }
      terminal.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      // it has gone already; there is nothing to give back
    }
  }
}
