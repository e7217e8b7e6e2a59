// SPDX-License-Identifier: Apache-2.0
/**
 * The fixtures in which end-to-end tests are written as dialogues: servers to talk to, and clients
 * that know nothing of the code of the gateway.
 */
@NullMarked
package io.parley.system.talk;

import org.jspecify.annotations.NullMarked;
