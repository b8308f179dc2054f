DROP FUNCTION prune_changes(interval, integer);
ALTER TABLE change_counter DROP COLUMN pruned, DROP COLUMN incarnation;
