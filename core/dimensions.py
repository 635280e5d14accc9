"""The five competency dimensions, the same in quizzes, scenarios, questionnaires and the index."""

from enum import StrEnum


class Dimension(StrEnum):
    """Stable keys, as the curriculum writes them; stored in rows and frozen versions, never renamed."""

    UNDERSTANDING = "understanding"
    RESPONSIVENESS = "responsiveness"
    COMMUNICATION = "communication"
    COLLABORATION = "collaboration"
    OWNERSHIP = "ownership"


# The index method's short codes (index_method.md, 2.1), in the curriculum's order.
CODES: dict[str, Dimension] = {
    "UND": Dimension.UNDERSTANDING,
    "RES": Dimension.RESPONSIVENESS,
    "COM": Dimension.COMMUNICATION,
    "COL": Dimension.COLLABORATION,
    "OWN": Dimension.OWNERSHIP,
}
