"""Writing filings: what belongs to one, signing, handing in, receiving and returning."""
