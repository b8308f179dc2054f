-- A second factor: a code from an authenticator, or a recovery code.

CREATE TABLE second_factors (
    user_id uuid PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    secret bytea NOT NULL,
    confirmed_at timestamptz,
    last_step bigint,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT second_factors_secret_length CHECK (length(secret) = 20)
);
COMMENT ON TABLE second_factors IS 'Codes of an authenticator that a person signs in with after the password (TOTP, RFC 6238)';
COMMENT ON COLUMN second_factors.secret IS 'The secret that authenticator and program share; codes can''t be computed from a hash of it';
COMMENT ON COLUMN second_factors.confirmed_at IS 'Since when it is asked for; null until a first code was right';
COMMENT ON COLUMN second_factors.last_step IS 'Thirty-second step of the last code that was accepted; earlier ones are refused';

CREATE TABLE recovery_codes (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    code_hash bytea NOT NULL,
    used_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT recovery_codes_hash_length CHECK (length(code_hash) = 32)
);
CREATE UNIQUE INDEX recovery_codes_code_key ON recovery_codes (user_id, code_hash);
COMMENT ON TABLE recovery_codes IS 'Codes that each stand in once for the authenticator';
COMMENT ON COLUMN recovery_codes.code_hash IS 'SHA-256; the codes are random and long enough for a fast hash';
COMMENT ON COLUMN recovery_codes.used_at IS 'When it was used; null while it can be';

CREATE TABLE sign_in_challenges (
    token_hash bytea PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    CONSTRAINT sign_in_challenges_token_hash_length CHECK (length(token_hash) = 32)
);
CREATE INDEX sign_in_challenges_user_id_idx ON sign_in_challenges (user_id);
COMMENT ON TABLE sign_in_challenges IS 'A browser whose password was right and that has yet to send a code; the cookie holds the token, this table only its SHA-256';
