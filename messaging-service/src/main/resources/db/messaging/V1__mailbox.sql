-- Messages that wait for their recipients, oldest first by position.
CREATE TABLE mailbox (
  recipient VARCHAR(32) NOT NULL,
  position  BIGINT      NOT NULL,
  sender    VARCHAR(32) NOT NULL,
  mid       VARCHAR(64) NOT NULL,
  id_chosen INTEGER     NOT NULL, -- 1 if the sender chose the id, and may send it again
  text      TEXT        NOT NULL,
  at        BIGINT      NOT NULL, -- epoch milliseconds at which the message was accepted
  PRIMARY KEY (recipient, position),
  UNIQUE (recipient, sender, mid)
);

-- Ids of messages that recipients have acknowledged: sent again, they are answered, not delivered.
CREATE TABLE receipt (
  sender          VARCHAR(32) NOT NULL,
  recipient       VARCHAR(32) NOT NULL,
  mid             VARCHAR(64) NOT NULL,
  at              BIGINT      NOT NULL, -- epoch milliseconds at which the message was accepted
  acknowledged_at BIGINT      NOT NULL, -- epoch milliseconds
  PRIMARY KEY (sender, recipient, mid)
);

CREATE INDEX receipt_age ON receipt (acknowledged_at);
