-- The mechanism: immutable documents, a pointer to the current one, links, routes and one change log in commit order.

CREATE TABLE change_counter (
    only_row boolean PRIMARY KEY DEFAULT true,
    epoch uuid NOT NULL DEFAULT gen_random_uuid(),
    position bigint NOT NULL DEFAULT 0,
    CONSTRAINT change_counter_has_one_row CHECK (only_row)
);
INSERT INTO change_counter DEFAULT VALUES;
COMMENT ON TABLE change_counter IS 'One row. A writer updates it as its last statement, so its row lock makes position order the commit order';
COMMENT ON COLUMN change_counter.epoch IS 'Changes after a restore or failover; a cursor of another epoch must resync';

CREATE TABLE publications (
    id uuid PRIMARY KEY,
    kind text NOT NULL,
    entity_id uuid NOT NULL,
    revision integer NOT NULL,
    action text NOT NULL,
    slug text NOT NULL,
    path text,
    schema_version integer NOT NULL,
    document jsonb NOT NULL,
    card jsonb NOT NULL,
    checksum text NOT NULL,
    author_id uuid REFERENCES users (id) ON DELETE SET NULL,
    author text NOT NULL,
    note text NOT NULL DEFAULT '',
    template_version text NOT NULL,
    rule_pack_version text,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT publications_entity_revision_key UNIQUE (entity_id, revision),
    CONSTRAINT publications_action_known CHECK (action IN ('publish', 'withdraw')),
    CONSTRAINT publications_revision_positive CHECK (revision > 0),
    CONSTRAINT publications_checksum_is_sha256 CHECK (checksum ~ '^[0-9a-f]{64}$')
);
COMMENT ON TABLE publications IS 'Append-only: every document that was ever public, and every withdrawal';
COMMENT ON COLUMN publications.schema_version IS 'Version of the document shape of its kind; readers upcast older ones';
COMMENT ON COLUMN publications.author IS 'Who published, as shown in the history; "system" for what the system decided by itself';

CREATE TABLE current_publications (
    entity_id uuid PRIMARY KEY,
    publication_id uuid NOT NULL REFERENCES publications (id),
    kind text NOT NULL,
    slug text NOT NULL,
    path text,
    state text NOT NULL,
    sort_name text NOT NULL,
    listing text[] NOT NULL DEFAULT '{}',
    first_published_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT current_publications_state_known CHECK (state IN ('live', 'withdrawn'))
);
CREATE UNIQUE INDEX current_publications_live_slug_key ON current_publications (kind, slug) WHERE state = 'live';
CREATE INDEX current_publications_withdrawn_slug_idx ON current_publications (kind, slug) WHERE state = 'withdrawn';
CREATE INDEX current_publications_name_idx ON current_publications (kind, sort_name, entity_id) WHERE state = 'live';
CREATE INDEX current_publications_newest_idx ON current_publications (kind, first_published_at DESC, entity_id) WHERE state = 'live';
CREATE INDEX current_publications_key_idx ON current_publications (kind, entity_id) WHERE state = 'live';
CREATE INDEX current_publications_publication_idx ON current_publications (publication_id);
CREATE INDEX current_publications_listing_idx ON current_publications USING gin (listing);
COMMENT ON TABLE current_publications IS 'The pointer from an entity to its current publication';
COMMENT ON COLUMN current_publications.listing IS 'Keys under which lists find it, such as form:capsule or free-from:gluten';

CREATE TABLE publication_links (
    from_entity uuid NOT NULL REFERENCES current_publications (entity_id) ON DELETE CASCADE,
    to_entity uuid NOT NULL,
    role text NOT NULL,
    from_kind text NOT NULL,
    to_kind text NOT NULL,
    embeds boolean NOT NULL,
    embedded boolean NOT NULL DEFAULT false,
    position integer NOT NULL DEFAULT 0,
    detail text,
    PRIMARY KEY (from_entity, to_entity, role)
);
CREATE INDEX publication_links_to_idx ON publication_links (to_entity, from_kind, role);
COMMENT ON TABLE publication_links IS 'What the current documents refer to, for "used in" both ways';
COMMENT ON COLUMN publication_links.embedded IS 'True when the reader of the target shows the whole of the referrer, as an ingredient shows its claims';
COMMENT ON COLUMN publication_links.embeds IS 'True when the reader shows the whole of the target, so that a change deep inside it touches the referrer';

CREATE TABLE routes (
    path text PRIMARY KEY,
    kind text NOT NULL,
    entity_id uuid NOT NULL,
    state text NOT NULL,
    target text,
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT routes_state_known CHECK (state IN ('live', 'redirect', 'gone')),
    CONSTRAINT routes_redirect_has_target CHECK ((state = 'redirect') = (target IS NOT NULL)),
    CONSTRAINT routes_path_is_absolute CHECK (path LIKE '/%')
);
CREATE INDEX routes_entity_idx ON routes (entity_id);
COMMENT ON TABLE routes IS 'Every public address of a published entity: live, redirect (always one hop) or gone';

CREATE TABLE changes (
    position bigint PRIMARY KEY,
    kind text NOT NULL,
    entity_id uuid NOT NULL,
    slug text NOT NULL,
    action text NOT NULL,
    fields text[] NOT NULL DEFAULT '{}',
    revision integer,
    publication_id uuid REFERENCES publications (id),
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT changes_action_known CHECK (action IN ('upsert', 'withdrawn', 'touched'))
);
CREATE INDEX changes_entity_idx ON changes (entity_id, position);
COMMENT ON TABLE changes IS 'The change log, in commit order and without gaps: what caches, indexes, feeds and webhooks follow';
