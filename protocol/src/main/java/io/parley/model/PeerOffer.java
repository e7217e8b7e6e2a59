// SPDX-License-Identifier: Apache-2.0
package io.parley.model;

import java.util.Optional;

/**
 * How other clients can reach a client for private sessions, as that client said at its login.
 *
 * @param host the address to publish; empty for the one that the gateway sees
 * @param fingerprint of the client's certificate
 */
public record PeerOffer(
    Optional<String> host, int port, Optional<String> fingerprint, PeerPolicy policy) {}
