ALTER TABLE publications ALTER COLUMN document TYPE jsonb, ALTER COLUMN card TYPE jsonb;
