"""Parts of `drawing.flow_chart`: where steps stand, how lines run, how it is written down."""
