// SPDX-License-Identifier: Apache-2.0
/**
 * A server as a process of its own: started, watched, and ended in every way in which a process can
 * end.
 */
@NullMarked
package io.parley.system.process;

import org.jspecify.annotations.NullMarked;
