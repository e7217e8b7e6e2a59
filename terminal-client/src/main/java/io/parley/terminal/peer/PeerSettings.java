// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.peer;

import io.parley.model.PeerPolicy;
import java.util.Optional;

/**
 * How this client takes private sessions.
 *
 * @param policy whether its user is asked; empty if it takes none
 * @param host the address to publish, if not the one that the server sees
 * @param port the port to listen on; 0 for any
 */
public record PeerSettings(Optional<PeerPolicy> policy, Optional<String> host, int port) {}
