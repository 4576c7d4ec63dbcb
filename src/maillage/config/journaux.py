"""Logs that say where a fault is, never what it was about."""

from __future__ import annotations

import logging
import traceback
from types import TracebackType


class SansMessage(logging.Formatter):
    """Write the class of an exception and the places it went through; its message may quote a name."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def formatException(  # noqa: N802 - the name that logging calls
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None]
        | tuple[None, None, None],
    ) -> str:
        if ei[0] is None:
            return ""
        places = (f"  {p.filename}:{p.lineno} {p.name}" for p in traceback.extract_tb(ei[2]))
        return "\n".join((ei[0].__name__, *places))
