// SPDX-License-Identifier: Apache-2.0
package io.parley.wire;

import io.parley.model.MessageId;
import io.parley.model.PeerOffer;
import io.parley.model.Secret;
import java.util.Optional;

/**
 * What a client asks of the gateway, well-formed but not yet checked against accounts: names are as
 * they were typed.
 */
public sealed interface Command {
  /** Makes an account. */
  record Register(String user, Secret password) implements Command {
    public Register {
      password = password.asPassword();
    }
  }

  /**
   * Begins a session.
   *
   * @param acknowledges whether the client acknowledges each message
   * @param peer how other clients reach this one; empty if it takes no private sessions
   */
  record Login(String user, Proof proof, boolean acknowledges, Optional<PeerOffer> peer)
      implements Command {}

  /** By what a client shows at login that the name is its own. */
  sealed interface Proof {}

  /** The account's password. */
  record Password(Secret password) implements Proof {
    public Password {
      password = password.asPassword();
    }
  }

  /** The secret that the last login gave (protocol, rule 3). */
  record Resume(Secret secret) implements Proof {}

  /** One text to one user. */
  record Message(String to, String text, Optional<MessageId> id) implements Command {
    @Override
    public String toString() {
      return "Message[to " + to + "]";
    }
  }

  /** One text to all who are online. */
  record Broadcast(String text) implements Command {
    @Override
    public String toString() {
      return "Broadcast[]";
    }
  }

  /** Who else is online. */
  record WhoElse() implements Command {}

  /** Who else was online in the last seconds. */
  record WhoElseSince(long seconds) implements Command {
    public static final long MAX_SECONDS = 10_000_000_000L;
  }

  /** Hears nothing more of a user. */
  record Block(String user) implements Command {}

  /** Ends a block. */
  record Unblock(String user) implements Command {}

  /** Whom the asker has blocked. */
  record Blocked() implements Command {}

  /** Asks for an introduction to another client. */
  record StartPrivate(String user) implements Command {}

  /** Answers {@link Notice.PeerRequested}. */
  record Consent(Secret token, boolean accept) implements Command {}

  /** Changes the password of the session's account. */
  record ChangePassword(Secret old, Secret fresh) implements Command {
    public ChangePassword {
      old = old.asPassword();
      fresh = fresh.asPassword();
    }
  }

  /** The client's user did something that the server does not see. */
  record Active() implements Command {}

  /** The client has shown this message. Never answered. */
  record Acknowledge(MessageId id) implements Command {}

  /** Is the server there? */
  record Ping() implements Command {}

  /** Ends the session and the connection. */
  record Logout() implements Command {}

  /** What commands are there, or how is one used? Of the text dialect only. */
  record Help(Optional<String> about) implements Command {}
}
