"""Forms of the first entry: the code given by hand, a password of one's own."""

from __future__ import annotations

from django import forms
from django.contrib.auth.password_validation import validate_password


class ActiverForm(forms.Form):
    """Address, code, and the password that the person chooses; ProConnect asks no password."""

    email = forms.EmailField(
        label="Adresse électronique",
        error_messages={"required": "Écrivez l’adresse donnée à votre coordonnatrice."},
    )
    code = forms.CharField(
        label="Code remis en main propre",
        max_length=40,
        help_text="Seize lettres et chiffres. S’il vous a été donné en deux moitiés, écrivez-les à la suite.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Recopiez le code."},
    )

    mot_de_passe = forms.CharField(
        label="Votre mot de passe",
        strip=False,
        max_length=128,
        help_text="Douze caractères au moins : une phrase se retient mieux.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Choisissez un mot de passe."},
    )
    encore = forms.CharField(
        label="Le même, encore",
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Écrivez-le une seconde fois."},
    )

    def __init__(self, *args, sans_mot_de_passe: bool = False, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for nom in ("mot_de_passe", "encore"):
            self.fields[nom].required = not sans_mot_de_passe

    def clean(self) -> dict:
        lu = super().clean() or {}
        passe = lu.get("mot_de_passe")
        if not passe or not self.fields["mot_de_passe"].required:
            return lu
        if lu.get("encore") and lu["encore"] != passe:
            self.add_error("encore", "Les deux mots de passe ne sont pas les mêmes.")
        try:
            validate_password(passe)
        except forms.ValidationError as refus:
            self.add_error("mot_de_passe", refus)
        return lu
