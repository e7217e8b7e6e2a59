// SPDX-License-Identifier: Apache-2.0
/**
 * By what servers and clients know each other: keys of their own, in certificates that they made
 * themselves, and the fingerprints of these.
 */
@NullMarked
package io.parley.keys;

import org.jspecify.annotations.NullMarked;
