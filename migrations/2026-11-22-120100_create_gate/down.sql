DROP TABLE rejudge_cursor;
DROP TABLE rule_scans;
DROP TABLE notifications;
DROP TABLE review_tasks;
DROP TABLE sign_offs;
