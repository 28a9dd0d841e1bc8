"""What engines built on diffusers share: the one pipeline cache, previews and foreign errors."""
