"""Files from outside and documents at rest: probe, read frames, posters, JSON."""
