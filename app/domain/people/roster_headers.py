"""Words over the columns of a roster that no field of a person declares."""

POST_TITLE, POST_FROM = "post_title", "post_from"
"""Keys of `RosterRow.cells` for the post a person holds in the branch, and since when."""

POST_HEADERS = {
    POST_TITLE: (
        "党内职务",
        "党内任职",
        "党内职务名称",
        "现任党内职务",
        "担任党内职务",
        "所任党内职务",
        "党内现任职务",
        "支部职务",
        "党支部职务",
        "支部内职务",
        "支委职务",
        "党组织职务",
        "党组织内职务",
        "班子职务",
        "支部班子职务",
        "党务职务",
    ),
    POST_FROM: (
        "任职时间",
        "任职日期",
        "任职年月",
        "任职起始时间",
        "任职起始日期",
        "任职开始时间",
        "任现职时间",
        "任现职日期",
        "任党内职务时间",
        "党内职务任职时间",
        "党内任职时间",
        "党内任职日期",
        "担任党内职务时间",
        "支部任职时间",
        "职务任职时间",
    ),
}
"""Field to the ways of writing its header."""

LABELS = {POST_TITLE: "党内职务", POST_FROM: "任职时间"}
