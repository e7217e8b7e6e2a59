// SPDX-License-Identifier: Apache-2.0
/** What keeps to the event loop on which it began. */
@NullMarked
package io.parley.loop;

import org.jspecify.annotations.NullMarked;
