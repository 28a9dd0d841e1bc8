"""The engines as they are, but for small pictures: chosen as `engines=tests.engines.small`."""
