"""Addresses of the figures."""

from __future__ import annotations

from django.urls import path

from maillage.statistiques import views

app_name = "statistiques"
urlpatterns = [
    path("", views.annuelles, name="annuelles"),
    path("tableur/", views.annuelles_xlsx, name="annuelles_xlsx"),
]
