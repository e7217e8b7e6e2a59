-- SPDX-License-Identifier: Apache-2.0
-- How often presence nodes of a cluster have noted that they hear a gateway: while this goes on, it lives.
CREATE TABLE gateway_heard (
  gateway VARCHAR(255) PRIMARY KEY,
  times   BIGINT NOT NULL
);
