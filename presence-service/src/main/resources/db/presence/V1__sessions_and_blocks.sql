-- SPDX-License-Identifier: Apache-2.0
-- The last session of every user who ever logged in; open while logout_at is null.
CREATE TABLE last_session (
  username          VARCHAR(32) PRIMARY KEY,
  session           VARCHAR(255) NOT NULL,
  login_at          BIGINT NOT NULL,
  logout_at         BIGINT,
  -- SHA-256 of the secret that resumes the session; null if it cannot be resumed
  resume_hash       VARCHAR(128),
  -- 1 while others have been told that the user came, and not yet that the user went
  shown             INTEGER NOT NULL,
  -- login_at of the session before this one
  previous_login_at BIGINT
);

CREATE INDEX last_session_by_logout ON last_session (logout_at);

-- Who has blocked whom.
CREATE TABLE block (
  username VARCHAR(32) NOT NULL,
  target   VARCHAR(32) NOT NULL,
  PRIMARY KEY (username, target)
);

-- One row: when a presence node was last seen alive.
CREATE TABLE heartbeat (
  id INTEGER PRIMARY KEY,
  at BIGINT NOT NULL
);
