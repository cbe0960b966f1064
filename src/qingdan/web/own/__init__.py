"""Pages of applicants: signing up, applying, the own cases, materials, licences, proxies, messages."""
