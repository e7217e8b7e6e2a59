// SPDX-License-Identifier: Apache-2.0
/**
 * The messaging service: delivers each accepted message to the session of its recipient or keeps it
 * until that user logs in, and tells a broadcast to all who are online.
 */
@NullMarked
package io.parley.messaging;

import org.jspecify.annotations.NullMarked;
