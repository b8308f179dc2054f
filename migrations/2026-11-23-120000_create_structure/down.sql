UPDATE current_publications SET listing = ARRAY(SELECT key FROM unnest(listing) AS key WHERE key NOT LIKE 'ingredient:%')
WHERE kind = 'product';
ALTER TABLE lots DROP COLUMN is_listed;
ALTER TABLE claim_wordings DROP COLUMN written_by;
ALTER TABLE products DROP COLUMN product_type_id;
DROP TABLE redirects, collection_products, collection_rules, collections, product_attributes, product_type_attributes, product_types, attributes;
