-- Keys by which programs use the API.

CREATE TABLE api_keys (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    prefix text NOT NULL,
    secret_hash bytea NOT NULL,
    scopes text[] NOT NULL,
    created_by uuid REFERENCES users (id) ON DELETE SET NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    last_used_at timestamptz,
    last_used_from text,
    revoked_at timestamptz,
    CONSTRAINT api_keys_secret_hash_length CHECK (length(secret_hash) = 32),
    CONSTRAINT api_keys_prefix_shape CHECK (prefix ~ '^[a-z0-9]{8,16}$'),
    CONSTRAINT api_keys_have_scopes CHECK (cardinality(scopes) > 0)
);
CREATE UNIQUE INDEX api_keys_prefix_key ON api_keys (prefix);
CREATE INDEX api_keys_created_by_idx ON api_keys (created_by);
COMMENT ON TABLE api_keys IS 'A key that a program sends to the API: fmk_<prefix>_<secret>';
COMMENT ON COLUMN api_keys.name IS 'What the key is for, in words of the person who made it';
COMMENT ON COLUMN api_keys.prefix IS 'The part of the key by which it is found; no secret';
COMMENT ON COLUMN api_keys.secret_hash IS 'SHA-256 of the secret part, which is random and long enough for a fast hash';
COMMENT ON COLUMN api_keys.scopes IS 'What the key may do';
COMMENT ON COLUMN api_keys.last_used_at IS 'Last use, exact to the minute';
COMMENT ON COLUMN api_keys.last_used_from IS 'Network address of the last use';
COMMENT ON COLUMN api_keys.revoked_at IS 'Since when it is no longer accepted';
