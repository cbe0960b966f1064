"""Open data: downloads, feeds, anchors and the JSON interface. Public, without cookies; reads editions only."""
