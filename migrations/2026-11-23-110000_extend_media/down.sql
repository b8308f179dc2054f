DROP TABLE media_documents;
DROP TABLE media_renditions;
UPDATE media SET width = 1, height = 1 WHERE width = 0 OR height = 0;
ALTER TABLE media
    DROP CONSTRAINT media_size_positive,
    ADD CONSTRAINT media_size_positive CHECK (width > 0 AND height > 0 AND bytes > 0),
    DROP COLUMN name,
    DROP COLUMN alt,
    DROP COLUMN source_sha256,
    DROP COLUMN uploaded_by,
    DROP COLUMN version;
COMMENT ON COLUMN media.width IS NULL;
