"""`python -m qingdan`: the same as `qingdan`."""

from qingdan.cli import program

program()
