// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.peer;

import io.parley.keys.Fingerprint;
import io.parley.model.Username;

/** Who begins a private session: a name, and the key that the server says goes with it. */
record Caller(Username user, Fingerprint key) {}
