// SPDX-License-Identifier: Apache-2.0
package io.parley.node;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * What goes to stderr: warnings and the audit of the admin API, one line each; with {@code --debug}
 * all that Parley does, and what the libraries find worth telling.
 */
public final class Logs {
  // Java forgets the level of a logger that nobody holds.
  private static final Logger ROOT = Logger.getLogger("");
  private static final Logger PARLEY = Logger.getLogger("io.parley");

  /** Who did what over the admin API: told always. */
  private static final Logger AUDIT = Logger.getLogger("io.parley.audit");

  private static final List<Logger> CHATTERERS =
      List.of(Logger.getLogger("org.flywaydb"), Logger.getLogger("com.hazelcast"));

  /** Says the cluster's name at the start, and a part of that is made of the secret. */
  private static final Logger TELLTALE = Logger.getLogger("com.hazelcast.system");

  private Logs() {}

  /** Sets this for the whole process. */
  public static void configure(boolean debug) {
    for (Handler handler : ROOT.getHandlers()) {
      ROOT.removeHandler(handler);
    }
    Handler handler = new ConsoleHandler();
    handler.setLevel(Level.ALL);
    handler.setFormatter(new OneLine());
    ROOT.addHandler(handler);
    ROOT.setLevel(debug ? Level.INFO : Level.WARNING);
    PARLEY.setLevel(debug ? Level.FINE : Level.WARNING);
    AUDIT.setLevel(Level.INFO);
    TELLTALE.setLevel(Level.SEVERE);
    CHATTERERS.forEach(logger -> logger.setLevel(debug ? Level.INFO : Level.SEVERE));
  }

  /** Time, level, who, what; a stack trace after it if there is one. */
  private static final class OneLine extends Formatter {
    @Override
    public String format(LogRecord entry) {
      String name = String.valueOf(entry.getLoggerName());
      StringWriter text = new StringWriter();
      PrintWriter line = new PrintWriter(text);
      line.print(entry.getInstant().atOffset(ZoneOffset.UTC).truncatedTo(ChronoUnit.MILLIS));
      line.print(' ');
      line.print(entry.getLevel() == Level.FINE ? "DEBUG" : entry.getLevel().getName());
      line.print(' ');
      line.print(name.substring(name.lastIndexOf('.') + 1));
      line.print(": ");
      line.println(formatMessage(entry));
      if (entry.getThrown() != null) {
        entry.getThrown().printStackTrace(line);
      }
      return text.toString();
    }
  }
}
