-- Who shows an entity whole are few of those that refer to it: without this, publishing a product read every link to its brand.
CREATE INDEX publication_links_embedding_idx ON publication_links (to_entity) WHERE embeds;
