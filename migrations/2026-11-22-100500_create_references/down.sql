DROP TABLE reference_authors;
DROP TABLE "references";
