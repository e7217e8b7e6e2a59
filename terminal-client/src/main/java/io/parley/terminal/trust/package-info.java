// SPDX-License-Identifier: Apache-2.0
/** Whether a server is the one that the person means, and what is remembered of it. */
@NullMarked
package io.parley.terminal.trust;

import org.jspecify.annotations.NullMarked;
