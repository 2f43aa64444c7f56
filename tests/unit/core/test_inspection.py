"""Inspections as rows: counts that add up, findings, and the last answer of each checkpoint."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop.core.fact import Put
from desktop.core.inspection import KINDS, RESULTS, Answer, InspectionCompleted, completed_rows
from tests.strategies import TEXT, UUIDS, an_entry, structs

CODES = st.from_regex(r"[a-z]{2,6}\.[a-z]{2,6}", fullmatch=True)
ANSWERS = st.lists(
    st.builds(Answer, checkpoint=CODES, result=st.sampled_from(RESULTS), note=st.none() | TEXT),
    max_size=12,
    unique_by=lambda answer: answer.checkpoint,
)


def rows(fact: InspectionCompleted) -> dict[str, list[Put]]:
    found: dict[str, list[Put]] = {}
    for put in completed_rows(an_entry(fact.KIND, fact), fact):
        found.setdefault(put.table, []).append(put)
    return found


def an_inspection(answers: list[Answer]) -> InspectionCompleted:
    return InspectionCompleted("i", 1, "weekly", "2026.1", 10, 20, answers, compliant=False, role="caretaker")


def test_the_kinds_of_the_contract() -> None:
    assert KINDS == ("opening", "weekly", "supervised", "unannounced")
    assert RESULTS == ("pass", "fail", "na")


@given(ANSWERS)
def test_counts_add_up_to_what_was_answered(answers: list[Answer]) -> None:
    found = rows(an_inspection(answers))
    (whole,) = found["inspections"]
    counts = [whole.values[name] for name in ("passed", "failed", "na")]
    assert counts == [sum(answer.result == result for answer in answers) for result in RESULTS]
    assert {put.key["checkpoint"] for put in found.get("findings", [])} == {each.checkpoint for each in answers}


@given(ANSWERS)
def test_an_inspection_touches_only_what_it_answers(answers: list[Answer]) -> None:
    states = rows(an_inspection(answers)).get("checkpoint_states", [])
    assert {put.key["checkpoint"]: put.values["result"] for put in states} == {
        answer.checkpoint: answer.result for answer in answers
    }
    assert all(put.newer == "answered_at" for put in states)


@given(structs(Answer), UUIDS)
def test_a_finding_keeps_what_was_found(answer: Answer, job: str) -> None:
    answer = Answer(answer.checkpoint, answer.result, answer.reason, answer.note, ["a", "b"], "days_3", job)
    (finding,) = rows(an_inspection([answer]))["findings"]
    assert finding.values == {
        "result": answer.result,
        "reason": answer.reason,
        "note": answer.note,
        "photos": "a,b",
        "severity": "days_3",
        "rectification": job,
        "answered_at": 20,
    }
