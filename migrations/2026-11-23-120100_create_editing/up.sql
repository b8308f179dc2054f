-- Editing: what is saved of every entity, revision by revision, and where it stands on its way to the public.

CREATE TABLE drafts (
    entity_id uuid PRIMARY KEY,
    kind text NOT NULL,
    revision integer NOT NULL,
    checksum text NOT NULL,
    state text NOT NULL DEFAULT 'draft',
    state_by uuid REFERENCES users (id) ON DELETE SET NULL,
    state_at timestamptz NOT NULL DEFAULT now(),
    published_revision integer,
    saved_by uuid REFERENCES users (id) ON DELETE SET NULL,
    saved_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT drafts_revision_from_one CHECK (revision > 0),
    CONSTRAINT drafts_state_known CHECK (state IN ('draft', 'in_review', 'approved'))
);
CREATE INDEX drafts_state_idx ON drafts (state, state_at) WHERE state <> 'draft';
COMMENT ON TABLE drafts IS 'The saved draft of an entity: its revision, and where it stands before it is published';
COMMENT ON COLUMN drafts.checksum IS 'SHA-256 of the draft of that revision, by which a change from elsewhere is noticed';
COMMENT ON COLUMN drafts.state_by IS 'Who asked for the review, or approved';
COMMENT ON COLUMN drafts.published_revision IS 'The revision that was published last from the desk';
COMMENT ON COLUMN drafts.saved_by IS 'Who saved the revision';

CREATE TABLE revisions (
    entity_id uuid NOT NULL,
    revision integer NOT NULL,
    kind text NOT NULL,
    action text NOT NULL,
    title text NOT NULL,
    draft jsonb NOT NULL,
    author_id uuid REFERENCES users (id) ON DELETE SET NULL,
    author text NOT NULL,
    note text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (entity_id, revision),
    CONSTRAINT revisions_action_known CHECK (action IN ('create', 'save', 'merge', 'restore', 'bulk', 'undo', 'elsewhere'))
);
CREATE INDEX revisions_time_idx ON revisions (created_at DESC, entity_id);
CREATE INDEX revisions_author_idx ON revisions (author_id);
COMMENT ON TABLE revisions IS 'Append-only: every saved draft as it was';
COMMENT ON COLUMN revisions.action IS 'What made it; elsewhere: an import or a command, noticed when it was opened next';

CREATE TABLE autosaves (
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    entity_id uuid NOT NULL,
    kind text NOT NULL,
    revision integer NOT NULL,
    form jsonb NOT NULL,
    saved_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, entity_id)
);
COMMENT ON TABLE autosaves IS 'What a person has typed and not saved yet';
COMMENT ON COLUMN autosaves.revision IS 'The revision that the person began with; 0 for something new';
COMMENT ON COLUMN autosaves.form IS 'The fields as a list of name and value';

CREATE TABLE comments (
    id uuid PRIMARY KEY,
    entity_id uuid NOT NULL,
    kind text NOT NULL,
    revision integer NOT NULL,
    text text NOT NULL,
    author_id uuid REFERENCES users (id) ON DELETE SET NULL,
    author text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT comments_text_not_blank CHECK (text ~ '[^[:space:]]')
);
CREATE INDEX comments_entity_idx ON comments (entity_id, created_at);
COMMENT ON TABLE comments IS 'Append-only: what people say about a draft in its review';

CREATE TABLE releases (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    note text NOT NULL DEFAULT '',
    state text NOT NULL DEFAULT 'open',
    created_by uuid REFERENCES users (id) ON DELETE SET NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    published_at timestamptz,
    CONSTRAINT releases_name_not_blank CHECK (name ~ '[^[:space:]]'),
    CONSTRAINT releases_state_known CHECK (state IN ('open', 'published', 'cancelled'))
);
COMMENT ON TABLE releases IS 'Objects that become public together, or none of them';

CREATE TABLE release_items (
    release_id uuid NOT NULL REFERENCES releases (id) ON DELETE CASCADE,
    entity_id uuid NOT NULL,
    kind text NOT NULL,
    action text NOT NULL,
    revision integer NOT NULL,
    reason text NOT NULL DEFAULT '',
    PRIMARY KEY (release_id, entity_id),
    CONSTRAINT release_items_action_known CHECK (action IN ('publish', 'withdraw'))
);
CREATE INDEX release_items_entity_idx ON release_items (entity_id);
COMMENT ON TABLE release_items IS 'One object of a release';
COMMENT ON COLUMN release_items.revision IS 'The saved draft that it is for';
COMMENT ON COLUMN release_items.reason IS 'Why it is withdrawn, for visitors';

CREATE TABLE schedules (
    id uuid PRIMARY KEY,
    entity_id uuid,
    kind text,
    release_id uuid REFERENCES releases (id) ON DELETE CASCADE,
    action text NOT NULL,
    revision integer,
    reason text NOT NULL DEFAULT '',
    runs_at timestamptz NOT NULL,
    zone text NOT NULL,
    state text NOT NULL DEFAULT 'pending',
    outcome text,
    author_id uuid REFERENCES users (id) ON DELETE SET NULL,
    author text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    ran_at timestamptz,
    CONSTRAINT schedules_target_is_one CHECK ((entity_id IS NULL) <> (release_id IS NULL) AND (entity_id IS NULL) = (kind IS NULL)),
    CONSTRAINT schedules_action_known CHECK (action IN ('publish', 'withdraw')),
    CONSTRAINT schedules_state_known CHECK (state IN ('pending', 'done', 'failed', 'cancelled'))
);
CREATE INDEX schedules_due_idx ON schedules (runs_at) WHERE state = 'pending';
CREATE UNIQUE INDEX schedules_one_pending_key ON schedules (entity_id, action) WHERE state = 'pending' AND entity_id IS NOT NULL;
CREATE UNIQUE INDEX schedules_one_pending_release_key ON schedules (release_id) WHERE state = 'pending' AND release_id IS NOT NULL;
COMMENT ON TABLE schedules IS 'What becomes public, or ceases to be, at a time';
COMMENT ON COLUMN schedules.zone IS 'IANA time zone in which the person named the time';
COMMENT ON COLUMN schedules.revision IS 'The saved draft that it is for';
COMMENT ON COLUMN schedules.outcome IS 'What came of it, in a sentence';

CREATE TABLE preview_key (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    secret text NOT NULL
);
INSERT INTO preview_key (secret) VALUES (gen_random_uuid()::text || gen_random_uuid()::text);
COMMENT ON TABLE preview_key IS 'The secret by which links to previews are signed';

CREATE TABLE saved_views (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    kind text NOT NULL,
    name text NOT NULL,
    query text NOT NULL,
    is_shared boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT saved_views_name_key UNIQUE (user_id, kind, name),
    CONSTRAINT saved_views_name_not_blank CHECK (name ~ '[^[:space:]]')
);
COMMENT ON TABLE saved_views IS 'A filtered list that a person keeps under a name';
COMMENT ON COLUMN saved_views.query IS 'The query of the list''s address';

CREATE TABLE bulk_jobs (
    id uuid PRIMARY KEY,
    kind text NOT NULL,
    operation jsonb NOT NULL,
    state text NOT NULL DEFAULT 'preparing',
    total integer NOT NULL,
    note text NOT NULL DEFAULT '',
    author_id uuid REFERENCES users (id) ON DELETE SET NULL,
    author text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    started_at timestamptz,
    ended_at timestamptz,
    CONSTRAINT bulk_jobs_state_known CHECK (state IN ('preparing', 'preview', 'running', 'done', 'undoing', 'undone', 'cancelled'))
);
CREATE INDEX bulk_jobs_active_idx ON bulk_jobs (created_at) WHERE state IN ('preparing', 'running', 'undoing');
COMMENT ON TABLE bulk_jobs IS 'One change of many objects';
COMMENT ON COLUMN bulk_jobs.operation IS 'Field, verb and words';

CREATE TABLE bulk_rows (
    job_id uuid NOT NULL REFERENCES bulk_jobs (id) ON DELETE CASCADE,
    position integer NOT NULL,
    entity_id uuid NOT NULL,
    title text NOT NULL,
    state text NOT NULL DEFAULT 'chosen',
    before jsonb,
    after jsonb,
    revision integer,
    message text,
    PRIMARY KEY (job_id, position),
    CONSTRAINT bulk_rows_state_known CHECK (state IN ('chosen', 'pending', 'unchanged', 'blocked', 'done', 'failed', 'undone', 'refused'))
);
CREATE INDEX bulk_rows_pending_idx ON bulk_rows (job_id, position) WHERE state IN ('chosen', 'pending', 'done');
COMMENT ON TABLE bulk_rows IS 'One object of a change of many, with what came of it';
COMMENT ON COLUMN bulk_rows.before IS 'The value of the field before';
COMMENT ON COLUMN bulk_rows.after IS 'The value of the field after';
COMMENT ON COLUMN bulk_rows.revision IS 'The revision that the change made';

CREATE VIEW editables AS
    SELECT entity.kind, entity.id, entity.slug, entity.title, entity.updated_at, drafts.revision,
        CASE
            WHEN EXISTS (SELECT FROM schedules WHERE schedules.entity_id = entity.id AND schedules.state = 'pending') THEN 'scheduled'
            WHEN drafts.state IN ('in_review', 'approved') THEN drafts.state
            WHEN entity.kind = 'lot' THEN CASE WHEN entity.is_listed THEN 'published' ELSE 'draft' END
            WHEN current_publications.state IS NULL THEN 'draft'
            WHEN current_publications.state = 'withdrawn' THEN 'withdrawn'
            WHEN entity.updated_at > publications.created_at
                AND drafts.revision IS DISTINCT FROM drafts.published_revision THEN 'changed'
            ELSE 'published'
        END AS state
    FROM (
        SELECT 'brand' AS kind, id, slug, name AS title, updated_at, NULL::boolean AS is_listed FROM brands
        UNION ALL SELECT 'category', id, slug, name, updated_at, NULL FROM categories
        UNION ALL SELECT 'topic', id, slug, name, updated_at, NULL FROM topics
        UNION ALL SELECT 'ingredient', id, slug, name, updated_at, NULL FROM ingredients
        UNION ALL SELECT 'reference', id, slug, title, updated_at, NULL FROM "references"
        UNION ALL SELECT 'claim', c.id, c.slug, i.name || ': ' || c.effect, c.updated_at, NULL
            FROM claims c JOIN ingredients i ON i.id = c.ingredient_id
        UNION ALL SELECT 'product', id, slug, name, updated_at, NULL FROM products
        UNION ALL SELECT 'article', id, slug, title, updated_at, NULL FROM articles
        UNION ALL SELECT 'protocol', id, slug, title, updated_at, NULL FROM protocols
        UNION ALL SELECT 'collection', id, slug, name, updated_at, NULL FROM collections
        UNION ALL SELECT 'attribute', id, slug, name, updated_at, NULL FROM attributes
        UNION ALL SELECT 'product_type', id, slug, name, updated_at, NULL FROM product_types
        UNION ALL SELECT 'lot', l.id, v.sku || '-' || l.code, v.title || ', lot ' || l.code, l.updated_at, l.is_listed
            FROM lots l JOIN variants v ON v.id = l.variant_id
        UNION ALL SELECT 'redirect', id, from_path, from_path, updated_at, NULL FROM redirects
    ) AS entity
    LEFT JOIN drafts ON drafts.entity_id = entity.id
    LEFT JOIN current_publications ON current_publications.entity_id = entity.id
    LEFT JOIN publications ON publications.id = current_publications.publication_id;
COMMENT ON VIEW editables IS 'Everything that is edited: kind, id, slug, what it is called, and where it stands';
