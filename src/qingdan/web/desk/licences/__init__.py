"""Licences of the own unit on the desk; who may not apply; the package of a finished case."""
