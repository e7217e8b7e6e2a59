// SPDX-License-Identifier: Apache-2.0
package io.parley.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * One gateway of one boot: a gateway that starts again has another id, so that what was meant for
 * its dead sessions cannot reach new ones.
 */
public record GatewayId(@JsonValue String value) {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public GatewayId {
    if (value.isBlank()) {
      throw new IllegalArgumentException("a gateway id is not blank");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
