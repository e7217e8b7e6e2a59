// SPDX-License-Identifier: Apache-2.0
package io.parley.system.verify;

/** What participants do at a time of the run. */
enum Stage {
  /** Write, come and go. */
  TALK,
  /** Write nothing new, stay, and get all answers. */
  SETTLE,
  /** Log out. */
  LEAVE
}
