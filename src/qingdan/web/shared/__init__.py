"""What all pages share: from request to actor, from refusal to page, words and components."""
