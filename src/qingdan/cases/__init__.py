"""Cases (办件): applications, their clocks, the steps of the published chart, documents, decisions, service."""
