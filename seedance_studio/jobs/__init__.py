"""The durable queue and the engine's own process. Knows neither what a run does nor any engine."""
