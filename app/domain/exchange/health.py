"""One sentence about the exchange with a site: the most urgent thing that somebody should do."""

from dataclasses import dataclass

from app.domain.exchange.package_state import numbers_text

SILENT_DAYS = 31
"""交换以月为期: whoever brought nothing for longer is asked."""


@dataclass(frozen=True, slots=True)
class Condition:
    """How the exchange with one site stands. `upwards` when that site is the county."""

    name: str
    upwards: bool = False
    revoked: bool = False
    backlog: int = 0
    unconfirmed: int = 0
    last_number: int = 0
    gaps: tuple[int, ...] = ()
    forks: int = 0
    clock_off: str = ""
    differing: str = ""
    held: int = 0
    newer: int = 0
    waiting: int = 0
    refused: bool = False
    silent_days: int | None = None

    @property
    def send(self) -> str:
        """What sending to this site is called."""
        return "数据上报" if self.upwards else "数据下发"


def advice(c: Condition) -> str:
    """What to do next; the first that applies."""
    if c.revoked:
        return "已停用，不再交换；恢复交换请重新开户。"
    return _trouble(c) or _daily(c)


def _trouble(c: Condition) -> str:
    if c.forks:
        return "发现两台电脑用同一单位身份：请对方在“设置”里回答“换电脑”或“另立一套”后重新导出。"
    if c.gaps:
        return (
            f"缺第 {numbers_text(c.gaps)} 号包：请向{c.name}要这个包；"
            "找不到时把最近的回执交给对方，由对方重新导出。"
        )
    if c.differing:
        return f"两边数据不一致（{c.differing}）：请再做一次{c.send}，会带上全部数据重新核对。"
    if c.newer:
        return f"有 {c.newer} 个数据包需要新版程序：请先升级，再接收暂存的数据包。"
    if c.refused:
        return "有数据包因来源核对不上或收件单位不对被拒收：请电话核对。"
    if c.clock_off:
        return f"{c.name}的电脑时间不准（{c.clock_off}）：请对方校准日期和时间，数据不受影响。"
    return ""


def _daily(c: Condition) -> str:
    if c.waiting:
        return f"有 {c.waiting} 个数据包暂存：请决定接收或移除。"
    if c.held:
        return f"有 {c.held} 条来自{c.name}的记录未写入：请打开“未写入的记录”逐条决定。"
    if c.backlog and c.unconfirmed:
        return f"第 {c.last_number} 号包还没有回执：请收回回执；超过一个月可以再导出一次。"
    if c.backlog:
        return f"有 {c.backlog} 条对方还没有：请做一次{c.send}。"
    if c.silent_days is None:
        return f"还没有收到过{c.name}的数据包。"
    if c.silent_days > SILENT_DAYS:
        ask = "向县里要一次下发" if c.upwards else "催报"
        return f"{c.name}已 {c.silent_days} 天没有新包：请{ask}。"
    return "两边一致，无需处理。"
