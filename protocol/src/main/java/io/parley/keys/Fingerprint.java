// SPDX-License-Identifier: Apache-2.0
package io.parley.keys;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The SHA-256 of a certificate, written as {@code ssh} writes that of a key: two certificates with
 * the same one are the same.
 *
 * @param text such as {@code SHA256:V1Dcm0Yc5zlE4hJCo2L0vYv4rO2fEwFq7nGGu2K0dS8}
 */
public record Fingerprint(String text) {
  private static final String PREFIX = "SHA256:";
  private static final Pattern FORM = Pattern.compile("SHA256:[A-Za-z0-9+/]{43}");

  /**
   * @throws IllegalArgumentException if the text is no fingerprint
   */
  public Fingerprint {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException("not a fingerprint");
    }
  }

  /** That of a certificate. */
  public static Fingerprint of(Certificate certificate) {
    try {
      byte[] hash = sha256().digest(certificate.getEncoded());
      return new Fingerprint(PREFIX + Base64.getEncoder().withoutPadding().encodeToString(hash));
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException("not a certificate that can be written down", e);
    }
  }

  /** The fingerprint that a person or another program wrote; nothing if it is none. */
  public static Optional<Fingerprint> parse(String text) {
    String word = text.strip();
    return FORM.matcher(word).matches() ? Optional.of(new Fingerprint(word)) : Optional.empty();
  }

  /** The hash itself. */
  public byte[] bytes() {
    return Base64.getDecoder().decode(text.substring(PREFIX.length()));
  }

  @Override
  public String toString() {
    return text;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
