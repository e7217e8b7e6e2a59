// SPDX-License-Identifier: Apache-2.0
package io.parley.model;

import java.util.Optional;

/**
 * Where and how to reach a client for one private session.
 *
 * @param token the one-time word by which the two clients know each other; never shown by {@link
 *     #toString()}
 */
public record PeerAddress(String host, int port, Optional<String> fingerprint, Secret token) {}
