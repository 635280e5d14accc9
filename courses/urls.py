"""Addresses of courses, paths, assignments, certificates and the glossary."""

from django.urls import path

from courses import (
    assigning_views,
    examining_views,
    exception_views,
    feedback_views,
    path_views,
    views,
)

app_name = "courses"
urlpatterns = [
    path("learn/", views.course_list, name="list"),
    path("learn/next/<uuid:step_key>/", views.next_step, name="next_step"),
    path("learn/module/<slug:key>/", views.module, name="module"),
    path("learn/course/<uuid:course_key>/start/", views.start, name="start"),
    path("learn/lesson/<uuid:lesson_key>/done/", views.lesson_done, name="lesson_done"),
    path("learn/lesson/<uuid:lesson_key>/feedback/", feedback_views.feedback, name="feedback"),
    path("learn/lesson/<uuid:lesson_key>/note/<str:block_id>/", views.note, name="note"),
    path("learn/assign/", assigning_views.assignments, name="assignments"),
    path("learn/assign/new/", assigning_views.assign, name="assign"),
    path("learn/assign/<int:pk>/", assigning_views.assignment, name="assignment"),
    path("learn/assign/<int:pk>/withdraw/", assigning_views.withdraw, name="withdraw"),
    path("learn/duty/<int:pk>/waive/", assigning_views.waive, name="waive"),
    path("learn/exceptions/", exception_views.exceptions, name="exceptions"),
    path("learn/exceptions/new/", exception_views.give_exception, name="exception_give"),
    path("learn/exceptions/<int:pk>/withdraw/", exception_views.withdrawal, name="exception_withdraw"),
    path("learn/path/<uuid:path_key>/hand-in/", path_views.hand_in, name="hand_in"),
    path("learn/path/<uuid:path_key>/certificate/", path_views.claim, name="claim"),
    path("learn/work/<uuid:pk>/", path_views.work, name="work"),
    path("learn/work/<uuid:pk>/file/", path_views.work_file, name="work_file"),
    path("learn/work/<uuid:pk>/decide/", path_views.decide, name="decide"),
    path("learn/certificate/<uuid:pk>/", path_views.certificate, name="certificate"),
    path("learn/certificates/", examining_views.examinations, name="examinations"),
    path(
        "learn/certificates/<uuid:pk>/decide/",
        examining_views.decide_on_certificate,
        name="certificate_decide",
    ),
    path("verify/<uuid:code>/", path_views.verify, name="verify"),
    path("glossary/", views.glossary, name="glossary"),
]
