"""Publishing tables of counts without giving anyone away: model, protection, audit. Pure, usable alone.

Method: secondary suppression by linear programming with witnesses (Fischetti & Salazar-González 2001; Castro 2012), controlled
rounding (Cox 1987), audit by the attacker's own linear programs. The auditor shares nothing with the protectors but the model.
"""
