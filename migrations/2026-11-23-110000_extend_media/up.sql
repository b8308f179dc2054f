-- A document has no width and height. An older version stores none and reads media only by the pictures that name them.
ALTER TABLE media
    ADD COLUMN name text NOT NULL DEFAULT '',
    ADD COLUMN alt text NOT NULL DEFAULT '',
    ADD COLUMN source_sha256 text,
    ADD COLUMN uploaded_by uuid REFERENCES users (id) ON DELETE SET NULL,
    ADD COLUMN version integer NOT NULL DEFAULT 1,
    ADD CONSTRAINT media_source_sha256_key UNIQUE (source_sha256),
    ADD CONSTRAINT media_source_sha256_shape CHECK (source_sha256 ~ '^[0-9a-f]{64}$'),
    ADD CONSTRAINT media_name_is_no_path CHECK (length(name) <= 200 AND name !~ '[/\\[:cntrl:]]'),
    ADD CONSTRAINT media_alt_length CHECK (length(alt) <= 500),
    DROP CONSTRAINT media_size_positive,
    ADD CONSTRAINT media_size_positive CHECK (bytes > 0
        AND CASE WHEN mime = 'application/pdf' THEN width >= 0 AND height >= 0 ELSE width > 0 AND height > 0 END);
COMMENT ON COLUMN media.width IS 'In pixels; 0 for a document';
COMMENT ON COLUMN media.name IS 'What the file was called where it came from, for people to know it again';
COMMENT ON COLUMN media.alt IS 'What the picture shows, for those who can''t see it: where it is used, this is the first proposal';
COMMENT ON COLUMN media.source_sha256 IS 'Hash of the uploaded bytes, from which the file was made; null for what was not uploaded';
COMMENT ON COLUMN media.version IS 'Counts how often the texts were saved';

CREATE TABLE media_renditions (
    media_id uuid NOT NULL REFERENCES media (id) ON DELETE CASCADE,
    width integer NOT NULL,
    height integer NOT NULL,
    sha256 text NOT NULL,
    mime text NOT NULL,
    bytes bigint NOT NULL,
    PRIMARY KEY (media_id, width),
    CONSTRAINT media_renditions_sha256_shape CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    CONSTRAINT media_renditions_mime_known CHECK (mime IN ('image/png', 'image/jpeg', 'image/webp')),
    CONSTRAINT media_renditions_size_positive CHECK (width > 0 AND height > 0 AND bytes > 0)
);
CREATE INDEX media_renditions_sha256_idx ON media_renditions (sha256);
COMMENT ON TABLE media_renditions IS 'A picture in a smaller width, for screens that need no more';

CREATE TABLE media_documents (
    id uuid PRIMARY KEY,
    media_id uuid NOT NULL REFERENCES media (id),
    kind text NOT NULL,
    title text NOT NULL,
    lot_id uuid REFERENCES lots (id) ON DELETE SET NULL,
    product_id uuid REFERENCES products (id) ON DELETE SET NULL,
    expires_on date,
    uploaded_by uuid REFERENCES users (id) ON DELETE SET NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT media_documents_kind_known CHECK (kind IN ('certificate', 'label', 'other')),
    CONSTRAINT media_documents_title_not_blank CHECK (title ~ '[^[:space:]]' AND length(title) <= 200)
);
CREATE INDEX media_documents_media_idx ON media_documents (media_id);
CREATE INDEX media_documents_lot_idx ON media_documents (lot_id);
CREATE INDEX media_documents_product_idx ON media_documents (product_id);
COMMENT ON TABLE media_documents IS 'A PDF with what it says about which lot or product; the same file may be several documents';
COMMENT ON COLUMN media_documents.product_id IS 'The product, of a document with a lot that of the lot';
COMMENT ON COLUMN media_documents.expires_on IS 'Until when it holds';
