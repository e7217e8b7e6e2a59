// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import static io.parley.node.ServerSettings.DATA;
import static io.parley.node.ServerSettings.TLS_CERT;
import static io.parley.node.ServerSettings.TLS_KEY;

import io.parley.keys.Identity;
import io.parley.node.PrivateFiles;
import io.parley.node.Settings;
import io.parley.node.StartProblem;
import io.parley.node.UsageProblem;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * Where the server's certificate and its private key lie. Waits for the disk: not for an event
 * loop.
 *
 * @param own whether the server makes them itself when they are not there
 */
record CertificateFiles(Path certificate, Path key, boolean own) {
  /**
   * Those that the settings name, or else the server's own in the data folder.
   *
   * @throws UsageProblem if they name only one of the two
   */
  static CertificateFiles of(Settings settings) {
    boolean both = settings.get(TLS_CERT).isPresent() && settings.get(TLS_KEY).isPresent();
    boolean none = settings.get(TLS_CERT).isEmpty() && settings.get(TLS_KEY).isEmpty();
    if (both) {
      return new CertificateFiles(settings.get(TLS_CERT).get(), settings.get(TLS_KEY).get(), false);
    }
    if (none) {
      Path data = settings.get(DATA);
      return new CertificateFiles(
          data.resolve("tls-certificate.pem"), data.resolve("tls-key.pem"), true);
    }
    throw new UsageProblem("--tls-cert and --tls-key need each other.");
  }

  /**
   * Reads them, after making them if there is need.
   *
   * @throws StartProblem if the server cannot have a certificate that way
   */
  ServerCertificate readOrMake(Vertx vertx, InstantSource clock) {
    try {
      if (own && !Files.exists(certificate)) {
        make(clock);
      }
    } catch (IOException e) {
      throw new StartProblem(
          "Cannot keep a certificate of this server's own in "
              + certificate.toAbsolutePath().normalize().getParent()
              + " ("
              + reason(e)
              + "); give one with --tls-cert and --tls-key, or set --tls-port off.",
          e);
    }
    try {
      return read(vertx);
    } catch (Exception e) {
      throw new StartProblem(
          "Cannot use the certificate "
              + certificate
              + " with the key "
              + key
              + " ("
              + reason(e)
              + ").",
          e);
    }
  }

  /**
   * Reads them.
   *
   * @throws Exception if they are not there, or do not belong together
   */
  ServerCertificate read(Vertx vertx) throws Exception {
    return ServerCertificate.of(vertx, Files.readString(certificate), Files.readString(key));
  }

  private void make(InstantSource clock) throws IOException {
    Identity identity = Identity.fresh("Parley server", clock.instant());
    PrivateFiles.createFolder(certificate.toAbsolutePath().normalize().resolveSibling("."));
    // The certificate last: where it is, its key is too.
    PrivateFiles.writeFile(key, identity.keyPem());
    PrivateFiles.writeFile(certificate, identity.certificatePem());
  }

  private static String reason(Exception e) {
    return e instanceof IOException || e.getMessage() == null
        ? e.getClass().getSimpleName() + ": " + e.getMessage()
        : e.getMessage();
  }
}
