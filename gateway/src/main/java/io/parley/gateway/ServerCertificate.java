// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import io.parley.keys.Fingerprint;
import io.parley.keys.Identity;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;

/**
 * By what clients know this server: a certificate chain and the private key that belongs to it.
 *
 * @param certificatePem the chain, the server's own certificate first
 */
record ServerCertificate(String certificatePem, String keyPem, Fingerprint fingerprint) {
  private static final Map<String, String> KEY_TO_SIGNATURE =
      Map.of("EC", "SHA256withECDSA", "RSA", "SHA256withRSA", "EdDSA", "EdDSA");

  /**
   * Checks both texts. Waits: not for an event loop.
   *
   * @throws Exception if they do not make a certificate with its key; what is wrong is in the
   *     message
   */
  static ServerCertificate of(Vertx vertx, String certificatePem, String keyPem) throws Exception {
    ServerCertificate certificate =
        new ServerCertificate(certificatePem, keyPem, Identity.fingerprintIn(certificatePem));
    for (KeyManager manager : certificate.options().getKeyManagerFactory(vertx).getKeyManagers()) {
      if (manager instanceof X509KeyManager keys && belongTogether(keys)) {
        return certificate;
      }
    }
    throw new IllegalArgumentException("the private key is not that of the certificate");
  }

  PemKeyCertOptions options() {
    return new PemKeyCertOptions()
        .addCertValue(Buffer.buffer(certificatePem))
        .addKeyValue(Buffer.buffer(keyPem));
  }

  /** Never shows the key. */
  @Override
  public String toString() {
    return "ServerCertificate[" + fingerprint + "]";
  }

  private static boolean belongTogether(X509KeyManager keys) throws Exception {
    for (Map.Entry<String, String> kind : KEY_TO_SIGNATURE.entrySet()) {
      String @Nullable [] aliases = keys.getServerAliases(kind.getKey(), null);
      if (aliases != null && aliases.length > 0) {
        PublicKey known = keys.getCertificateChain(aliases[0])[0].getPublicKey();
        return isPair(kind.getValue(), keys.getPrivateKey(aliases[0]), known);
      }
    }
    throw new IllegalArgumentException("neither an EC, an RSA nor an Ed25519 key");
  }

  private static boolean isPair(String algorithm, PrivateKey key, PublicKey known)
      throws Exception {
    Signature signing = Signature.getInstance(algorithm);
    signing.initSign(key);
    signing.update((byte) 1);
    Signature checking = Signature.getInstance(algorithm);
    checking.initVerify(known);
    checking.update((byte) 1);
    return checking.verify(signing.sign());
  }
}
