// SPDX-License-Identifier: Apache-2.0
package io.parley.bus;

import io.parley.model.FailureCode;
import io.parley.model.Secret;
import io.parley.model.Username;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What the auth service answers: who has an account, and who proves to be its owner. */
public sealed interface AuthRequest<R> extends Request<R> {
  @Override
  default Service service() {
    return Service.AUTH;
  }

  /**
   * Passwords are hashed a few at a time: in a storm of logins the answer is a matter of minutes.
   */
  @Override
  default Duration patience() {
    return Duration.ofMinutes(10);
  }

  /**
   * Makes an account; done means committed. Refused with {@link FailureCode#NAME_TAKEN}, {@link
   * FailureCode#INVALID_USERNAME}, {@link FailureCode#WEAK_PASSWORD}, {@link
   * FailureCode#REGISTRATION_CLOSED}.
   */
  record Register(String user, Secret password) implements AuthRequest<Done> {
    @Override
    public String about() {
      return user;
    }

    /** If it had its effect, the name would now be taken. */
    @Override
    public Optional<Request<Done>> again() {
      return Optional.empty();
    }
  }

  /**
   * Checks a password. Refused with {@link FailureCode#BAD_CREDENTIALS}, {@link
   * FailureCode#LOCKED}, {@link FailureCode#RATE_LIMITED}; in the same words and the same time for
   * an unknown name.
   */
  record Authenticate(Username user, Secret password) implements AuthRequest<Done> {
    @Override
    public String about() {
      return user.value();
    }
  }

  /** Changes a password; done means committed. */
  record ChangePassword(Username user, Secret old, Secret fresh) implements AuthRequest<Done> {
    @Override
    public String about() {
      return user.value();
    }

    /** If it had its effect, the old password would now be wrong. */
    @Override
    public Optional<Request<Done>> again() {
      return Optional.empty();
    }
  }

  /** Whether this name has an account. */
  record Exists(Username user) implements AuthRequest<Existence> {
    @Override
    public String about() {
      return user.value();
    }

    @Override
    public Duration patience() {
      return Duration.ofSeconds(5);
    }
  }

  /** Answer to {@link Exists}. */
  record Existence(boolean exists) {}

  /** Since when this name has an account. */
  record Since(Username user) implements AuthRequest<Age> {
    @Override
    public String about() {
      return user.value();
    }

    @Override
    public Duration patience() {
      return Duration.ofSeconds(5);
    }
  }

  /** Answer to {@link Since}; nothing if there is no such account. */
  record Age(Optional<Instant> since) {}

  /**
   * Checks the password of an administrator. Refused as {@link Authenticate}; and with {@link
   * FailureCode#BAD_CREDENTIALS} too, in the same words, if the account is no administrator's.
   */
  record AuthenticateAdministrator(Username user, Secret password) implements AuthRequest<Done> {
    @Override
    public String about() {
      return user.value();
    }
  }

  /**
   * Makes an account an administrator's, or no longer; done means committed. Refused with {@link
   * FailureCode#NO_SUCH_USER}.
   */
  record Appoint(Username user, boolean administrator) implements AuthRequest<Done> {
    @Override
    public String about() {
      return user.value();
    }

    @Override
    public Duration patience() {
      return Duration.ofSeconds(5);
    }
  }

  /** Forgets the wrong passwords that were given for a name, and a lock that came of them. */
  record Unlock(Username user) implements AuthRequest<Done> {
    @Override
    public String about() {
      return user.value();
    }

    @Override
    public Duration patience() {
      return Duration.ofSeconds(5);
    }
  }
}
