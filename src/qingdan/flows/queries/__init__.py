"""Reading flow charts."""
