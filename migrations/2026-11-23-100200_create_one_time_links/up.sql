-- Links by which a person sets a password without knowing one.

CREATE TABLE one_time_links (
    token_hash bytea PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    purpose text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    CONSTRAINT one_time_links_token_hash_length CHECK (length(token_hash) = 32),
    CONSTRAINT one_time_links_purpose_known CHECK (purpose IN ('invitation', 'password_reset'))
);
CREATE UNIQUE INDEX one_time_links_user_id_key ON one_time_links (user_id);
COMMENT ON TABLE one_time_links IS 'A link that an administrator hands over; it is deleted when it is used, and a newer one takes its place';
COMMENT ON COLUMN one_time_links.token_hash IS 'SHA-256 of the token in the link';
COMMENT ON COLUMN one_time_links.purpose IS 'invitation: of a person who is new; password_reset: of one who had a password';
