"""A policy file is read strictly: whatever is misspelt is named."""

import tomllib
from pathlib import Path

import pytest

from app.domain.policy.reading import parse_policy
from app.domain.policy.strict_section import PolicyFileError

TEXT = (Path(__file__).parents[3] / "resources" / "policies" / "P24.toml").read_text("utf-8")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('hardness = "必须"', 'hardnes = "必须"', "缺少“hardness”"),
        ('measure = "amount"', 'measure = "amount"\nyears = 5', "不认识的内容：years"),
        ("off_job = true", 'modes = ["集中陪训"]', "不认识的：集中陪训"),
        # What the ledger does not count as 集中学习培训 no requirement can count.
        ("off_job = true", 'modes = ["实践锻炼"]', "不认识的：实践锻炼"),
        ("at_least = 160", "at_least = 0", "大于 0"),
        ("at_least = 160", 'at_least = "160"', "大于 0"),
        ("at_least = 160", "at_least = true", "大于 0"),
        ('kind = "plan_period"', 'kind = "decade"', "不能是“decade”"),
        ("off_job = true", 'off_job = "是"', "true 或 false"),
        ('id = "P24-03"', 'id = "P24-01"', "编号重复：P24-01"),
        ('exemptions = ["P24-05", "P24-06"]', 'exemptions = ["P24-16"]', "没有写明的条款：P24-16"),
        ('period_from = "2024-01-01"', 'period_from = "2024"', "应当是日期"),
        ('period_to = "2028-12-31"', 'period_to = "2018-12-31"', "早于"),
        ('unit = "%"', 'unit = "学时"', "单位与 measure 不符"),
        ('posts = ["书记"]', 'posts = ["村支书"]', "不认识的：村支书"),
        ('org_kinds = ["基层党组织"]', 'org_kinds = ["县委"]', "不认识的：县委"),
        ('replaces = ["P24-01"]', 'replaces = ["P24-09"]', "replaces 里的 P24-09 没有"),
        ('replaces = ["P24-01"]', 'replaces = ["P24-03"]', "须相同"),
        ('reasons = ["年老体弱", "行动不便"]', 'reasons = ["老弱"]', "不认识的：老弱"),
        ('reasons = ["年老体弱", "行动不便"]', "cadres = false", "reasons 或 cadres"),
        ('effect = "exempt"', 'effect = "free"', "不能是“free”"),
        ('clause = "一"', "clause = 1", "应当是文字"),
        ("[[exemption]]", "[exemption]", "格式不对"),
        ('evidence = ["考勤", "其他培训记录"]', 'evidence = "考勤"', "一列文字"),
    ],
)
def test_refusals_name_the_place(old: str, new: str, said: str) -> None:
    assert old in TEXT
    with pytest.raises(PolicyFileError) as refused:
        parse_policy(TEXT.replace(old, new, 1), "P24.toml")
    assert said in refused.value.message
    assert "P24.toml" in refused.value.message


def test_every_key_of_the_shipped_file_is_read() -> None:
    policy = parse_policy(TEXT, "P24.toml")
    assert [r.id for r in policy.requirements] == [
        r["id"] for r in tomllib.loads(TEXT)["requirement"]
    ]
    assert policy.requirement("P24-99") is None
    amounts = {r.id: r.threshold_text for r in policy.requirements}
    assert amounts == {
        "P24-01": "160 学时或 20 天",
        "P24-02": "280 学时或 35 天",
        "P24-03": "40 学时或 5 天",
        "P24-04": "50%",
    }
    county = policy.requirement("P24-03")
    assert county is not None
    assert county.filters.levels == ("中央", "省级", "市级", "县级")
