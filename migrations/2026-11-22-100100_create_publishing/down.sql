DROP TABLE changes;
DROP TABLE routes;
DROP TABLE publication_links;
DROP TABLE current_publications;
DROP TABLE publications;
DROP TABLE change_counter;
