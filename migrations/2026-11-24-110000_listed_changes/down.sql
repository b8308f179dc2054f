-- Positions have no gaps: what was only listed becomes what it was called before.
UPDATE changes SET action = 'touched' WHERE action = 'listed';
ALTER TABLE changes DROP CONSTRAINT changes_action_known;
ALTER TABLE changes ADD CONSTRAINT changes_action_known CHECK (action IN ('upsert', 'withdrawn', 'touched'));
