"""The demonstration: drafts of three departments with typical faults planted, checked and reported."""
