"""Hostile files: what attackers and broken programs send."""
