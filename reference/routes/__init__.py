"""What is said of the routes, by subject; template.yaml alone decides which there are."""
