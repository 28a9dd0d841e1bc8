"""The input modes, one file each, each ending in MODE = Mode(...)."""
