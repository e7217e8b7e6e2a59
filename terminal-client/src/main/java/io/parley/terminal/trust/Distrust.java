// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.trust;

import io.parley.keys.Fingerprint;
import io.parley.terminal.link.NotTrusted;
import io.parley.terminal.link.ServerAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Breaks off a handshake with a server that is not let through. */
final class Distrust extends CertificateException {
  private static final long serialVersionUID = 1;

  private final NotTrusted reason;

  private Distrust(NotTrusted reason) {
    super(reason.getMessage());
    this.reason = reason;
  }

  /** Why a connection failed, if it was this. */
  static Optional<NotTrusted> behind(Throwable failure) {
    for (@Nullable Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof Distrust distrust) {
        return Optional.of(distrust.reason);
      }
    }
    return Optional.empty();
  }

  static Distrust unknown(ServerAddress server, Fingerprint seen) {
    return new Distrust(
        new NotTrusted(
            List.of(
                "No authority vouches for the server at "
                    + server
                    + ", and you have not been there before.",
                "Its fingerprint is " + seen),
            Optional.of(seen)));
  }

  static Distrust changed(
      ServerAddress server, Fingerprint before, Fingerprint seen, Path knownServers) {
    return new Distrust(
        new NotTrusted(
            List.of(
                "WARNING: the server at " + server + " is not the one that it was before.",
                "Somebody may be in between, reading along; or the server has a new certificate.",
                "It was " + before,
                "It is  " + seen,
                "Nothing was sent. Ask who runs the server. If the new fingerprint is right, remove"
                    + " the line "
                    + server
                    + " from "
                    + knownServers),
            Optional.empty()));
  }

  static Distrust notTheGivenOne(ServerAddress server, Fingerprint seen) {
    return new Distrust(
        new NotTrusted(
            List.of(
                "WARNING: the server at " + server + " has not the fingerprint that you gave.",
                "It is " + seen,
                "Nothing was sent."),
            Optional.empty()));
  }

  static Distrust unreadable(Path knownServers, IOException fault) {
    return new Distrust(
        new NotTrusted(
            List.of(
                "The list of known servers in "
                    + knownServers
                    + " cannot be read ("
                    + fault.getMessage()
                    + "), so no server can be trusted."),
            Optional.empty()));
  }

  /** For a connection that began without a question, since it went on with an earlier one. */
  static NotTrusted noLonger(ServerAddress server) {
    return new NotTrusted(
        List.of("The server at " + server + " is not trusted any more. Nothing was sent."),
        Optional.empty());
  }
}
