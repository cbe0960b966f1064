"""Pages of the sites where lists are published, as far as Qingdan serves them: one for each unit that publishes."""
