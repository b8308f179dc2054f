-- Makes $COPIES$ copies of every public product: the rows that publishing left, with other ids, slugs, names and SKUs.
CREATE FUNCTION pg_temp.of(id uuid, copy int) RETURNS uuid LANGUAGE sql IMMUTABLE
    AS $$ SELECT md5(id::text || copy)::uuid $$;

-- The document or card of a product as that of its copy.
CREATE FUNCTION pg_temp.rewritten(told text, original uuid, copy int) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE product record; variant record;
BEGIN
    SELECT id, slug, name INTO product FROM products WHERE id = original;
    told := replace(told, product.id::text, pg_temp.of(product.id, copy)::text);
    told := replace(told, '"name":' || to_json(product.name), '"name":' || to_json(product.name || ' ' || copy));
    told := replace(told, '"title":' || to_json(product.name), '"title":' || to_json(product.name || ' ' || copy));
    told := replace(told, '"/products/' || product.slug || '"', '"/products/' || product.slug || '-' || copy || '"');
    FOR variant IN SELECT id, sku FROM variants WHERE product_id = original LOOP
        told := replace(told, variant.id::text, pg_temp.of(variant.id, copy)::text);
        told := replace(told, '"sku":' || to_json(variant.sku), '"sku":' || to_json(variant.sku || '-' || copy));
    END LOOP;
    RETURN told;
END $$;

CREATE TEMP TABLE original AS
    SELECT p.*, c.sort_name, c.listing, c.first_published_at FROM current_publications c
    JOIN publications p ON p.id = c.publication_id WHERE c.kind = 'product' AND c.state = 'live';
CREATE TEMP TABLE copies AS SELECT generate_series(1, $COPIES$) AS copy;

INSERT INTO products (id, slug, name, brand_id, category_id, form, summary, description, directions)
    SELECT pg_temp.of(id, copy), slug || '-' || copy, name || ' ' || copy, brand_id, category_id, form, summary, description, directions
    FROM products, copies WHERE id IN (SELECT entity_id FROM original);
INSERT INTO variants (id, product_id, sku, title, net_quantity, net_unit, servings, position)
    SELECT pg_temp.of(id, copy), pg_temp.of(product_id, copy), sku || '-' || copy, title, net_quantity, net_unit, servings, position
    FROM variants, copies WHERE product_id IN (SELECT entity_id FROM original);
INSERT INTO offers (id, variant_id, product_id, market, currency, price_minor, list_minor, availability, starts_at, ends_at)
    SELECT pg_temp.of(id, copy), pg_temp.of(variant_id, copy), pg_temp.of(product_id, copy), market, currency, price_minor, list_minor,
        availability, starts_at, ends_at
    FROM offers, copies WHERE product_id IN (SELECT entity_id FROM original);
INSERT INTO publications (id, kind, entity_id, revision, action, slug, path, schema_version, document, card, checksum, author, note,
        template_version, rule_pack_version)
    SELECT pg_temp.of(id, copy), kind, pg_temp.of(entity_id, copy), 1, action, slug || '-' || copy, path || '-' || copy, schema_version,
        told::json, pg_temp.rewritten(card::text, entity_id, copy)::json, encode(sha256(convert_to(told, 'UTF8')), 'hex'), author, note,
        template_version, rule_pack_version
    FROM original, copies, LATERAL (SELECT pg_temp.rewritten(document::text, entity_id, copy) AS told) AS rewriting;
INSERT INTO current_publications (entity_id, publication_id, kind, slug, path, state, sort_name, listing, first_published_at)
    SELECT pg_temp.of(entity_id, copy), pg_temp.of(id, copy), kind, slug || '-' || copy, path || '-' || copy, 'live',
        sort_name || ' ' || copy, listing, first_published_at
    FROM original, copies;
INSERT INTO routes (path, kind, entity_id, state)
    SELECT path || '-' || copy, kind, pg_temp.of(entity_id, copy), 'live' FROM original, copies;
INSERT INTO publication_links (from_entity, to_entity, role, from_kind, to_kind, embeds, embedded, position, detail, sort_name)
    SELECT pg_temp.of(from_entity, copy), to_entity, role, from_kind, to_kind, embeds, embedded, position, detail,
        sort_name || ' ' || copy
    FROM publication_links, copies WHERE from_entity IN (SELECT entity_id FROM original);
ANALYZE;
