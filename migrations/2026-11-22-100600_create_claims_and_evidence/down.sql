DROP TABLE claim_grades;
DROP TABLE evidence;
DROP TABLE claim_wordings;
DROP TABLE claims;
