// SPDX-License-Identifier: Apache-2.0
/**
 * What the person sees and types: one interface, a terminal and a pipe behind it. The only package
 * that knows JLine, and the only one that writes to the outside.
 */
@NullMarked
package io.parley.terminal.screen;

import org.jspecify.annotations.NullMarked;
