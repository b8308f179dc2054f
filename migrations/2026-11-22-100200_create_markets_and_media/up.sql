CREATE TABLE markets (
    code text PRIMARY KEY,
    name text NOT NULL,
    currency text NOT NULL,
    locale text NOT NULL,
    unit_system text NOT NULL,
    jurisdiction text NOT NULL,
    CONSTRAINT markets_code_shape CHECK (code ~ '^[a-z]{2}$'),
    CONSTRAINT markets_currency_is_iso_4217 CHECK (currency ~ '^[A-Z]{3}$'),
    CONSTRAINT markets_unit_system_known CHECK (unit_system IN ('us', 'metric'))
);
INSERT INTO markets (code, name, currency, locale, unit_system, jurisdiction)
VALUES ('us', 'United States', 'USD', 'en-US', 'us', 'us');
COMMENT ON TABLE markets IS 'A currency, a locale, a unit system and a jurisdiction with its rule pack';

CREATE TABLE media (
    id uuid PRIMARY KEY,
    sha256 text NOT NULL,
    mime text NOT NULL,
    width integer NOT NULL,
    height integer NOT NULL,
    bytes bigint NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT media_sha256_key UNIQUE (sha256),
    CONSTRAINT media_sha256_shape CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    CONSTRAINT media_mime_known CHECK (mime IN ('image/svg+xml', 'image/png', 'image/jpeg', 'image/webp', 'application/pdf')),
    CONSTRAINT media_size_positive CHECK (width > 0 AND height > 0 AND bytes > 0)
);
COMMENT ON TABLE media IS 'A stored file, one row for the same bytes however often it is used';
