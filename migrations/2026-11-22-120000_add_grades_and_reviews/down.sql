DROP TABLE review_boundaries;
DROP INDEX references_isbn_key;
ALTER TABLE "references" DROP CONSTRAINT references_isbn_shape, DROP COLUMN status_note;
DELETE FROM claim_grades WHERE letter IS NULL;
ALTER TABLE claim_grades DROP COLUMN preliminary, ALTER COLUMN letter SET NOT NULL;
ALTER TABLE evidence DROP COLUMN directness;
