"""Courses, lessons, paths, enrolment, assignment, completion."""
