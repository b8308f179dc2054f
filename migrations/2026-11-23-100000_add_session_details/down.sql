COMMENT ON COLUMN sessions.last_seen_at IS NULL;
ALTER TABLE users DROP COLUMN awaits_password_since, DROP COLUMN last_seen_at;
DROP INDEX sessions_id_key;
ALTER TABLE sessions DROP COLUMN user_agent, DROP COLUMN address, DROP COLUMN id;
