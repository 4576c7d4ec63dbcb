"""Addresses of the shell."""

from django.urls import path

from maillage.coquille import demonstration, journee, views

app_name = "coquille"
urlpatterns = [
    path("", journee.journee, name="journee"),
    path("entrer/<slug:cle>/", demonstration.entrer, name="entrer"),
    path("sante/", demonstration.sante, name="sante"),
    path("aide/", views.aide, name="aide"),
    path("aide/raccourcis/", views.raccourcis, name="raccourcis"),
    path("composants/", views.composants, name="composants"),
    # before allauth's own list of sessions, which these pages replace
    path("compte/sessions/", views.sessions, name="sessions"),
    path(
        "compte/sessions/autres/fermer/",
        views.fermer_autres_sessions,
        name="fermer_autres_sessions",
    ),
    path("compte/sessions/<int:session>/fermer/", views.fermer_session, name="fermer_session"),
    path("session/prolonger/", views.prolonger, name="prolonger"),
]
