"""Addresses of the shell."""

from django.urls import path

from maillage.coquille import views

app_name = "coquille"
urlpatterns = [
    path("aide/", views.aide, name="aide"),
    path("aide/raccourcis/", views.raccourcis, name="raccourcis"),
    path("composants/", views.composants, name="composants"),
    path("session/prolonger/", views.prolonger, name="prolonger"),
]
