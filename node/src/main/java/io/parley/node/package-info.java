// SPDX-License-Identifier: Apache-2.0
/**
 * How a process becomes a node of Parley: its settings, Vert.x, storage, HTTP port and orderly
 * stop. What the node then does is said by its {@link io.parley.node.Role}s.
 */
@NullMarked
package io.parley.node;

import org.jspecify.annotations.NullMarked;
