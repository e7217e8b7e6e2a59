// SPDX-License-Identifier: Apache-2.0
/**
 * Brings the files of older servers into a data folder: their users, their messages that nobody has
 * fetched, their blocks. Everything goes through the services, which check it as they would check a
 * client.
 */
@NullMarked
package io.parley.system.imports;

import org.jspecify.annotations.NullMarked;
