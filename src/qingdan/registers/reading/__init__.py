"""Parts of `registers.reader`: from any file to a table, from a table to items."""
