"""Brand styles on disk: read, checked, and handed to a run. Opens no model."""

from seedance_studio.styles.gallery import SHIPPED, Gallery

__all__ = ["SHIPPED", "Gallery"]
