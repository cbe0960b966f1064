"""Joint approval on the desk: queue, an application with a lane for each department, plans, figures, guarantees."""
