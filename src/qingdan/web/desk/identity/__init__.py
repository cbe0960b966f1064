"""Who a person at the window is."""
