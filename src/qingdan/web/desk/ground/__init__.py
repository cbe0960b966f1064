"""What all parts of the desk use: kept files and jobs."""
