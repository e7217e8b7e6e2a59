// SPDX-License-Identifier: Apache-2.0
/**
 * Who somebody is: accounts, passwords, and the patience with wrong ones. When in doubt it refuses,
 * in the same words and the same time whether or not there is such an account.
 */
@NullMarked
package io.parley.auth;

import org.jspecify.annotations.NullMarked;
