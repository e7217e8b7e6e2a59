// SPDX-License-Identifier: Apache-2.0
package io.parley.wire;

/**
 * The {@code id} of a request, a string or a number, kept as the JSON that came, so that it goes
 * back unchanged.
 */
public record RequestId(String json) {}
