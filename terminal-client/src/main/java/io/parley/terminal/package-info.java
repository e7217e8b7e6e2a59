// SPDX-License-Identifier: Apache-2.0
/**
 * The terminal client: a person, or a script, on one side and the server on the other. Reads as
 * {@link io.parley.terminal.TerminalMain} → {@link io.parley.terminal.Client} → {@link
 * io.parley.terminal.CommandLoop}.
 */
@NullMarked
package io.parley.terminal;

import org.jspecify.annotations.NullMarked;
