"""Investment projects on the desk."""
