-- The same text is signed once for the same rules. Of several equal signatures the first one counts; the audit log has all.

DELETE FROM sign_offs AS later USING sign_offs AS first
WHERE (later.entity_id, later.jurisdiction, later.surface, later.text_sha256, later.rules, later.is_override)
    = (first.entity_id, first.jurisdiction, first.surface, first.text_sha256, first.rules, first.is_override)
  AND (later.signed_at, later.id) > (first.signed_at, first.id);
CREATE UNIQUE INDEX sign_offs_once_key ON sign_offs (entity_id, text_sha256, jurisdiction, surface, is_override, rules);
