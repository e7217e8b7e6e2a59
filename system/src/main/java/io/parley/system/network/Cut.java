// SPDX-License-Identifier: Apache-2.0
package io.parley.system.network;

/** The ways in which a network of two halves falls apart. Clients reach both halves always. */
public enum Cut {
  /** The halves do not reach each other; both reach the database. */
  BETWEEN_HALVES,
  /** And the second half does not reach the database either. */
  SECOND_HALF_ALONE
}
