-- Messages that were refused because of a block, and to whom that was said: to another session it is
-- said again, since that did not hear it, also by another service and when the block is over.
CREATE TABLE refusal (
  sender         VARCHAR(32) NOT NULL,
  recipient      VARCHAR(32) NOT NULL,
  mid            VARCHAR(64) NOT NULL,
  session        VARCHAR(96) NOT NULL, -- in which it was said last; empty if in none
  asked_at       BIGINT      NOT NULL, -- epoch milliseconds at which that session had sent it
  first_asked_at BIGINT      NOT NULL, -- the same of the first session that may not have heard it
  PRIMARY KEY (sender, recipient, mid)
);

CREATE INDEX refusal_age ON refusal (first_asked_at);
