"""Public pages: what is published, as anybody reads it. No page needs a sign-in, and reading one sets no cookie."""
