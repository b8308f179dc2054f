CREATE INDEX publication_links_to_idx ON publication_links (to_entity, from_kind, role);
DROP INDEX publication_links_referrers_idx;
ALTER TABLE publication_links DROP COLUMN sort_name;
