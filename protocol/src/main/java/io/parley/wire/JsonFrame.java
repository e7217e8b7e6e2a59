// SPDX-License-Identifier: Apache-2.0
package io.parley.wire;

import java.util.Optional;

/**
 * A line that is one JSON object.
 *
 * @param id the request's id, if it has a valid one
 * @param fault why nothing of the frame may be carried out, as a sentence; empty if nothing is
 *     wrong with its form
 */
record JsonFrame(Optional<RequestId> id, JsonFields fields, Optional<String> fault) {}
