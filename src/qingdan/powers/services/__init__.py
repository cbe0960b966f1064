"""What is done at the drafting desk."""
