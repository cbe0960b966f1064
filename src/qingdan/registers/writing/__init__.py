"""Parts of `registers.forms` and `registers.annotate`."""
