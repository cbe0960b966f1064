"""Parts of `registers.forms` and `registers.annotate`."""

import os

# openpyxl writes through lxml where it happens to be installed, and then a full disk is no OSError any more: one way
# of writing everywhere.
os.environ.setdefault("OPENPYXL_LXML", "False")
