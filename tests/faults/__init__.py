"""A seeded, deterministic simulator: everything may happen 0..n times, late, or die half-way."""
