-- What stands between a draft and the public: signatures, open questions, and the ledger of statements that were made.

CREATE TABLE sign_offs (
    id uuid PRIMARY KEY,
    entity_id uuid NOT NULL,
    kind text NOT NULL,
    jurisdiction text NOT NULL,
    surface text NOT NULL,
    text text NOT NULL,
    text_sha256 text NOT NULL,
    rules text[] NOT NULL,
    is_override boolean NOT NULL,
    reason text NOT NULL,
    signed_by uuid REFERENCES users (id) ON DELETE SET NULL,
    signer text NOT NULL,
    signed_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT sign_offs_text_sha256_shape CHECK (text_sha256 ~ '^[0-9a-f]{64}$'),
    CONSTRAINT sign_offs_jurisdiction_known CHECK (jurisdiction IN ('us', 'eu')),
    CONSTRAINT sign_offs_surface_known CHECK (surface IN ('product', 'education', 'feed', 'agent')),
    CONSTRAINT sign_offs_override_has_reason CHECK (NOT is_override OR reason ~ '[^[:space:]]'),
    CONSTRAINT sign_offs_name_rules CHECK (cardinality(rules) > 0)
);
CREATE INDEX sign_offs_text_idx ON sign_offs (entity_id, text_sha256);
COMMENT ON TABLE sign_offs IS 'Append-only: a reviewer let this very text of this entity pass these rules';
COMMENT ON COLUMN sign_offs.is_override IS 'True when a rule blocked the text and the reviewer let it pass all the same';
COMMENT ON COLUMN sign_offs.signer IS 'Name at that time';

CREATE TABLE review_tasks (
    id uuid PRIMARY KEY,
    reason text NOT NULL,
    kind text NOT NULL,
    entity_id uuid NOT NULL,
    title text NOT NULL,
    detail jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now(),
    resolved_at timestamptz,
    resolved_by uuid REFERENCES users (id) ON DELETE SET NULL,
    resolution text,
    CONSTRAINT review_tasks_reason_known CHECK (reason IN ('not_cleared', 'grade_fell', 'review_overdue')),
    CONSTRAINT review_tasks_resolution_is_whole CHECK ((resolved_at IS NULL) = (resolution IS NULL))
);
CREATE UNIQUE INDEX review_tasks_open_key ON review_tasks (entity_id, reason) WHERE resolved_at IS NULL;
CREATE INDEX review_tasks_created_idx ON review_tasks (created_at, id) WHERE resolved_at IS NULL;
COMMENT ON TABLE review_tasks IS 'What a reviewer has to look at';

CREATE TABLE notifications (
    id uuid PRIMARY KEY,
    product_id uuid NOT NULL,
    product text NOT NULL,
    brand text NOT NULL,
    ingredient text,
    claim_id uuid,
    statement text NOT NULL,
    statement_sha256 text NOT NULL,
    first_public_on date NOT NULL DEFAULT current_date,
    due_on date NOT NULL GENERATED ALWAYS AS (first_public_on + 30) STORED,
    notified_on date,
    signatory text,
    CONSTRAINT notifications_statement_key UNIQUE (product_id, statement_sha256),
    CONSTRAINT notifications_sent_by_somebody CHECK ((notified_on IS NULL) = (signatory IS NULL))
);
CREATE INDEX notifications_open_idx ON notifications (due_on, id) WHERE notified_on IS NULL;
COMMENT ON TABLE notifications IS 'Statements that must be notified to the FDA within 30 days of first marketing, 21 CFR 101.93(a)';

CREATE TABLE rule_scans (
    jurisdiction text PRIMARY KEY,
    pack_version text NOT NULL,
    scanned_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE rule_scans IS 'The version of each rule pack by which the public catalog was judged last';

CREATE TABLE rejudge_cursor (
    only_row boolean PRIMARY KEY DEFAULT true,
    position bigint NOT NULL DEFAULT 0,
    CONSTRAINT rejudge_cursor_has_one_row CHECK (only_row)
);
INSERT INTO rejudge_cursor (position) SELECT position FROM change_counter;
COMMENT ON TABLE rejudge_cursor IS 'How far in the change log pages have been judged again because something that they show changed';
