// SPDX-License-Identifier: Apache-2.0
package io.parley.keys;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/**
 * A private key and the certificate in which its owner vouches for itself. Nobody is to believe
 * such a certificate for what it says; it is known again by its {@link Fingerprint}, and therefore
 * never ends.
 *
 * @param certificatePem the certificate, for everybody
 * @param keyPem the private key, for nobody else
 */
public record Identity(String certificatePem, String keyPem) {
  /** The end of time, as certificates have it (RFC 5280, 4.1.2.5). */
  private static final Instant NEVER = Instant.parse("9999-12-31T23:59:59Z");

  /** For clocks that are slow. */
  private static final Duration BEFORE_NOW = Duration.ofDays(1);

  private static final byte[] ECDSA_WITH_SHA256 = Der.sequence(Der.oid(1, 2, 840, 10045, 4, 3, 2));

  /**
   * A new key on the curve P-256, which every TLS library knows.
   *
   * @param name what the certificate says of its owner
   */
  public static Identity fresh(String name, Instant now) {
    try {
      SecureRandom random = new SecureRandom();
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      KeyPair pair = generator.generateKeyPair();
      byte[] content = content(name, now, pair, new BigInteger(127, random).setBit(126));
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(pair.getPrivate(), random);
      signature.update(content);
      byte[] certificate = Der.sequence(content, ECDSA_WITH_SHA256, Der.bits(signature.sign()));
      return new Identity(
          pem("CERTIFICATE", certificate), pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java cannot make a key", e);
    }
  }

  /**
   * The fingerprint of the first certificate in a PEM text.
   *
   * @throws CertificateException if there is none
   */
  public static Fingerprint fingerprintIn(String pem) throws CertificateException {
    Certificate first =
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)));
    return Fingerprint.of(first);
  }

  /** By what others know this one. */
  public Fingerprint fingerprint() {
    try {
      return fingerprintIn(certificatePem);
    } catch (CertificateException e) {
      throw new IllegalStateException("not a certificate", e);
    }
  }

  /** Never shows the key. */
  @Override
  public String toString() {
    return "Identity[" + fingerprint() + "]";
  }

  private static byte[] content(String name, Instant now, KeyPair pair, BigInteger serial) {
    byte[] owner = Der.sequence(Der.set(Der.sequence(Der.oid(2, 5, 4, 3), Der.text(name))));
    return Der.sequence(
        Der.field(0, Der.integer(BigInteger.TWO)),
        Der.integer(serial),
        ECDSA_WITH_SHA256,
        owner,
        Der.sequence(Der.time(now.minus(BEFORE_NOW)), Der.time(NEVER)),
        owner,
        pair.getPublic().getEncoded(),
        Der.field(3, extensions()));
  }

  /** No authority over others; signs handshakes, as a server and as a client. */
  private static byte[] extensions() {
    byte[] basicConstraints = Der.oid(2, 5, 29, 19);
    byte[] keyUsage = Der.oid(2, 5, 29, 15);
    byte[] extendedKeyUsage = Der.oid(2, 5, 29, 37);
    byte[] serverAuth = Der.oid(1, 3, 6, 1, 5, 5, 7, 3, 1);
    byte[] clientAuth = Der.oid(1, 3, 6, 1, 5, 5, 7, 3, 2);
    byte[] digitalSignature = {0x03, 0x02, 0x07, (byte) 0x80};
    return Der.sequence(
        Der.sequence(basicConstraints, Der.yes(), Der.octets(Der.sequence())),
        Der.sequence(keyUsage, Der.yes(), Der.octets(digitalSignature)),
        Der.sequence(extendedKeyUsage, Der.octets(Der.sequence(serverAuth, clientAuth))));
  }

  private static String pem(String what, byte[] content) {
    return "-----BEGIN "
        + what
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content)
        + "\n-----END "
        + what
        + "-----\n";
  }
}
