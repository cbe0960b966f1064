"""Parts of `drawing.bpmn`: names of the format, a careful XML reader, writing and reading of charts."""
