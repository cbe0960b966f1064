"""Pages: they load through queries, make one service call, translate the answer, redirect."""
