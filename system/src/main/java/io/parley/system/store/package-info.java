// SPDX-License-Identifier: Apache-2.0
/**
 * The benchmark of the store: how many messages a second the messaging service can promise to keep.
 */
@NullMarked
package io.parley.system.store;

import org.jspecify.annotations.NullMarked;
