// SPDX-License-Identifier: Apache-2.0
package io.parley.system.talk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** An authority that signs certificates for the nodes of one cluster, and keeps all in a folder. */
public final class TestAuthority {
  private static final AlgorithmIdentifier ECDSA =
      new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
  private static final AtomicInteger SERIAL = new AtomicInteger();

  private final Path folder;
  private final X500Name name;
  private final KeyPair keys;
  private final Path certificate;

  private TestAuthority(Path folder, X500Name name, KeyPair keys, Path certificate) {
    this.folder = folder;
    this.name = name;
    this.keys = keys;
    this.certificate = certificate;
  }

  /** One that nobody knew before. */
  public static TestAuthority fresh(Path folder) {
    X500Name name = new X500Name("CN=authority " + SERIAL.incrementAndGet());
    KeyPair keys = freshKeys();
    byte[] certificate = signed(name, name, keys, keys, true);
    return new TestAuthority(
        folder, name, keys, write(folder, "CERTIFICATE", "ca.pem", certificate));
  }

  /** What a node is told that belongs to its cluster. */
  public Map<String, String> busOptionsOf(String node) {
    KeyPair own = freshKeys();
    byte[] signed = signed(new X500Name("CN=" + node), name, own, keys, false);
    byte[] key = own.getPrivate().getEncoded();
    return Map.of(
        "bus-cert", write(folder, "CERTIFICATE", node + ".pem", signed).toString(),
        "bus-key", write(folder, "PRIVATE KEY", node + ".key", key).toString(),
        "bus-ca", certificate.toString());
  }

  private static KeyPair freshKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static byte[] signed(
      X500Name subject, X500Name issuer, KeyPair own, KeyPair issuers, boolean isAuthority) {
    try {
      Instant now = Instant.now();
      V3TBSCertificateGenerator content = new V3TBSCertificateGenerator();
      content.setSerialNumber(
          new ASN1Integer(BigInteger.valueOf(now.toEpochMilli() + SERIAL.incrementAndGet())));
      content.setSubject(subject);
      content.setIssuer(issuer);
      content.setStartDate(new Time(Date.from(now.minus(Duration.ofDays(1)))));
      content.setEndDate(new Time(Date.from(now.plus(Duration.ofDays(1)))));
      content.setSubjectPublicKeyInfo(
          SubjectPublicKeyInfo.getInstance(own.getPublic().getEncoded()));
      content.setSignature(ECDSA);
      content.setExtensions(
          new Extensions(
              new Extension(
                  Extension.basicConstraints,
                  true,
                  new BasicConstraints(isAuthority).getEncoded())));
      TBSCertificate unsigned = content.generateTBSCertificate();
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(issuers.getPrivate());
      signature.update(unsigned.getEncoded());
      ASN1EncodableVector parts = new ASN1EncodableVector();
      parts.add(unsigned);
      parts.add(ECDSA);
      parts.add(new DERBitString(signature.sign()));
      return new DERSequence(parts).getEncoded();
    } catch (GeneralSecurityException | IOException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static Path write(Path folder, String kind, String file, byte[] content) {
    try {
      String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
      String pem = "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(kind, body, kind);
      Files.createDirectories(folder);
      return Files.writeString(folder.resolve(file), pem);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
