"""Files that people give: kept outside the web root, with digest, type by content and a safe name."""
