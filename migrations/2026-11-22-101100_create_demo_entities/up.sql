CREATE TABLE demo_entities (
    entity_id uuid PRIMARY KEY,
    kind text NOT NULL
);
COMMENT ON TABLE demo_entities IS 'What the demo catalog made, so that it can be removed again';
