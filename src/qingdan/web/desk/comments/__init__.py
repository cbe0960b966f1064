"""Comments of the public on the desk: what is due, answering, passing on."""
