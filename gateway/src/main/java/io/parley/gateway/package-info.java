// SPDX-License-Identifier: Apache-2.0
/**
 * The clients' side of Parley: connections, sessions, and the translation between what clients
 * speak and what services speak. The only package that knows both.
 */
@NullMarked
package io.parley.gateway;

import org.jspecify.annotations.NullMarked;
