"""Addresses of the front pages."""

from django.urls import path

from home import views

app_name = "home"
urlpatterns = [
    path("my/", views.my_learning, name="my_learning"),
    path("search/", views.search, name="search"),
]
