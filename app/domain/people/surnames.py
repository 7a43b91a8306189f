"""Surnames that are read otherwise than the same character elsewhere; pypinyin has no such mode."""


def _table(text: str) -> dict[str, tuple[str, ...]]:
    entries = (entry.split() for entry in text.split("·"))
    return {name: tuple(readings) for name, *readings in entries}


SURNAMES = _table(
    """
    单 shan4 · 仇 qiu2 · 解 xie4 · 查 zha1 · 曾 zeng1 · 区 ou1 · 覃 qin2 · 朴 piao2 · 盖 ge3 ·
    翟 zhai2 · 缪 miao4 · 员 yun4 · 种 chong2 · 洗 xian3 · 冼 xian3 · 繁 po2 · 么 yao1 · 幺 yao1 ·
    折 she2 · 召 shao4 · 乐 yue4 · 秘 bi4 · 祭 zhai4 · 逄 pang2 · 隗 wei3 · 黑 he4 · 那 na1 ·
    撒 sa3 · 佴 nai4 · 瞿 qu2 · 葛 ge3 · 盛 sheng4 · 应 ying1 · 柏 bai3 · 薄 bo2 · 贾 jia3 ·
    谌 chen2 · 郇 xun2 · 都 du1 · 过 guo1 · 相 xiang4 · 牟 mu4 · 眭 sui1 · 訾 zi1 · 适 kuo4 ·
    呙 guo1 · 厍 she4 · 乜 nie4 · 钭 tou3 · 宓 mi4 · 任 ren2 · 华 hua4 · 宁 ning4 · 纪 ji3 ·
    燕 yan1 · 哈 ha3 · 令 ling2 · 卜 bu3 · 车 che1 · 曲 qu1 · 沈 shen3 · 石 shi2 · 俞 yu2 ·
    尹 yin3 · 臧 zang1 · 长 zhang3 · 尉 wei4 · 炅 gui4 ·
    欧阳 ou1 yang2 · 尉迟 yu4 chi2 · 万俟 mo4 qi2 · 长孙 zhang3 sun1 ·
    令狐 ling2 hu2 · 澹台 tan2 tai2 · 鲜于 xian1 yu2 · 单于 chan2 yu2 ·
    亓官 qi2 guan1 · 夏侯 xia4 hou2 · 诸葛 zhu1 ge3 · 司马 si1 ma3 ·
    上官 shang4 guan1 · 皇甫 huang2 fu3 · 公孙 gong1 sun1 · 慕容 mu4 rong2 ·
    宇文 yu3 wen2 · 司徒 si1 tu2 · 司空 si1 kong1 · 轩辕 xuan1 yuan2 ·
    端木 duan1 mu4 · 东方 dong1 fang1 · 南宫 nan2 gong1 · 呼延 hu1 yan2 ·
    独孤 du2 gu1 · 申屠 shen1 tu2 · 太叔 tai4 shu1 · 钟离 zhong1 li2 ·
    赫连 he4 lian2 · 濮阳 pu2 yang2 · 淳于 chun2 yu2 · 宗政 zong1 zheng4 ·
    闻人 wen2 ren2 · 西门 xi1 men2 · 东郭 dong1 guo1
    """
)
"""Surname to its readings, one per character, with the tone."""
