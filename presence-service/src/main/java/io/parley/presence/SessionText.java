// SPDX-License-Identifier: Apache-2.0
package io.parley.presence;

import io.parley.model.GatewayId;
import io.parley.model.SessionRef;

/** A session as the roster and the database write it: {@code gateway#number}. */
final class SessionText {
  private SessionText() {}

  static SessionRef read(String text) {
    int mark = text.lastIndexOf('#');
    return new SessionRef(
        new GatewayId(text.substring(0, mark)), Long.parseLong(text, mark + 1, text.length(), 10));
  }

  static String write(SessionRef session) {
    return session.toString();
  }
}
