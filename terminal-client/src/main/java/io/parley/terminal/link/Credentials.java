// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.link;

import io.parley.model.Secret;

/** By what a person logs in. Kept in memory only. */
record Credentials(String user, Secret password) {}
