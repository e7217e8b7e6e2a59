-- Instants are epoch milliseconds.
CREATE TABLE account (
  name VARCHAR(32) NOT NULL PRIMARY KEY,
  hash VARCHAR(255) NOT NULL,
  -- The hash of the password that a credentials file gave; it differs from the one in force
  -- once the user has chosen an own password.
  imported_hash VARCHAR(255),
  created_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL
);

-- Credentials files that were imported to their end, as they were then.
CREATE TABLE credentials_file (
  path VARCHAR(4096) NOT NULL PRIMARY KEY,
  size BIGINT NOT NULL,
  modified_at BIGINT NOT NULL
);
