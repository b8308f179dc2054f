-- The first few of thousands that refer to something are read in the order of an index instead of sorting all of them.
ALTER TABLE publication_links ADD COLUMN sort_name text NOT NULL DEFAULT '';
COMMENT ON COLUMN publication_links.sort_name IS 'By what the referrer is sorted, as in current_publications';
UPDATE publication_links SET sort_name = source.sort_name
    FROM current_publications source WHERE source.entity_id = publication_links.from_entity;
CREATE INDEX publication_links_referrers_idx ON publication_links (to_entity, from_kind, role, sort_name, from_entity);
DROP INDEX publication_links_to_idx;
