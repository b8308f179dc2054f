DROP TABLE media;
DROP TABLE markets;
