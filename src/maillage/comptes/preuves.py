"""What a session remembers of the factors that were shown, and when."""

from __future__ import annotations

import time
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from django.http import HttpRequest

FORT = "proconnect_fort"  # account and instant: ProConnect saw two factors


def vu_par_proconnect(request: HttpRequest, compte: Any) -> bool:
    """Tell whether this session was opened by ProConnect with two factors, for this account."""
    fort = request.session.get(FORT)
    return bool(fort and compte and fort[0] == str(compte.pk))


def prouve_depuis(request: HttpRequest) -> float:
    """Seconds since two factors were shown in this session; infinity when they never were."""
    preuves = [
        float(r["at"])
        for r in get_authentication_records(request, request.user)
        if r.get("method") == "mfa"
    ]
    if vu_par_proconnect(request, request.user):
        preuves.append(request.session[FORT][1])
    return time.time() - max(preuves) if preuves else float("inf")
