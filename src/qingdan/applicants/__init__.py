"""Who applies: persons and organisations with an account, how sure we are of them, agents, their materials."""
