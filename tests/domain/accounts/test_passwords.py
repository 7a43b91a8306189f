"""A password is ten characters that nobody would try; what is refused says how to do better."""

import pytest

from app.domain.accounts.common_words import COMMON
from app.domain.accounts.passwords import password_problem

ABOUT = ("张三丰", "青山镇", "云岭县")


@pytest.mark.parametrize(
    "good",
    [
        *("practice-2026", "practice-password", "correct-horse-青山-2026", "first-window-password"),
        "another-password",
        *("春天我家种了三亩水稻", "Kx7#mP2!vQ9z", "old-files-recovery", "下雨天-带伞-19路"),
    ],
)
def test_what_only_its_owner_would_think_of_is_taken(good: str) -> None:
    assert password_problem(good, ABOUT) == ""


@pytest.mark.parametrize("short", ["", "1", "practice", "123456789", "春天种三亩水稻"])
def test_less_than_ten_characters_are_refused_with_the_number(short: str) -> None:
    assert "至少 10 位" in password_problem(short, ABOUT)


@pytest.mark.parametrize(
    "common",
    [
        *("1234567890", "0987654321", "1111111111", "aaaaaaaaaaaa", "qwertyuiop", "1qaz2wsx3edc"),
        *(
            "password123",
            "Password2026",
            "P@ssw0rd2026",
            "admin123456",
            "abcd123456",
            "woaini1314520",
        ),
        *("13812345678", "19800101000", "330102198001011234", "19800101abc", "admin-1980-01-01"),
        *("zhangsanfeng", "zhangsanfeng1980", "zsf19800101", "张三丰19800101", "青山镇党委2026年"),
        *("qingshanzhen", "qingshan2026!", "yunlingxian123", "qingshanqingshan", "abababababab"),
        *(
            "一二三四五六七八九十",
            "我的密码123456",
            "学籍通党员密码2026",
            "dangjian2026",
            "xuejitong2026",
        ),
        *("1q2w3e4r5t6y", "asdfghjkl123", "zxcvbnm12345", "!@#$%^&*()", "甲乙丙丁戊己庚辛壬癸"),
        *("woaini1314", "a123456789", "5201314520", "a5201314aa", "wodemima2026", "1qazxsw2edc"),
        *("zhangwei1985", "liming19851203", "wangfang888", "michael1987", "monkey-1990"),
        *("Dragon!2026", "trustno1-2026", "manchester", "starwars1977", "13812345678a"),
        *("qwe123qwe123", "abcabcabcabc", "1a2b1a2b1a2b", "147258369a", "zaq1xsw2cde3"),
        *("aaaa1111aaaa", "1212121212", "88888888aa", "qazwsxedc123", "iloveyou2026", "          "),
    ],
)
def test_what_everybody_would_try_is_refused(common: str) -> None:
    assert "太容易猜到" in password_problem(common, ABOUT)


@pytest.mark.parametrize(
    "hostile", ["abcdefg\x00hijkw9", "line\nbreak-2026-x", "\u202eright-to-left-9"]
)
def test_what_cannot_be_seen_is_refused(hostile: str) -> None:
    assert "看不见" in password_problem(hostile, ABOUT)


def test_the_list_is_a_real_one() -> None:
    assert len(COMMON) >= 3000
    assert {"monkey", "dragon", "trustno1", "michael"} <= COMMON


def test_a_sentence_in_pinyin_is_no_name() -> None:
    assert password_problem("chuntianzhongshuidao", ABOUT) == ""


def test_a_very_long_one_is_judged_at_once() -> None:
    assert password_problem("ab" * 50_000, ABOUT)
    assert password_problem("春夏秋冬梅兰竹菊" * 1000) == ""
