"""`python -m qingdan`: the same as `qingdan`."""

from qingdan.cli import main

raise SystemExit(main())
