-- SPDX-License-Identifier: Apache-2.0
-- Looked at whenever a gateway dies, and now and then.
CREATE INDEX last_session_shown ON last_session (username) WHERE shown = 1;
