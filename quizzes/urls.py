"""Addresses of quizzes and self-assessments."""

from django.urls import path

from quizzes import practice_views, sharing_views, survey_views, views

app_name = "quizzes"
urlpatterns = [
    path("quiz/<uuid:page_key>/start/", views.start, name="start"),
    path("quiz/<uuid:pk>/", views.attempt, name="attempt"),
    path("quiz/<uuid:pk>/<int:position>/", views.answer, name="answer"),
    path("quiz/<uuid:pk>/<int:position>/check/", practice_views.check, name="check"),
    path("quiz/<uuid:pk>/<int:position>/hint/", practice_views.hint, name="hint"),
    path("quiz/<uuid:pk>/check/", views.confirm, name="confirm"),
    path("quiz/<uuid:pk>/submit/", views.submit, name="submit"),
    path("quiz/<uuid:pk>/result/", views.result, name="result"),
    path("self-check/<uuid:page_key>/start/", survey_views.start, name="survey_start"),
    path("self-check/<uuid:pk>/", survey_views.form, name="survey"),
    path("self-check/<uuid:pk>/answer/", survey_views.answer, name="survey_answer"),
    path("self-check/<uuid:pk>/picture/", survey_views.picture, name="survey_picture"),
    path("similar-answers/", sharing_views.queue, name="sharing"),
    path("similar-answers/<uuid:pk>/", sharing_views.pair, name="sharing_pair"),
    path("similar-answers/<uuid:pk>/decide/", sharing_views.decide, name="sharing_decide"),
]
