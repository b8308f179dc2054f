DROP VIEW editables;
DROP TABLE bulk_rows, bulk_jobs, saved_views, preview_key, schedules, release_items, releases, comments, autosaves, revisions, drafts;
