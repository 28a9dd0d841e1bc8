"""The fake engine, and ACE-Step at a tiny size."""
