-- A page that only names what changed in a list is noted for caches, and told to nobody who keeps copies.
ALTER TABLE changes DROP CONSTRAINT changes_action_known;
ALTER TABLE changes ADD CONSTRAINT changes_action_known
    CHECK (action IN ('upsert', 'withdrawn', 'touched', 'listed')) NOT VALID;
