DROP TABLE demo_entities;
