"""Addresses of HR's work with people."""

from django.urls import path

from people import roster_views as views

app_name = "people"
urlpatterns = [
    path("roster/", views.upload, name="roster"),
    path("roster/initial-password/", views.initial_password, name="initial_password"),
    path("roster/template.xlsx", views.template, name="roster_template"),
    path("roster/<uuid:pk>/", views.show, name="roster_import"),
    path("roster/<uuid:pk>/problems.xlsx", views.problems, name="roster_problems"),
    path("roster/<uuid:pk>/confirm/", views.confirm, name="roster_confirm"),
    path("roster/<uuid:pk>/discard/", views.discard, name="roster_discard"),
    path("roster/<uuid:pk>/initial-passwords.xlsx", views.passwords, name="roster_passwords"),
]
