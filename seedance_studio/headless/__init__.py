"""The studio without a page: commands for scripts, tests and benchmarks."""
