"""Code tables of 师资 and 阵地 (domain.md B-14, B-17, C-22; P24 五（十五）)."""

TEACHER_LEVELS = ("中央级", "省级", "市级", "县级", "乡镇级", "村级")
TEACHER_KINDS = ("专职教师", "兼职教师", "志愿者")
TEACHER_SOURCES = (
    "党员领导干部",
    "党校教师",
    "专家学者",
    "先进模范",
    "优秀基层党组织书记",
    "实用人才",
    "党史专家和老同志",
    "其他",
)
ADMISSIONS = ("选聘", "联聘", "推荐", "自荐")
IN_POST, WITHDRAWN = "在聘", "退出"
TEACHER_STATES = (IN_POST, "暂停授课", WITHDRAWN)

SUBJECTS = (
    "党的创新理论",
    "党性教育",
    "党章党规党纪",
    "党史和革命传统",
    "形势政策",
    "法律法规",
    "基层治理",
    "乡村振兴",
    "党务工作",
    "实用技术",
    "其他",
)

VENUE_KINDS = (
    "县级党校",
    "乡镇（街道）党校",
    "基层党校",
    "党员教育基地",
    "现场教学点",
    "党群服务中心",
    "远程教育站点",
    "实训基地",
    "其他",
)
IN_USE, CLOSED_DOWN = "在用", "停用"
VENUE_STATES = (IN_USE, "在建", CLOSED_DOWN)
