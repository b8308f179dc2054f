-- REFERENCES is a reserved word of SQL: the table is quoted in statements written by hand.
CREATE TABLE "references" (
    id uuid PRIMARY KEY,
    slug text NOT NULL,
    type text NOT NULL,
    title text NOT NULL,
    container_title text,
    container_short text,
    year integer,
    month integer,
    volume text,
    issue text,
    pages text,
    article_number text,
    publisher text,
    doi text,
    pmid bigint,
    pmcid text,
    isbn text,
    issn text,
    url text,
    source_text text,
    authors_incomplete boolean NOT NULL DEFAULT false,
    status text NOT NULL DEFAULT 'ok',
    status_checked_on date,
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT references_slug_key UNIQUE (slug),
    CONSTRAINT references_slug_format CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(slug) <= 80),
    CONSTRAINT references_type_known CHECK (type IN ('article-journal', 'report', 'book', 'webpage', 'chapter')),
    CONSTRAINT references_status_known CHECK (status IN ('ok', 'corrected', 'concern', 'retracted', 'dead')),
    CONSTRAINT references_doi_shape CHECK (doi ~ '^10\.\d{4,9}(\.\d+)*/\S+$'),
    CONSTRAINT references_pmid_range CHECK (pmid BETWEEN 1 AND 99999999),
    CONSTRAINT references_pmcid_shape CHECK (pmcid ~ '^PMC\d+$'),
    CONSTRAINT references_year_range CHECK (year BETWEEN 1500 AND 2200),
    CONSTRAINT references_month_range CHECK (month BETWEEN 1 AND 12),
    CONSTRAINT references_title_not_blank CHECK (title ~ '[^[:space:]]')
);
CREATE UNIQUE INDEX references_doi_key ON "references" (lower(doi));
CREATE UNIQUE INDEX references_pmid_key ON "references" (pmid);
CREATE UNIQUE INDEX references_pmcid_key ON "references" (pmcid);
COMMENT ON TABLE "references" IS 'A publication; one row however often it is cited';
COMMENT ON COLUMN "references".source_text IS 'The citation as it was printed where we found it';
COMMENT ON COLUMN "references".authors_incomplete IS 'The source shortened the list of authors';

CREATE TABLE reference_authors (
    reference_id uuid NOT NULL REFERENCES "references" (id) ON DELETE CASCADE,
    position integer NOT NULL,
    family text,
    given text,
    literal text,
    PRIMARY KEY (reference_id, position),
    CONSTRAINT reference_authors_person_or_group CHECK ((literal IS NULL) <> (family IS NULL))
);
COMMENT ON TABLE reference_authors IS 'Authors in order: a person with family and given name, or a group';
