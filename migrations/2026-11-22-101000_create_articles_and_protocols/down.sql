DROP TABLE protocol_steps;
DROP TABLE protocols;
DROP TABLE article_topics;
DROP TABLE articles;
