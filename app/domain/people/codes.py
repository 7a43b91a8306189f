"""Code tables of the people (domain.md part E): what a clerk may choose, in the usual order."""

SEXES = ("男", "女")

# GB/T 3304-1991, in code order; rosters say 汉 for 汉族, the reader of rosters accepts both.
ETHNICITIES = (
    *(
        f"{name}族"
        for name in (
            "汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 "
            "傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇 柯尔克孜 土 达斡尔 仫佬 羌 "
            "布朗 撒拉 毛南 仡佬 锡伯 阿昌 "
            "普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 "
            "京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺"
        ).split()
    ),
    "其他",
    "外国血统中国籍人士",
)

POLITICAL_STATUSES = (
    "正式党员",
    "预备党员",
    "发展对象",
    "入党积极分子",
    "入党申请人",
    "共青团员",
    "民主党派",
    "群众",
)
APPLICANT = "入党申请人"
PARTY_MEMBERS = ("正式党员", "预备党员")
"""Only these are counted as 党员 (design §2)."""

EDUCATION = (
    "博士研究生",
    "硕士研究生",
    "研究生",
    "大学本科",
    "大学专科",
    "中等专科",
    "职业高中",
    "技工学校",
    "普通高中",
    "初中",
    "小学",
    "其他",
)

MEMBER_STATES = ("正常", "停止党籍", "已转出", "出党", "已去世")

LIVELIHOODS = frozenset(
    "村民 居民 农民 务农 在家务农 务工 外出务工 打工 外出打工 无 无业 自由职业 个体 个体户".split()
)
"""What people write as their work where no post is meant; a sign-in sheet has no use for it."""

ORGANIZATION_KINDS = (
    "党委",
    "党工委",
    "党总支",
    "党支部",
    "联合党支部",
    "临时党委",
    "临时党总支",
    "临时党支部",
    "临时联合党支部",
    "党组",
    "党小组",
)

GRASSROOTS_KINDS = tuple(
    kind for kind in ORGANIZATION_KINDS if kind not in ("党工委", "党组", "党小组")
)
"""党的基层组织: 基层委员会, 总支部, 支部. 党组, 党工委 and 党小组 are none."""

SECTORS = (
    "农村",
    "城市社区",
    "机关",
    "事业单位",
    "学校",
    "国有企业",
    "金融机构",
    "非公有制经济组织",
    "社会组织",
    "新兴领域",
    "其他",
)

POST_TITLES = (
    "书记",
    "副书记",
    "委员",
    "组织委员",
    "宣传委员",
    "纪检委员",
    "第一书记",
    "党小组组长",
    "组织员",
    "大学生村官",
    "党建指导员",
    "党务工作者",
)

SOLE_POSTS = frozenset({"书记", "第一书记", "组织委员", "宣传委员", "纪检委员"})
"""Only one person at a time holds such a post in one organization."""

EXEMPTION_REASONS = ("年老体弱", "行动不便", "身患重病", "失能")

CHANGE_KINDS = ("变动", "更正")
"""A change happened; a correction says that what stood there before was never true."""

APART_PEOPLE, APART_TRAINING = "人员", "培训记录"
APART_KINDS = (APART_PEOPLE, APART_TRAINING)

FLOWN_OUT = "流出"
FLOWS = (FLOWN_OUT, "流入")
FLOW_KINDS = ("县内", "市内跨县", "省内跨市", "跨省", "境外")
FLOW_REASONS = ("务工", "经商", "就学", "随居", "未就业毕业生", "其他")

WITHIN_COUNTY, LEAVES_COUNTY = TRANSFER_KINDS = ("县内转接", "转往县外")
TRANSFER_STATES = WAITS_FOR_COUNTY, TRANSFERRED, SENT_BACK, WITHDRAWN = (
    *("等待办理", "已转接", "未办理退回", "已撤回"),
)
"""A township that does not keep the other side waits for the county."""

IN_OFFICE, LATE = "在任", "延期换届"
TERM_STATES = (IN_OFFICE, LATE, "已换届")

MENDING = "整顿中"
MENDING_RESULTS = (MENDING, "已转化", "未转化")

ORGANIZATION_LEVELS = ("省级", "市级", "县级", "乡镇（街道）", "村（社区）", "其他基层")

PEOPLE_GROUPS = (
    "学生",
    "离退休",
    "农民工",
    "退役军人",
    "党员干部",
    "村（社区）干部",
    "致富带头人",
    "新就业群体",
    "生活困难",
    "残疾",
)
