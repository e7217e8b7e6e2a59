// SPDX-License-Identifier: Apache-2.0
/**
 * What clients speak: commands, replies and notices, the one table of command syntax, framing, and
 * the two dialects of the client protocol, version 1 ({@code docs/PROTOCOL.md}).
 */
@NullMarked
package io.parley.wire;

import org.jspecify.annotations.NullMarked;
