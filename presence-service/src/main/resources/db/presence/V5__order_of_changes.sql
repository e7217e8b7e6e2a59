-- The number of the last change of a block list that was said in the session and carried out.
ALTER TABLE last_session ADD COLUMN changes BIGINT NOT NULL DEFAULT 0;
