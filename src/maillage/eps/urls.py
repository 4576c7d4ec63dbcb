"""Addresses of the EPS."""

app_name = "eps"
urlpatterns: list = []
