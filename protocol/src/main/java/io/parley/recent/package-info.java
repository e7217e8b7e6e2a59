// SPDX-License-Identifier: Apache-2.0
/** Memory with a bound. */
@NullMarked
package io.parley.recent;

import org.jspecify.annotations.NullMarked;
