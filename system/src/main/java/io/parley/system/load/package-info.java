// SPDX-License-Identifier: Apache-2.0
/**
 * The load driver: what sessions and messages cost, measured at a server in a process of its own.
 */
@NullMarked
package io.parley.system.load;

import org.jspecify.annotations.NullMarked;
