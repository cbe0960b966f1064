"""Parts of `rules.flow_graph`: a flow chart as a table of steps, and what is asked of it."""
