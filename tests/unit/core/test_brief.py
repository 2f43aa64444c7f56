"""Today's text for the work group: every figure once, nothing that is nought and of no interest."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.app import read_words
from desktop.core.brief import Brief, brief_text

WORDS = read_words()
FULL = Brief("曲水亭驿站", "2026-11-21", "07:58", "21:05", 43, 31, 18, 17_820, 1, 6, False, 3, 2, 4)
QUIET = Brief("曲水亭驿站", "2026-11-22", "", "", 0, 0, 0, 0, 0, 7, True, 0, 0, 0)


def test_a_full_day_in_chinese() -> None:
    assert brief_text(WORDS["zh"], FULL) == (
        "【曲水亭驿站】11月21日（星期六）工作简报\n"
        "07:58 开站，21:05 日结。\n"
        "入站服务 43 人次；登记人员 31 人（一人只数一次）。\n"
        "9.9 元优惠用餐 18 份，自付合计 ￥178.20。\n"
        "待核用餐 1 份。\n"
        "“七个一”达标 6/7 项，本站暂未达标。\n"
        "未销号整改 3 件（其中逾期 2 件），正在办理。\n"
        "药箱有 4 批过期或快到期，正在更换。"
    )


def test_a_quiet_day_in_both_languages() -> None:
    assert brief_text(WORDS["zh"], QUIET) == (
        "【曲水亭驿站】11月22日（星期日）工作简报\n"
        "今天还没有开站。\n今天还没有入站服务。\n“七个一”达标 7/7 项，本站达标。\n没有未销号的整改。"
    )
    assert brief_text(WORDS["en"], QUIET) == (
        "[曲水亭驿站] Sunday 22 November: the day in brief\nNot opened yet today.\nNo visits yet today.\n"
        "Seven items: 7 of 7 met, the station is compliant.\nNo open rectifications."
    )


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("figure", ["visits", "persons", "meals", "held", "met", "open_jobs", "overdue", "medicine"])
def test_every_figure_is_said(language: str, figure: str) -> None:
    told = brief_text(WORDS[language], replace(FULL, **{figure: 987}))
    assert "987" in told
    assert told != brief_text(WORDS[language], FULL)


def test_money_is_said_in_yuan_and_one_of_each_in_good_english() -> None:
    one = Brief("Q", "2026-11-21", "07:58", "", 1, 1, 1, 990, 1, 7, True, 1, 0, 1)
    assert brief_text(WORDS["en"], one).splitlines()[2:] == [
        "1 visit; 1 registered person, each counted once.",
        "1 meal at 9.90 yuan, ￥9.90 paid by riders.",
        "1 meal held for a decision.",
        "Seven items: 7 of 7 met, the station is compliant.",
        "1 open rectification, in hand.",
        "Medicine box: 1 lot expired or soon to expire, being replaced.",
    ]


def test_a_station_that_was_never_inspected_says_so() -> None:
    assert "“七个一”还没有巡查。" in brief_text(WORDS["zh"], replace(QUIET, seen=False, met=0, compliant=False))
