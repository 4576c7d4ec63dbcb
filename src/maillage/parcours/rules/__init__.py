"""Stages, counting as individualised, what is due. Pure."""
