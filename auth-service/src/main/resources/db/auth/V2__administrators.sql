-- 1 for those who may use the admin API.
ALTER TABLE account ADD COLUMN administrator INTEGER NOT NULL DEFAULT 0;
