DROP TABLE topics;
DROP TABLE categories;
DROP TABLE brands;
