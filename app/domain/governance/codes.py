"""Code tables of how the work is led, paid and checked (P24 五, HN 四, JN 16 to 19, P09, JC)."""

# P09 五 and HN 四（一） 联席会议, 听取汇报; P24 五（十三） 研究部署; JC 五 领导小组.
MEETINGS = (
    "联席会议",
    "听取汇报",
    "研究部署",
    "领导小组会议",
    "干部教育联席会议",
    "工作推进会",
    "其他",
)
# P09 五 组织、纪检、宣传、党校; HN 四（一） 财政; JN 9 and 17 the others.
MEETING_UNITS = (
    "组织部门",
    "纪检机关",
    "宣传部门",
    "机构编制部门",
    "党校",
    "财政部门",
    "教育部门",
    "民政部门",
    "人力资源社会保障部门",
    "农业农村部门",
    "直属机关工委",
    "国资部门",
    "其他",
)
OPEN, DONE = "办理中", "已办结"
DECISION_STATES = (OPEN, DONE)

DOCUMENTS = (
    "全国规划（2024—2028年）",
    "全国规划（2009—2013年）",
    "全国规划（2014—2018年）",
    "全国规划（2019—2023年）",
    "党员教育管理工作条例",
    "基层干部教育培训意见",
    "省级实施意见",
    "市级实施意见",
    "县级实施方案",
    "其他",
)
# P24 五（十三）: who answers for what.
TIERS = ("主体责任", "直接实施责任", "具体组织责任")
FULFILLED, LASTING = "已完成", "长期坚持"
ASSIGNMENT_STATES = ("未启动", "推进中", FULFILLED, LASTING)

MET, UNMET = "已落实", "未落实"
DUTY_ANSWERS = (MET, UNMET)

# HN 四（三） 财政预算, 单位经费预算, 税前列支、党费拨返、自愿捐助; P09 五 职工教育经费.
PARTY_DUES = "留存党费"
FUND_SOURCES = (
    "财政预算",
    PARTY_DUES,
    "党费拨返",
    "单位经费预算",
    "职工教育经费",
    "企业税前列支",
    "党员自愿捐助",
    "上级转移支付",
    "其他",
)
# What shares are asked of: HN 四（三） and P24 五（十五） 党员教育培训, JC 五 基层党员干部教育培训.
TRAINING = "党员教育培训"
FUND_PURPOSES = (TRAINING, "基层党员干部培训", "其他用途")
# HN 四（三） 集中轮训、重点培训、教材开发、教学资源建设、平台建设, 终端站点设备更新换代.
FUND_USES = (
    "集中轮训",
    "重点培训",
    "教材开发",
    "教学资源建设",
    "平台建设",
    "远程教育站点设备更新",
    "阵地建设",
    "奖励",
    "其他",
)
# domain.md C-23: the items of 培训费, and what stands behind a payment.
FUND_ITEMS = (
    "师资费",
    "住宿费",
    "伙食费",
    "培训场地费",
    "培训资料费",
    "交通费",
    "其他费用",
)
VOUCHERS = (
    "计划审批文件",
    "培训通知",
    "参训人员签到表",
    "收款票据",
    "费用明细",
    "讲课费签收单",
)

# HN 四（三） and 四（六）, P24 五（十七） 巡视巡察, 中期和5年总结评估; JC 五 监督检查.
INSPECTIONS = (
    "定期检查",
    "专项检查",
    "随机抽查",
    "经费检查",
    "迎接上级检查",
    "巡视巡察",
    "中期评估",
    "总结评估",
    "其他",
)
INSPECTED = (
    "计划和备案",
    "学时落实",
    "重点对象培训",
    "学员管理",
    "学籍档案",
    "师资和教材",
    "阵地建设",
    "党课和组织生活",
    "经费使用",
    "学风",
    "其他",
)
# JC 五: 表彰, 严肃批评、督促整改; HN 四（六） 通报.
INSPECTION_OUTCOMES = ("表彰", "肯定", "督促整改", "通报批评")
NOTHING_TO_MEND, MENDING, MENDED = "无需整改", "整改中", "整改完成"
INSPECTION_STATES = (NOTHING_TO_MEND, MENDING, MENDED)
UNMENDED, CORRECTED = "未整改", "已整改"
FINDING_STATES = (UNMENDED, CORRECTED)

# P24 五（十七） 述学导学督学, 述职评议考核; JN 19 述学评学; HN 四（一） 述职、评议、考核.
REVIEWS = ("述学", "评学", "述职", "评议", "考核")
REVIEWED = ("党员", "党组织书记", "领导班子", "党员领导干部", "其他")
OCCASIONS = (
    "书记抓基层党建述职评议考核",
    "组织生活会",
    "民主评议党员",
    "年度考核",
    "巡视巡察",
    "其他",
)
GRADES_OF_SECRETARIES = ("好", "较好", "一般", "差")
GRADES_OF_MEMBERS = ("优秀", "合格", "基本合格", "不合格")

# P09 四（一）, P24 五（十四）, JN 2: 需求调研.
SURVEYS = ("问卷", "座谈", "走访", "电话（网络）", "综合")
NEED_FORMS = ("集中培训", "现场教学", "网络培训", "送教上门", "远程教育", "自学", "其他")

# JN 18, HN 三（一） 优秀党课 and 三（三） 名师名课; domain.md B-24 优秀学员.
AWARDS = (
    "优质课",
    "好教材",
    "优秀电视片",
    "精品党课",
    "优秀课件",
    "名师",
    "优秀学员",
    "先进单位",
    "其他",
)
COLLECTING, ANNOUNCED = "征集中", "已公布"
AWARD_STATES = (COLLECTING, "评审中", ANNOUNCED)
PLACES = ("特等奖", "一等奖", "二等奖", "三等奖", "优秀奖", "入选", "未入选")

# P24 五（十四） 需求调研; JN 17 教学考核评价; domain.md C-16.
ASKED_OF_TEACHING = "评教"
ASKED_FOR = ("需求调研", ASKED_OF_TEACHING, "其他")
GIVEN_OUT = "正在收回"
QUESTIONNAIRE_STATES = ("出题中", GIVEN_OUT, "已收齐")
INDICATORS = ("教学内容", "教学方法", "教学态度", "教学效果", "总评")
"""As the columns of 评教."""
