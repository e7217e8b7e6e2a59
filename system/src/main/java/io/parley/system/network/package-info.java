// SPDX-License-Identifier: Apache-2.0
/** Networks within this machine, whose cables can be cut: for tests of what a cluster does then. */
@NullMarked
package io.parley.system.network;

import org.jspecify.annotations.NullMarked;
