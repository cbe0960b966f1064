"""The review desk: queues of the layers, one item, disputes, answers of units, groups, registers, who holds what."""
