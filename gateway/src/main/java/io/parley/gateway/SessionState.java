// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import io.parley.gateway.Speaker.Place;
import java.util.Optional;

/**
 * Where a session stands. Each state offers only what may follow it: {@link AwaitingLogin}, {@link
 * LoggingIn}, {@link Online}, and from each of them {@link Closed}.
 */
sealed interface SessionState {
  /** The user to whom messages come here, from the moment at which presence may send them. */
  default Optional<Member> member() {
    return Optional.empty();
  }

  /** Nobody is logged in. */
  record AwaitingLogin() implements SessionState {
    LoggingIn logIn(Entrance entrance, Place answer) {
      return new LoggingIn(entrance, answer);
    }
  }

  /** Somebody's login is under way, and its answer has its place. */
  record LoggingIn(Entrance entrance, Place answer) implements SessionState {
    AwaitingLogin refuse() {
      return new AwaitingLogin();
    }

    Online admit(Member member) {
      return new Online(member);
    }

    @Override
    public Optional<Member> member() {
      return entrance.member();
    }
  }

  /** A user is logged in. */
  record Online(Member user) implements SessionState {
    @Override
    public Optional<Member> member() {
      return Optional.of(user);
    }
  }

  /** The session has ended; nothing happens in it any more. */
  record Closed() implements SessionState {}
}
