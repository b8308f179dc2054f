CREATE TABLE brands (
    id uuid PRIMARY KEY,
    slug text NOT NULL,
    name text NOT NULL,
    summary text NOT NULL DEFAULT '',
    description text NOT NULL DEFAULT '',
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT brands_slug_key UNIQUE (slug),
    CONSTRAINT brands_slug_format CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(slug) <= 80),
    CONSTRAINT brands_name_not_blank CHECK (name ~ '[^[:space:]]')
);
CREATE UNIQUE INDEX brands_name_key ON brands (lower(name));
COMMENT ON TABLE brands IS 'The name under which products are sold';
COMMENT ON COLUMN brands.description IS 'Markdown';

CREATE TABLE categories (
    id uuid PRIMARY KEY,
    slug text NOT NULL,
    name text NOT NULL,
    summary text NOT NULL DEFAULT '',
    description text NOT NULL DEFAULT '',
    parent_id uuid REFERENCES categories (id),
    position integer NOT NULL DEFAULT 0,
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT categories_slug_key UNIQUE (slug),
    CONSTRAINT categories_slug_format CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(slug) <= 80),
    CONSTRAINT categories_name_not_blank CHECK (name ~ '[^[:space:]]'),
    CONSTRAINT categories_not_own_parent CHECK (parent_id <> id)
);
CREATE INDEX categories_parent_idx ON categories (parent_id);
COMMENT ON TABLE categories IS 'The shelf a product stands on; a tree';

CREATE TABLE topics (
    id uuid PRIMARY KEY,
    slug text NOT NULL,
    name text NOT NULL,
    summary text NOT NULL DEFAULT '',
    description text NOT NULL DEFAULT '',
    also_searched text[] NOT NULL DEFAULT '{}',
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT topics_slug_key UNIQUE (slug),
    CONSTRAINT topics_slug_format CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(slug) <= 80),
    CONSTRAINT topics_name_not_blank CHECK (name ~ '[^[:space:]]')
);
COMMENT ON TABLE topics IS 'A body function or goal, never a disease';
COMMENT ON COLUMN topics.also_searched IS 'Words that visitors type and that no page may print';
