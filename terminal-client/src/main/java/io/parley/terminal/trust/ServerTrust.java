// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.trust;

import io.parley.keys.Fingerprint;
import io.parley.keys.HandshakeJudge;
import io.parley.terminal.link.ServerAddress;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether who answers at an address is the server that the person means: because the person
 * gave its fingerprint, because it was trusted before, or, if neither, because an authority that
 * this computer trusts vouches for it under this name. Any thread.
 */
public final class ServerTrust {
  private final ServerAddress server;
  private final KnownServers known;
  private final Optional<Fingerprint> given;

  /** For whom an authority vouched, in this process. */
  private final Set<Fingerprint> vouchedFor = ConcurrentHashMap.newKeySet();

  private @Nullable X509ExtendedTrustManager authorities;

  /**
   * @param given the only certificate that is good, if the person said so
   */
  public ServerTrust(ServerAddress server, KnownServers known, Optional<Fingerprint> given) {
    this.server = server;
    this.known = known;
    this.given = given;
  }

  /** What asks this object during a handshake. */
  public TrustManager manager() {
    return new Handshake();
  }

  /** Trusts this server from now on. */
  public void remember(Fingerprint fingerprint) throws IOException {
    known.remember(server, fingerprint);
  }

  /**
   * Looks again at the certificates of a connection that is there: one that resumes an earlier one
   * was never asked about.
   */
  public boolean isGood(List<Certificate> chain) {
    if (chain.isEmpty()) {
      return false;
    }
    Fingerprint seen = Fingerprint.of(chain.getFirst());
    if (given.isPresent()) {
      return given.get().equals(seen);
    }
    try {
      return known.of(server).map(seen::equals).orElseGet(() -> vouchedFor.contains(seen));
    } catch (IOException e) {
      return false;
    }
  }

  private void check(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    if (chain.length == 0) {
      throw new CertificateException("the server shows no certificate");
    }
    Fingerprint seen = Fingerprint.of(chain[0]);
    if (given.isPresent()) {
      if (!given.get().equals(seen)) {
        throw Distrust.notTheGivenOne(server, seen);
      }
      keep(seen);
      return;
    }
    Optional<Fingerprint> before = before();
    if (before.isPresent()) {
      // Whom the person chose to trust no authority can replace: any of a hundred would do.
      if (!before.get().equals(seen)) {
        throw Distrust.changed(server, before.get(), seen, known.file());
      }
      return;
    }
    try {
      authorities().checkServerTrusted(chain, type, engine);
      vouchedFor.add(seen);
    } catch (CertificateException e) {
      throw Distrust.unknown(server, seen);
    }
  }

  /** So that it need not be given again. */
  private void keep(Fingerprint seen) {
    try {
      if (known.of(server).filter(seen::equals).isEmpty()) {
        known.remember(server, seen);
      }
    } catch (IOException e) {
      // it was given this time, and can be given the next time
    }
  }

  private Optional<Fingerprint> before() throws CertificateException {
    try {
      return known.of(server);
    } catch (IOException e) {
      throw Distrust.unreadable(known.file(), e);
    }
  }

  private synchronized X509ExtendedTrustManager authorities() throws CertificateException {
    X509ExtendedTrustManager found = authorities;
    if (found == null) {
      found = load();
      authorities = found;
    }
    return found;
  }

  private static X509ExtendedTrustManager load() throws CertificateException {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init((KeyStore) null);
      for (TrustManager each : factory.getTrustManagers()) {
        if (each instanceof X509ExtendedTrustManager extended) {
          return extended;
        }
      }
      throw new CertificateException("this Java knows no authorities");
    } catch (GeneralSecurityException e) {
      throw new CertificateException("this Java knows no authorities", e);
    }
  }

  /** The extended kind, with the engine, is what checks the server's name as well. */
  private final class Handshake extends HandshakeJudge {
    @Override
    protected void judge(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      check(chain, type, engine);
    }
  }
}
