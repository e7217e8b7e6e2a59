// SPDX-License-Identifier: Apache-2.0
/**
 * Private sessions, which run from client to client: who may open one, what crosses it, how it
 * ends. Everything here happens on one event loop.
 */
@NullMarked
package io.parley.terminal.peer;

import org.jspecify.annotations.NullMarked;
