"""Addresses of cases and role-plays."""

from django.urls import path

from cases import views

app_name = "cases"
urlpatterns = [
    path("practice/", views.practice, name="practice"),
    path("practice/<uuid:page_key>/start/", views.start, name="start"),
    path("practice/runs/<uuid:pk>/restart/", views.restart, name="restart"),
    path("case/<uuid:pk>/", views.case, name="case"),
    path("case/<uuid:pk>/judge/", views.judge, name="judge"),
    path("role-play/<uuid:pk>/", views.role_play, name="role_play"),
    path("role-play/<uuid:pk>/choose/", views.choose, name="choose"),
    path("role-play/<uuid:pk>/other-side/", views.other_side, name="other_side"),
    path("role-play/<uuid:pk>/other-side/seen/", views.swap_seen, name="swap_seen"),
]
