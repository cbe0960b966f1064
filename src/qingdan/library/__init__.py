"""The law library: texts in one SQLite file, a text-free index, lookup as in force on a day."""
