// SPDX-License-Identifier: Apache-2.0
package io.parley.node;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteErrorCode;

/**
 * One file in the data folder. Every commit is synchronised to the disk (WAL with {@code
 * synchronous=FULL}), and a lock keeps a second server away.
 */
final class SqliteEngine implements Engine {
  static final String URL_PREFIX = "jdbc:sqlite:";

  private static final int BUSY_MILLIS = 5000;
  private static final int LARGEST_WAL_AFTER_CHECKPOINT = 64 << 20;

  private final Path file;
  private final FileChannel lock;

  private SqliteEngine(Path file, FileChannel lock) {
    this.file = file;
    this.lock = lock;
  }

  /**
   * The file that a URL names.
   *
   * @throws UsageProblem if it names none
   */
  static Path fileOf(String url) {
    String path = url.startsWith(URL_PREFIX) ? url.substring(URL_PREFIX.length()) : "";
    int parameters = path.indexOf('?');
    path = parameters < 0 ? path : path.substring(0, parameters);
    if (path.isEmpty() || path.startsWith(":") || path.startsWith("file:")) {
      throw new UsageProblem(
          "--database needs a URL such as jdbc:postgresql://HOST/NAME or jdbc:sqlite:FILE.");
    }
    return Path.of(path);
  }

  /**
   * Makes folder and file where they are missing, for the eyes of their owner only.
   *
   * @throws StartProblem if that cannot be, or another server uses the file
   */
  static SqliteEngine open(Path path) {
    Path file = path.toAbsolutePath().normalize();
    try {
      PrivateFiles.createFolder(file.resolveSibling("."));
      PrivateFiles.createFile(file);
      Path lockFile = file.resolveSibling(file.getFileName() + ".lock");
      PrivateFiles.createFile(lockFile);
      FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
      if (!tryLock(channel)) {
        channel.close();
        throw new StartProblem("Another server already uses the data in " + file + ".");
      }
      return new SqliteEngine(file, channel);
    } catch (IOException e) {
      throw new StartProblem("Cannot keep data in " + file + " (" + Reason.of(e) + ").", e);
    }
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      @Nullable FileLock got = channel.tryLock();
      return got != null;
    } catch (OverlappingFileLockException e) {
      return false; // held by this very process
    }
  }

  @Override
  public Connection connectToWrite() throws SQLException {
    SQLiteConfig config = config();
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.FULL);
    config.setJournalSizeLimit(LARGEST_WAL_AFTER_CHECKPOINT);
    // The driver begins the next transaction at once: it must not hold the lock while it is idle,
    // or
    // another service's migration waits for ever.
    config.setTransactionMode(TransactionMode.DEFERRED);
    Connection connection = config.createConnection(URL_PREFIX + file);
    connection.setAutoCommit(false);
    return connection;
  }

  @Override
  public Connection connectToRead() throws SQLException {
    Connection connection = config().createConnection(URL_PREFIX + file);
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA query_only = 1");
    }
    return connection;
  }

  private static SQLiteConfig config() {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_MILLIS);
    config.enforceForeignKeys(true);
    return config;
  }

  @Override
  public int readers() {
    return 2;
  }

  @Override
  public boolean isLost(SQLException failure) {
    // A file does not go away; but somebody else may write to it, a migration for example, and then
    // what was read before is too old to write after: beginning again helps.
    int primaryCode = failure.getErrorCode() & 0xff;
    return primaryCode == SQLiteErrorCode.SQLITE_BUSY.code;
  }

  @Override
  public Login login() {
    String pragmas =
        "?journal_mode=WAL&synchronous=FULL&foreign_keys=on&busy_timeout=" + BUSY_MILLIS;
    return new Login(URL_PREFIX + file + pragmas, Optional.empty(), Optional.empty());
  }

  @Override
  public String place() {
    return file.toString();
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new IllegalStateException("the lock of " + file + " cannot be released", e);
    }
  }
}
