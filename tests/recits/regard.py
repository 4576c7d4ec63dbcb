"""Looking at a page as the brief asks: axe, narrow screens, console, what leaves the page. Faults add up, told at the end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tests.accessibilite import violations

if TYPE_CHECKING:
    from playwright.sync_api import ConsoleMessage, Locator, Page, Request, Response

    from tests.recits.service import Service

LARGEURS_AXE = (1280, 360)
LARGEURS = (320, 360, 640)
CHARGEMENT = "Failed to load resource"  # the browser's own line about a page answered 4xx: the story asked for it


class Regard:
    """A person at her screen, and what is wrong on what she sees."""

    def __init__(self, page: Page, service: Service) -> None:
        self.page, self.service = page, service
        self.fautes: list[str] = []
        self.vues: list[str] = []
        page.on("console", self._console)
        page.on("pageerror", lambda e: self.fautes.append(f"script : {e}"))
        page.on("request", self._demande)
        page.on("response", self._reponse)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(CHARGEMENT):
            self.fautes.append(f"console : {message.text[:200]}")

    def _demande(self, demande: Request) -> None:
        if not demande.url.startswith((self.service.url + "/", "data:", "blob:")):
            self.fautes.append(f"sort de l'origine : {demande.url}")

    def _reponse(self, reponse: Response) -> None:
        if reponse.status >= 400 and reponse.request.resource_type not in ("document", "xhr"):
            self.fautes.append(f"{reponse.status} : {reponse.url}")

    # --- moving -------------------------------------------------------------------------------------------------

    def entrer(self, cle: str) -> None:
        """Sign in as a persona, by the door of the demonstration."""
        self.page.context.clear_cookies()
        self.aller("/compte/login/")
        self.page.click(f"form[action='/entrer/{cle}/'] button")
        self.page.wait_for_url(f"{self.service.url}/")

    def aller(self, adresse: str) -> int:
        """Open an address; return the status."""
        reponse = self.page.goto(self.service.url + adresse)
        assert reponse is not None
        return reponse.status

    @property
    def chemin(self) -> str:
        return self.page.url.removeprefix(self.service.url)

    @property
    def titre(self) -> str:
        return self.page.locator("h1").inner_text()

    def texte(self, ou: str | Locator = "main") -> str:
        """The words on the page, no-break spaces made plain."""
        la = self.page.locator(ou) if isinstance(ou, str) else ou
        return re.sub(r"\s+", " ", la.first.inner_text()).strip()

    def bouton(self, nom: str) -> Locator:
        return self.page.get_by_role("button", name=nom)

    # --- looking ------------------------------------------------------------------------------------------------

    def voir(self, etat: str) -> None:
        """Judge the page as it stands, wide and narrow; it is given back as it was."""
        self.vues.append(etat)
        self.page.wait_for_load_state()
        for largeur in LARGEURS_AXE:
            self.page.set_viewport_size({"width": largeur, "height": 800})
            for regle in violations(self.page):
                noeud = regle["nodes"][0]["html"][:160]
                self.fautes.append(f"{etat}, {largeur} px, {regle['id']} : {noeud}")
        for largeur in LARGEURS:
            self.page.set_viewport_size({"width": largeur, "height": 740})
            vue = self.page.evaluate("document.documentElement.scrollWidth")
            if vue > largeur:
                self.fautes.append(f"{etat} : déborde à {largeur} px ({vue} px)")
        self.page.set_viewport_size({"width": 1280, "height": 800})
        pleins = self.page.locator("main .btn-primary:visible").count()
        if pleins > 1:
            self.fautes.append(f"{etat} : {pleins} boutons pleins")

    @contextmanager
    def charge(self, etat: str) -> Iterator[None]:
        """What follows loads a page: look at it once it is there."""
        yield
        self.page.wait_for_load_state()
        self.voir(etat)
