CREATE TABLE articles (
    id uuid PRIMARY KEY,
    slug text NOT NULL,
    title text NOT NULL,
    summary text NOT NULL DEFAULT '',
    body text NOT NULL DEFAULT '',
    author text NOT NULL DEFAULT '',
    reviewed_by text,
    reviewed_on date,
    review_by date,
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT articles_slug_key UNIQUE (slug),
    CONSTRAINT articles_slug_format CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(slug) <= 80),
    CONSTRAINT articles_title_not_blank CHECK (title ~ '[^[:space:]]'),
    CONSTRAINT articles_review_is_whole CHECK ((reviewed_by IS NULL) = (reviewed_on IS NULL))
);
COMMENT ON TABLE articles IS 'Educational content';
COMMENT ON COLUMN articles.body IS 'Markdown with [@reference] citations and [text](kind:slug) links';

CREATE TABLE article_topics (
    article_id uuid NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    topic_id uuid NOT NULL REFERENCES topics (id),
    position integer NOT NULL DEFAULT 0,
    PRIMARY KEY (article_id, topic_id)
);
CREATE INDEX article_topics_topic_idx ON article_topics (topic_id);
COMMENT ON TABLE article_topics IS 'What an article is about';

CREATE TABLE protocols (
    id uuid PRIMARY KEY,
    slug text NOT NULL,
    title text NOT NULL,
    summary text NOT NULL DEFAULT '',
    description text NOT NULL DEFAULT '',
    topic_id uuid NOT NULL REFERENCES topics (id),
    article_id uuid REFERENCES articles (id),
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT protocols_slug_key UNIQUE (slug),
    CONSTRAINT protocols_slug_format CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(slug) <= 80),
    CONSTRAINT protocols_title_not_blank CHECK (title ~ '[^[:space:]]')
);
CREATE INDEX protocols_topic_idx ON protocols (topic_id);
COMMENT ON TABLE protocols IS 'A set of products for a topic with dose and timing';

CREATE TABLE protocol_steps (
    protocol_id uuid NOT NULL REFERENCES protocols (id) ON DELETE CASCADE,
    position integer NOT NULL,
    product_id uuid NOT NULL REFERENCES products (id),
    amount text NOT NULL,
    timing text NOT NULL,
    note text,
    PRIMARY KEY (protocol_id, position)
);
CREATE INDEX protocol_steps_product_idx ON protocol_steps (product_id);
COMMENT ON TABLE protocol_steps IS 'One product of a protocol';
