"""Addresses of the index screens."""

from django.urls import path

from awareness import views

app_name = "awareness"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("mine/", views.mine, name="mine"),
    path("completion/", views.completion, name="completion"),
    path("export/", views.export_overview, name="export_overview"),
    path("completion/export/", views.export_completion, name="export_completion"),
]
