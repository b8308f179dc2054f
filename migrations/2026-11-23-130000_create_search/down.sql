CREATE OR REPLACE VIEW editables AS
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
ALTER TABLE collection_rules DROP COLUMN at_least_mg;
DROP TABLE search_days, search_rule_boosts, search_rule_products, search_rules, synonyms;
