// SPDX-License-Identifier: Apache-2.0
package io.parley.node;

import static io.parley.node.Values.DURATION;
import static io.parley.node.Values.FLAG;
import static io.parley.node.Values.PORT_NUMBER;
import static io.parley.node.Values.POSITIVE_DURATION;
import static io.parley.node.Values.RATE;
import static io.parley.node.Values.SIZE;
import static io.parley.node.Values.TEXT;
import static io.parley.node.Values.count;
import static io.parley.node.Values.oneOf;
import static io.parley.node.Values.optional;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Every option of the server. The one table that parser, usage text and documentation read. */
public final class ServerSettings {
  public static final Setting<String> HOST =
      new Setting<>("host", "127.0.0.1", "ADDRESS", TEXT, "address to listen on for clients");
  public static final Setting<Integer> PORT =
      new Setting<>("port", "5001", "PORT", PORT_NUMBER, "port for clients; 0 = any free one");
  public static final Setting<Optional<Integer>> TLS_PORT =
      new Setting<>(
          "tls-port",
          "5443",
          "PORT|off",
          Values.PORT_OR_OFF,
          "port for clients that encrypt; 0 = any free one");
  public static final Setting<Optional<String>> TLS_HOST =
      new Setting<>(
          "tls-host",
          "",
          "ADDRESS",
          optional(TEXT),
          "address of the TLS port; if not set, that of --host");
  public static final Setting<Optional<Path>> TLS_CERT =
      new Setting<>(
          "tls-cert",
          "",
          "FILE",
          optional(Path::of),
          "certificate chain (PEM); if not set, one made for the data folder");
  public static final Setting<Optional<Path>> TLS_KEY =
      new Setting<>("tls-key", "", "FILE", optional(Path::of), "its private key (PEM)");
  public static final Setting<String> HTTP_HOST =
      new Setting<>("http-host", "127.0.0.1", "ADDRESS", TEXT, "address of the HTTP port");
  public static final Setting<Optional<Integer>> HTTP_PORT =
      new Setting<>(
          "http-port", "8080", "PORT|off", Values.PORT_OR_OFF, "health checks; 0 = any free port");

  public static final Setting<Path> DATA =
      new Setting<>("data", "./data", "FOLDER", Path::of, "where the server keeps its data");
  public static final Setting<Optional<String>> DATABASE =
      new Setting<>(
          "database", "", "URL", optional(TEXT), "JDBC URL; if not set, SQLite in the data folder");
  public static final Setting<Optional<String>> DATABASE_USER =
      new Setting<>("database-user", "", "NAME", optional(TEXT), "user at the database");
  public static final Setting<Optional<String>> DATABASE_PASSWORD =
      new Setting<>(
          "database-password",
          "",
          "WORD",
          optional(TEXT),
          "its password; give it in the environment or the file of --config");

  public static final Setting<Optional<Path>> CREDENTIALS =
      new Setting<>(
          "credentials", "", "FILE", optional(Path::of), "accounts to add or update at the start");
  public static final Setting<Registration> REGISTRATION =
      new Setting<>(
          "registration",
          "open",
          "open|closed",
          oneOf(Registration.class),
          "whether anybody may make an account");
  public static final Setting<Duration> BLOCK_DURATION =
      new Setting<>(
          "block-duration",
          "60s",
          "TIME",
          POSITIVE_DURATION,
          "how long a name is locked after three wrong passwords");
  public static final Setting<Integer> HASHING_THREADS =
      new Setting<>(
          "hashing-threads", "1", "COUNT", count(1, 256), "passwords hashed at the same time");
  public static final Setting<Integer> HASHING_QUEUE =
      new Setting<>(
          "hashing-queue", "20000", "COUNT", count(1, 10_000_000), "passwords that may wait");

  public static final Setting<Duration> TIMEOUT =
      new Setting<>(
          "timeout", "3600s", "TIME", DURATION, "idle time after which a session ends; 0 = never");
  public static final Setting<Duration> LOGIN_TIMEOUT =
      new Setting<>(
          "login-timeout",
          "60s",
          "TIME",
          POSITIVE_DURATION,
          "time in which a connection must have logged in");
  public static final Setting<Integer> LINE_LIMIT =
      new Setting<>("line-limit", "16384", "BYTES", SIZE, "longest line that a client may send");
  public static final Setting<Integer> SEND_LIMIT =
      new Setting<>(
          "send-limit", "1MiB", "BYTES", SIZE, "what may wait for a client that reads slowly");
  public static final Setting<Duration> DELIVERY_TIMEOUT =
      new Setting<>(
          "delivery-timeout",
          "10s",
          "TIME",
          POSITIVE_DURATION,
          "time in which a client must acknowledge a message");
  public static final Setting<Integer> UNACKNOWLEDGED_LIMIT =
      new Setting<>(
          "unacknowledged-limit",
          "256",
          "COUNT",
          count(1, 1_000),
          "messages sent to a client and not yet acknowledged");
  public static final Setting<Integer> SENDS_UNDER_WAY_LIMIT =
      new Setting<>(
          "sends-under-way-limit",
          "1024",
          "COUNT",
          count(1, 1_000_000),
          "messages of one session that may wait for their answers");
  public static final Setting<Integer> ANONYMOUS_LIMIT =
      new Setting<>(
          "anonymous-limit",
          "20000",
          "COUNT",
          count(1, 10_000_000),
          "connections that have not logged in");

  public static final Setting<Rate> LOGINS_PER_ADDRESS =
      new Setting<>(
          "logins-per-address",
          "3000/10m",
          "COUNT/TIME",
          RATE,
          "attempts to log in from one address, as a client or an administrator; 0 = no limit");
  public static final Setting<Rate> LOGINS_PER_ACCOUNT =
      new Setting<>(
          "logins-per-account",
          "120/1m",
          "COUNT/TIME",
          RATE,
          "attempts to log in by password under one name; 0 = no limit");
  public static final Setting<Rate> ARRIVALS_PER_ACCOUNT =
      new Setting<>(
          "arrivals-per-account",
          "60/1m",
          "COUNT/TIME",
          RATE,
          "times that one user may come online by password; 0 = no limit");
  public static final Setting<Rate> REGISTRATIONS_PER_ADDRESS =
      new Setting<>(
          "registrations-per-address",
          "1000/1h",
          "COUNT/TIME",
          RATE,
          "accounts made from one address; 0 = no limit");
  public static final Setting<Rate> MESSAGES_PER_ADDRESS =
      new Setting<>(
          "messages-per-address",
          "300000/10m",
          "COUNT/TIME",
          RATE,
          "messages from one address; 0 = no limit");
  public static final Setting<Rate> MESSAGES_PER_ACCOUNT =
      new Setting<>(
          "messages-per-account",
          "30000/10m",
          "COUNT/TIME",
          RATE,
          "messages of one user; a broadcast counts ten times, a change of the password a hundred"
              + " times; 0 = no limit");

  public static final Setting<Duration> RESUME_FOR =
      new Setting<>(
          "resume-for", "24h", "TIME", DURATION, "how long a broken session can be resumed");
  public static final Setting<Duration> RESUME_GRACE =
      new Setting<>(
          "resume-grace",
          "5s",
          "TIME",
          DURATION,
          "time in which a resumed session was never gone for others");
  public static final Setting<Integer> MAILBOX_LIMIT =
      new Setting<>(
          "mailbox-limit",
          "100000",
          "COUNT",
          count(1, Integer.MAX_VALUE),
          "messages kept for one user");
  public static final Setting<Duration> REMEMBER_IDS_FOR =
      new Setting<>(
          "remember-ids-for",
          "7d",
          "TIME",
          POSITIVE_DURATION,
          "how long a message sent again is known");

  public static final Setting<Duration> DRAIN =
      new Setting<>(
          "drain", "0s", "TIME", DURATION, "time over which a stopping gateway sends clients away");

  public static final Setting<Optional<String>> CLUSTER_MEMBERS =
      new Setting<>(
          "cluster-members",
          "",
          "HOST[:PORT],...",
          optional(TEXT),
          "nodes of the cluster, of which one must be reached");
  public static final Setting<Optional<String>> CLUSTER_DNS =
      new Setting<>(
          "cluster-dns", "", "NAME", optional(TEXT), "name with the addresses of all nodes");
  public static final Setting<String> CLUSTER_NAME =
      new Setting<>("cluster-name", "parley", "NAME", TEXT, "only nodes with the same name join");
  public static final Setting<Optional<String>> CLUSTER_SECRET =
      new Setting<>(
          "cluster-secret",
          "",
          "WORD",
          optional(TEXT),
          "and with the same secret; give it in the environment or the file of --config");
  public static final Setting<String> CLUSTER_HOST =
      new Setting<>(
          "cluster-host",
          "127.0.0.1",
          "ADDRESS",
          TEXT,
          "address at which other nodes reach this one");
  public static final Setting<Integer> CLUSTER_PORT =
      new Setting<>(
          "cluster-port", "5701", "PORT", count(1, 65535), "port for the cluster's membership");
  public static final Setting<Integer> CLUSTER_MINIMUM =
      new Setting<>(
          "cluster-minimum", "1", "COUNT", count(1, 1000), "nodes that must be there at the start");
  public static final Setting<Integer> BUS_PORT =
      new Setting<>("bus-port", "15701", "PORT", PORT_NUMBER, "port for what services say");
  public static final Setting<Optional<Path>> BUS_CERT =
      new Setting<>("bus-cert", "", "FILE", optional(Path::of), "certificate of this node, in PEM");
  public static final Setting<Optional<Path>> BUS_KEY =
      new Setting<>("bus-key", "", "FILE", optional(Path::of), "its private key, in PEM");
  public static final Setting<Optional<Path>> BUS_CA =
      new Setting<>(
          "bus-ca", "", "FILE", optional(Path::of), "the cluster's own authority, in PEM");

  public static final Setting<Integer> EVENT_LOOPS =
      new Setting<>("event-loops", "1", "COUNT", count(1, 256), "event loop threads");
  public static final Setting<Boolean> DEBUG =
      new Setting<>("debug", "false", "", FLAG, "say on stderr what happens");

  /** All of them, in the order of the usage text. */
  public static final List<Setting<?>> ALL =
      List.of(
          HOST,
          PORT,
          TLS_HOST,
          TLS_PORT,
          TLS_CERT,
          TLS_KEY,
          HTTP_HOST,
          HTTP_PORT,
          DATA,
          DATABASE,
          DATABASE_USER,
          DATABASE_PASSWORD,
          CREDENTIALS,
          REGISTRATION,
          BLOCK_DURATION,
          TIMEOUT,
          LOGIN_TIMEOUT,
          LINE_LIMIT,
          SEND_LIMIT,
          DELIVERY_TIMEOUT,
          UNACKNOWLEDGED_LIMIT,
          SENDS_UNDER_WAY_LIMIT,
          ANONYMOUS_LIMIT,
          LOGINS_PER_ADDRESS,
          LOGINS_PER_ACCOUNT,
          ARRIVALS_PER_ACCOUNT,
          REGISTRATIONS_PER_ADDRESS,
          MESSAGES_PER_ADDRESS,
          MESSAGES_PER_ACCOUNT,
          RESUME_FOR,
          RESUME_GRACE,
          MAILBOX_LIMIT,
          REMEMBER_IDS_FOR,
          HASHING_THREADS,
          HASHING_QUEUE,
          DRAIN,
          CLUSTER_MEMBERS,
          CLUSTER_DNS,
          CLUSTER_NAME,
          CLUSTER_SECRET,
          CLUSTER_HOST,
          CLUSTER_PORT,
          CLUSTER_MINIMUM,
          BUS_PORT,
          BUS_CERT,
          BUS_KEY,
          BUS_CA,
          EVENT_LOOPS,
          DEBUG);

  private ServerSettings() {}
}
