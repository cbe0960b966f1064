"""What the words of a register and of a clause mean: dispositions, periods, bodies, measures, alike names."""
