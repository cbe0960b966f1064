"""Parts of `rules.identifiers`: one module a kind of code."""
