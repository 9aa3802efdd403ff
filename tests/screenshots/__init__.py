"""Every page as a picture, gathered on contact sheets by noun and width."""
