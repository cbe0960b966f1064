"""Page of the words of search: what people say, and what the lists call it."""
