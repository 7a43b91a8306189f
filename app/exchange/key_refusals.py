"""Refusals about 开户文件, changed and void keys, and unlocking; see `refusals` for the others."""

from app.exchange.refusals import Refusal

_TELEPHONE = "没有办理任何事项。请与对方当面或电话核对校验词，并告诉县级管理员。"

# Keys that are void, and sites that were shut down: one sentence per reason.
LOST = Refusal(
    "E-207-05",
    "“{sender}”的电脑或密钥已于 {when} 报失，用它封的数据包不再接收。",
    "没有导入任何内容。请让对方在新电脑上重新开户，再由新电脑上报。",
)
RETIRED = Refusal(
    "E-207-06",
    "“{sender}”已于 {when} 撤并，只接收到第 {cutoff} 号数据包为止，这一份是第 {sequence} 号。",
    "没有导入任何内容，数据包请保留。确需补收时，请县级管理员改定截止号后再接收。",
)
INVITATION_USED = Refusal(
    "E-207-07",
    "这份开户文件已由“{name}”于 {when} 使用过，不能再给另一台电脑用。",
    "没有办理任何事项。一台电脑一份开户文件：请县里另写一份；如果不是本单位的人用的，请立即告诉县级管理员。",
)
NOT_PROVED = Refusal("E-207-08", "开户回执与县里发出的开户文件对不上，可能是冒名的。", _TELEPHONE)
VOID_KEY = Refusal(
    "E-207-09",
    "“{name}”用的密钥已于 {when} 作废（{reason}），不能再用来开户。",
    "没有办理任何事项。请给对方一份新的开户文件，打开时会自动换新密钥。",
)
OWN_KEY_VOID = Refusal(
    "E-207-10",
    "县里已于 {when} 将本机的密钥作废（{reason}），不能再上报。",
    "本机数据不受影响。请向县里要一份新的开户文件，在“开户”里打开（重新开户）后再上报。",
)
PEER_STOPPED = Refusal(
    "E-207-11",
    "{name} 已于 {when} 停用（{reason}），不能再向它下发。",
    "没有写出任何内容。需要恢复时请给它一份新的开户文件，重新开户。",
)

# The 开户文件 itself.
INVITATION_UNKNOWN = Refusal(
    "E-223-01", "这份开户回执对应的开户文件不是本县发出的，或已不在登记里。", _TELEPHONE
)
INVITATION_CANCELLED = Refusal(
    "E-223-02",
    "这份开户文件已于 {when} 取消。",
    "没有办理任何事项。请给对方一份新的开户文件。",
)
INVITATION_OWN = Refusal(
    "E-223-03",
    "这是本单位自己写的开户文件。",
    "请把它交给乡镇，在乡镇的电脑上打开。",
)
INVITATION_ELSEWHERE = Refusal(
    "E-223-04",
    "这份开户文件是给“{wanted}”的，本单位是“{name}”。",
    "没有办理任何事项。请换用本单位的开户文件；确实是给本单位的，请县里按“{name}”重新写一份。",
)
INVITATION_OTHER_COUNTY = Refusal(
    "E-223-05", "这份开户文件不是“{name}”发出的，本机已经由“{name}”开户。", _TELEPHONE
)
INVITATION_AT_COUNTY = Refusal(
    "E-223-06", "县级单位不用开户文件。", "没有办理任何事项。请把它交给乡镇打开。"
)

# Unlocking by the county.
UNLOCK_NOT_OURS = Refusal(
    "E-224-01", "这份解锁申请不是用本县的恢复密钥锁的，本县打不开。", _TELEPHONE
)
UNLOCK_STALE = Refusal(
    "E-224-02",
    "这份解锁答复对应的不是本机最近一次申请。",
    "数据没有打开。请把最近一次的解锁申请交给县里，用新的答复。",
)
UNLOCK_FOREIGN = Refusal(
    "E-224-03",
    "这份解锁答复不是给这份数据的，打不开。",
    "数据没有打开。请重新生成解锁申请，交给县里。",
)
UNLOCK_STOPPED = Refusal(
    "E-224-04",
    "“{name}”已于 {when} 停用（{reason}），不能替它解锁。",
    "没有写出任何内容。请先核实电脑在谁手里。",
)
UNLOCK_UNKNOWN = Refusal(
    "E-224-05", "申请解锁的单位没有在本县开户。", "没有写出任何内容。请核对申请文件。"
)

# The recovery key on a stick.
NOT_RECOVERY = Refusal(
    "E-225-01", "这个文件不是县级恢复密钥，或已损坏。", "请换用另一个U盘上的恢复密钥。"
)
RECOVERY_PASSWORD = Refusal(
    "E-225-02", "恢复密钥的密码不正确。", "请检查大小写和输入法后再试；密码在写恢复密钥时设定。"
)
RECOVERY_OTHER = Refusal(
    "E-225-03",
    "这份恢复密钥打不开这份数据，它属于“{name}”。",
    "数据没有改动。请换用本县的恢复密钥，或用恢复码。",
)
