ALTER TABLE change_counter
    ADD COLUMN pruned bigint NOT NULL DEFAULT 0,
    ADD COLUMN incarnation text;
COMMENT ON COLUMN change_counter.pruned IS 'The last position that is kept no longer; 0 while all are';
COMMENT ON COLUMN change_counter.incarnation IS 'The server, its timeline and the table in which the epoch began: all of them change when something is restored';

-- Only the owner may delete what was logged, and only what is old: the application may ask for that and for nothing else.
CREATE FUNCTION prune_changes(kept interval, at_most integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    last_gone bigint;
    gone integer;
BEGIN
    -- Transactions begin in another order than they commit: what lies behind a row that is kept is kept. So is what the rules
    -- have not judged yet.
    WITH first AS (SELECT position, created_at FROM changes ORDER BY position LIMIT at_most),
         old AS (SELECT position FROM first
                 WHERE position <= (SELECT min(position) FROM rejudge_cursor)
                   AND position < coalesce((SELECT min(position) FROM first WHERE created_at >= now() - kept), 9223372036854775807)),
         deleted AS (DELETE FROM changes WHERE position IN (SELECT position FROM old) RETURNING position)
    SELECT max(position), count(*) INTO last_gone, gone FROM deleted;
    IF gone > 0 THEN
        UPDATE change_counter SET pruned = greatest(pruned, last_gone);
    END IF;
    RETURN gone;
END
$$;
REVOKE ALL ON FUNCTION prune_changes(interval, integer) FROM PUBLIC;
COMMENT ON FUNCTION prune_changes IS 'Deletes the oldest changes that are older than an interval; returns how many';
