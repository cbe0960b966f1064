"""Review item by item: groups, second layer, answers of the unit, legality, charts; ends with clearing."""
