"""Code tables of training: levels, modes, tasks, marks (P24 一, domain.md part A and C)."""

LEVELS = ("中央", "省级", "市级", "县级", "乡镇", "支部")

MODES = (
    "集中培训",
    "集体学习",
    "网络培训",
    "远程教育",
    "实践锻炼",
    "个人自学",
    "送学上门",
)
COLLECTIVE_MODES = ("集中培训", "集体学习", "网络培训", "远程教育")
"""各类集中学习培训 (P24 一), organized for many at once; the one origin for ledger and policies.
个人自学, 实践锻炼 (JN 13 lists both apart from 集中培训 and 集体学习) and 送学上门, which takes the
place of it for those not held to it (JN 15), are recorded and not counted."""

TASKS = (
    "政治理论教育",
    "政治教育和政治训练",
    "党章党规党纪教育",
    "党的宗旨教育",
    "革命传统教育",
    "形势政策教育",
    "知识技能教育",
)

CLASS_KINDS = ("集中轮训", "任职培训", "专题培训", "示范培训", "新党员培训", "冬春训", "其他")
CLASS_STATES = ("筹备", "在办", "已结班")
_, RUNNING, CLOSED = CLASS_STATES
SLOTS = ("上午", "下午", "晚上")

UNMARKED = "未录入"
PRESENT = "出勤"
MARKS = (UNMARKED, PRESENT, "迟到", "早退", "公假", "病假", "事假", "缺勤")

COMPLETIONS = ("结业", "未结业")
ISSUED, VOID, REISSUED = "签发", "作废", "补发"
CERTIFICATE_STATES = (ISSUED, VOID, REISSUED)
PROOF, SLIP = "参训证明", "反馈单"
PAPER_KINDS = (PROOF, SLIP)
PAPER_STATES = (ISSUED, VOID)
MASKED_ID, FULL_ID = "遮住中间几位", "印完整号码"
APPROVED, DECLINED = "已认定", "不予认定"
APPROVALS = (APPROVED, DECLINED)
"""What a second person says of hours that somebody reported of himself."""
