"""Long work: done by the worker, with its progress for people to see."""
