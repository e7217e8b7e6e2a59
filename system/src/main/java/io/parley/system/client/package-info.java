// SPDX-License-Identifier: Apache-2.0
/**
 * What the measuring commands speak to a server with: plain sockets and JSON lines, written without
 * the code of the gateway and the terminal client, so that they check both.
 */
@NullMarked
package io.parley.system.client;

import org.jspecify.annotations.NullMarked;
