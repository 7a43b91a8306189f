"""Code tables of what is taught with: people, places, material, examples (P24 五（十五）, HN 三,
JN 2 14 17 18, P09 四; domain.md B-14 to B-18, C-22)."""

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

# P24 五（十五） names schools, sites, stations, bases and centres; JN 17 社区党校, 党员活动室 and
# 文明实践中心; P09 四（二） 党员书屋 and 军民、警民共建; HN 三（三） and JC 四 the kinds of bases.
STATION = "远程教育站点"
VENUE_KINDS = (
    "县级党校",
    "乡镇（街道）党校",
    "基层党校",
    "社区党校",
    "党员教育基地",
    "爱国主义教育基地",
    "警示（廉政）教育基地",
    "科技示范基地",
    "军民（警民）共建基地",
    "现场教学点",
    "党群服务中心",
    "新时代文明实践中心",
    "党员活动室",
    "党员书屋",
    STATION,
    "实训基地",
    "其他",
)
IN_USE, CLOSED_DOWN = "在用", "停用"
VENUE_STATES = (IN_USE, "在建", CLOSED_DOWN)

USE_STATES = (IN_USE, CLOSED_DOWN)
# HN 三（二） 微视频、微电影、微动漫; P09 四（三） 电教片、课件; JN 2 电视片; JN 18 音频、图文.
MATERIAL_KINDS = (
    "教材",
    "读本",
    "辅导材料",
    "课件",
    "电教片（电视片）",
    "微视频",
    "音频",
    "图文",
    "案例",
    "其他",
)
# HN 三（三） 遴选征集、联合开发、引进购买; JN 2 策划制作、社会征集、交流协作、协议购买.
MATERIAL_SOURCES = (
    "上级配发",
    "自主开发",
    "联合开发",
    "遴选征集",
    "交流协作",
    "引进购买",
    "其他",
)
# JN 14 讲授式 … 体验式; P24 四（十一） 案例讨论、互动交流、现场体验; P09 四（一） 现身说法.
COURSE_FORMS = (
    "讲授式",
    "研讨式",
    "案例式",
    "模拟式",
    "互动式",
    "观摩式",
    "体验式",
    "现身说法",
)
COURSE_STATES = ("开发中", IN_USE, CLOSED_DOWN)
# JN 1 必读书目和篇目; P09 四（二） 推荐学习书目.
READING_KINDS = ("必读书目", "必读篇目", "推荐书目")

# HN 三（一） 基层党组织和共产党员先进典型库.
EXEMPLAR_KINDS = ("基层党组织", "共产党员", "其他集体", "其他个人")
# P24 二（三） 身边榜样; HN 二（一） 创业能手、致富能手; JN 10 优秀党务工作者、优秀共产党员.
EXEMPLAR_FIELDS = (
    "先进基层党组织",
    "优秀共产党员",
    "优秀党务工作者",
    "身边榜样",
    "创业致富能手",
    "乡村振兴",
    "基层治理",
    "岗位建功",
    "志愿服务",
    "其他",
)
PUBLISHED, TAKEN_DOWN = "已发布", "已撤下"
EXEMPLAR_STATES = ("征集中", PUBLISHED, TAKEN_DOWN)
STUDY_FORMS = ("集中学习", "报告会", "座谈会", "展播", "网络媒体", "宣传栏", "现场观摩", "其他")

# The six disciplines of the Party, and the law: what a case is taught for (HN 三（一）).
DISCIPLINES = (
    "政治纪律",
    "组织纪律",
    "廉洁纪律",
    "群众纪律",
    "工作纪律",
    "生活纪律",
    "国家法律法规",
)
CASE_SOURCES = ("上级通报", "纪检机关提供", "公开报道", "其他")
