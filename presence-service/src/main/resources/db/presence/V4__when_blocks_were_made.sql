-- When each block was made, in milliseconds; 0 for those from before this was noted.
ALTER TABLE block ADD COLUMN made_at BIGINT NOT NULL DEFAULT 0;
