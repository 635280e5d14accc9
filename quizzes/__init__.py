"""Question bank, quizzes, self-assessments: content, scoring, attempts."""
