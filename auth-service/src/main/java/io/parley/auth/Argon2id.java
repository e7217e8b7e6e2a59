// SPDX-License-Identifier: Apache-2.0
package io.parley.auth;

import io.parley.model.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.BlockPool;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.FixedBlockPool;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Argon2id, written as {@code $argon2id$v=19$m=7168,t=5,p=1$salt$hash}: what is stored says itself
 * how it was made, so that the parameters can be raised. Keeps its working memory from one hash to
 * the next; for one thread.
 */
final class Argon2id implements PasswordHash {
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final Pattern STORED =
      Pattern.compile(
          "\\$argon2id\\$v=(\\d+)\\$m=(\\d+),t=(\\d+),p=(\\d+)\\$([\\w+/]+)\\$([\\w+/]+)");

  private final int memoryKib;
  private final int iterations;
  private final BlockPool blocks;
  private final SecureRandom random = new SecureRandom();

  private Argon2id(int memoryKib, int iterations) {
    this.memoryKib = memoryKib;
    this.iterations = iterations;
    this.blocks = new FixedBlockPool(memoryKib + 16);
  }

  /**
   * One of the parameter sets that OWASP gives as equally strong, and the one with least memory.
   */
  static Argon2id recommended() {
    return new Argon2id(7168, 5);
  }

  /** With parameters of one's own. */
  static Argon2id of(int memoryKib, int iterations) {
    return new Argon2id(memoryKib, iterations);
  }

  @Override
  public String hash(Secret password) {
    byte[] salt = randomBytes(SALT_BYTES);
    Argon2Parameters.Builder parameters =
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(memoryKib)
            .withIterations(iterations)
            .withParallelism(1);
    return written(salt, compute(password, parameters, salt, HASH_BYTES));
  }

  @Override
  public boolean matches(Secret password, String hash) {
    Matcher stored = read(hash);
    byte[] expected = Base64.getDecoder().decode(stored.group(6));
    Argon2Parameters.Builder parameters =
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Integer.parseInt(stored.group(1)))
            .withMemoryAsKB(Integer.parseInt(stored.group(2)))
            .withIterations(Integer.parseInt(stored.group(3)))
            .withParallelism(Integer.parseInt(stored.group(4)));
    byte[] salt = Base64.getDecoder().decode(stored.group(5));
    // In a time that does not tell how much of it was right.
    return MessageDigest.isEqual(compute(password, parameters, salt, expected.length), expected);
  }

  @Override
  public boolean isOutdated(String hash) {
    return !hash.startsWith(parameters());
  }

  @Override
  public String unmatchable() {
    return written(randomBytes(SALT_BYTES), randomBytes(HASH_BYTES));
  }

  private byte[] compute(
      Secret password, Argon2Parameters.Builder parameters, byte[] salt, int length) {
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(parameters.withSalt(salt).withBlockPool(blocks).build());
    byte[] hash = new byte[length];
    generator.generateBytes(password.value().getBytes(StandardCharsets.UTF_8), hash);
    return hash;
  }

  private String written(byte[] salt, byte[] hash) {
    Base64.Encoder encoder = Base64.getEncoder().withoutPadding();
    return parameters() + encoder.encodeToString(salt) + "$" + encoder.encodeToString(hash);
  }

  private String parameters() {
    return "$argon2id$v=19$m=" + memoryKib + ",t=" + iterations + ",p=1$";
  }

  private byte[] randomBytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private static Matcher read(String hash) {
    Matcher stored = STORED.matcher(hash);
    if (!stored.matches()) {
      throw new IllegalArgumentException("not a hash of a kind that is known here");
    }
    return stored;
  }
}
