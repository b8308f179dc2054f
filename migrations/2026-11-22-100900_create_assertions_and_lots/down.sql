DROP TABLE certificate_results;
DROP TABLE certificates;
DROP TABLE lots;
DROP TABLE assertions;
