ALTER TABLE evidence
    ADD COLUMN directness text,
    ADD CONSTRAINT evidence_directness_known CHECK (directness IN ('direct', 'other_population', 'other_preparation',
        'surrogate_outcome'));
COMMENT ON COLUMN evidence.directness IS 'How far what was tested is what the claim says; empty when nobody has judged it';

-- A claim whose last source fell has no grade, and that is worth a row too.
ALTER TABLE claim_grades
    ALTER COLUMN letter DROP NOT NULL,
    ADD COLUMN preliminary boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN claim_grades.letter IS 'Null when no source speaks about the effect';
COMMENT ON COLUMN claim_grades.preliminary IS 'True when no study in people carries it';

ALTER TABLE "references"
    ADD CONSTRAINT references_isbn_shape CHECK (isbn ~ '^97[89]\d{10}$'),
    ADD COLUMN status_note text;
COMMENT ON COLUMN "references".isbn IS 'Thirteen digits';
COMMENT ON COLUMN "references".status_note IS 'The notice that the status rests on, such as a retraction';
CREATE UNIQUE INDEX references_isbn_key ON "references" (isbn) WHERE type = 'book';

CREATE TABLE review_boundaries (
    only_row boolean PRIMARY KEY DEFAULT true,
    processed_until date NOT NULL DEFAULT current_date,
    CONSTRAINT review_boundaries_has_one_row CHECK (only_row)
);
INSERT INTO review_boundaries DEFAULT VALUES;
COMMENT ON TABLE review_boundaries IS 'Until which day lapsed reviews have been written to the change log';
