// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.link;

import io.parley.keys.Fingerprint;
import java.util.List;
import java.util.Optional;

/** Who answers may not be the server that the person means: nothing is said to it. */
public final class NotTrusted extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient List<String> sentences;
  private final transient Optional<Fingerprint> unknown;

  /**
   * @param sentences what to tell the person
   * @param unknown the fingerprint, if nobody knows anything against it: a person may trust it
   */
  public NotTrusted(List<String> sentences, Optional<Fingerprint> unknown) {
    super(sentences.getFirst(), null, false, false);
    this.sentences = List.copyOf(sentences);
    this.unknown = unknown;
  }

  static NotTrusted elsewhere(ServerAddress server) {
    return new NotTrusted(
        List.of(
            server
                + " is not on this computer, and what is said there openly can be read on the way."
                + " Nothing was sent; use --tls."),
        Optional.empty());
  }

  /** What to tell the person. */
  public List<String> sentences() {
    return sentences;
  }

  /** The fingerprint that the person may decide to trust. */
  public Optional<Fingerprint> unknown() {
    return unknown;
  }
}
