"""Understanding a prompt in Chinese and English, and filling in what it leaves open."""

from seedance_studio.prompts.composing import to_scene
from seedance_studio.prompts.mentions import read_mentions
from seedance_studio.prompts.preparing import prepare_prompt, understand
from seedance_studio.prompts.text import clean_prompt, detect_language
from seedance_studio.prompts.traditional import to_simplified

__all__ = [
    "clean_prompt",
    "detect_language",
    "prepare_prompt",
    "read_mentions",
    "to_scene",
    "to_simplified",
    "understand",
]
