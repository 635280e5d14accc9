"""Reading what the players post: explicit fields, nothing else."""

from django import forms
from django.http import QueryDict

from cases.blocks import KEY_LENGTH
from cases.judging import CaseStudy


class ChoiceForm(forms.Form):
    """One choice in a role-play."""

    seq = forms.IntegerField(min_value=1, max_value=1000)
    scene = forms.CharField(max_length=KEY_LENGTH)
    choice = forms.CharField(max_length=KEY_LENGTH)


def judgements_in(posted: QueryDict, case: CaseStudy) -> dict[str, str]:
    """Return the judgements that were made (id to option id); fields of any other name are ignored."""
    named = {judgement.id: posted.get(f"judgement-{judgement.id}", "") for judgement in case.judgements}
    return {judgement: option for judgement, option in named.items() if option}
