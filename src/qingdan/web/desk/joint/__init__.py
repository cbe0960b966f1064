"""Joint approval on the desk: the queue, one application with a lane for each department, plans, figures, guarantees."""
