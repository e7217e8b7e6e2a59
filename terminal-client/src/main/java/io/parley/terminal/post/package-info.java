// SPDX-License-Identifier: Apache-2.0
/**
 * Messages that may not be lost and may not come twice: what was typed is kept until the server has
 * answered for it, what arrived is acknowledged once it was shown and never shown again.
 */
@NullMarked
package io.parley.terminal.post;

import org.jspecify.annotations.NullMarked;
