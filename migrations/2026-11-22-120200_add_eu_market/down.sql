ALTER TABLE claim_wordings DROP COLUMN authorised_id;
DELETE FROM claim_wordings WHERE market = 'eu';
DROP TABLE product_texts;
DELETE FROM offers WHERE market = 'eu';
DELETE FROM markets WHERE code = 'eu';
