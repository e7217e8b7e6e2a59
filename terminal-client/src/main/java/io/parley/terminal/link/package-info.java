// SPDX-License-Identifier: Apache-2.0
/**
 * The line to the server: one connection after another, requests and their answers, and getting
 * back in after a break. Everything here happens on one event loop.
 */
@NullMarked
package io.parley.terminal.link;

import org.jspecify.annotations.NullMarked;
