"""The whole product on a laptop: template.yaml on an embedded AWS, served on one port."""
