-- Sessions that a person can list and end, and people who have yet to set a password.

ALTER TABLE sessions
    ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid(),
    ADD COLUMN address text NOT NULL DEFAULT '',
    ADD COLUMN user_agent text NOT NULL DEFAULT '';
CREATE UNIQUE INDEX sessions_id_key ON sessions (id);
COMMENT ON COLUMN sessions.last_seen_at IS 'Last request, exact to the minute; a session that is not used ends before it expires';
COMMENT ON COLUMN sessions.id IS 'Names the session on pages, where its token must not stand';
COMMENT ON COLUMN sessions.address IS 'Network address that signed in';
COMMENT ON COLUMN sessions.user_agent IS 'What the browser calls itself';

ALTER TABLE users
    ADD COLUMN last_seen_at timestamptz,
    ADD COLUMN awaits_password_since timestamptz;
COMMENT ON COLUMN users.last_seen_at IS 'Last request, exact to the minute';
COMMENT ON COLUMN users.awaits_password_since IS 'Since when the person has to set a password by a one-time link and can''t sign in';
