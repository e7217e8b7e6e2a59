// SPDX-License-Identifier: Apache-2.0
package io.parley.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.Test;

class IdentityTest {
  private static final Instant NOW = Instant.parse("2026-11-20T22:04:00Z");

  private static X509Certificate certificate(Identity identity) throws Exception {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(
                    identity.certificatePem().getBytes(StandardCharsets.US_ASCII)));
  }

  @Test
  void itsCertificateIsGoodFromNowOnForAllTimeAndSignedByItself() throws Exception {
    // When
    X509Certificate certificate = certificate(Identity.fresh("hans", NOW));

    // Then
    certificate.verify(certificate.getPublicKey());
    certificate.checkValidity(Date.from(NOW));
    assertThat(certificate.getNotAfter().toInstant()).isEqualTo("9999-12-31T23:59:59Z");
    assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=hans");
    assertThat(certificate.getBasicConstraints()).as("an authority").isEqualTo(-1);
    assertThat(certificate.getExtendedKeyUsage())
        .isEqualTo(List.of("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"));
    assertThat(certificate.getKeyUsage()[0]).isTrue();
  }

  @Test
  void itsKeyBelongsToItsCertificate() throws Exception {
    // Given
    Identity identity = Identity.fresh("hans", NOW);
    String body = identity.keyPem().replaceAll("-----[A-Z ]+-----|\\s", "");
    PrivateKey key =
        KeyFactory.getInstance("EC")
            .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(body)));

    // When
    Signature signing = Signature.getInstance("SHA256withECDSA");
    signing.initSign(key);
    signing.update((byte) 1);
    byte[] signature = signing.sign();

    // Then
    Signature checking = Signature.getInstance("SHA256withECDSA");
    checking.initVerify(certificate(identity).getPublicKey());
    checking.update((byte) 1);
    assertThat(checking.verify(signature)).isTrue();
  }

  @Test
  void twoOfThemAreNeverTheSame() {
    assertThat(Identity.fresh("hans", NOW).fingerprint())
        .isNotEqualTo(Identity.fresh("hans", NOW).fingerprint());
  }

  @Test
  void itsFingerprintIsTheHashOfTheCertificateAsToolsShowIt() throws Exception {
    // Given
    Identity identity = Identity.fresh("hans", NOW);

    // When
    String text = identity.fingerprint().text();

    // Then
    byte[] hash =
        java.security.MessageDigest.getInstance("SHA-256")
            .digest(certificate(identity).getEncoded());
    assertThat(text)
        .isEqualTo("SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(hash));
    assertThat(Fingerprint.parse(" " + text + "\n")).contains(identity.fingerprint());
    assertThat(identity.fingerprint().bytes()).isEqualTo(hash);
  }

  @Test
  void whatIsNoFingerprintIsNotTakenForOne() {
    assertThat(Fingerprint.parse("")).isEmpty();
    assertThat(Fingerprint.parse("SHA256:short")).isEmpty();
    assertThat(Fingerprint.parse("SHA1:" + "A".repeat(43))).isEmpty();
    assertThat(Fingerprint.parse("SHA256:" + "A".repeat(44))).isEmpty();
  }

  @Test
  void itNeverShowsItsKey() {
    // Given
    Identity identity = Identity.fresh("hans", NOW);

    // Then
    assertThat(identity.toString()).doesNotContain("PRIVATE").contains("SHA256:");
  }
}
