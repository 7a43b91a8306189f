"""Every way in which a package, an enrolment file or a stick is refused: one code, one sentence."""

from dataclasses import dataclass

from app.domain.errors import PackageError

_ASK_AGAIN = "没有导入任何内容，本机数据不受影响。请让对方重新导出，或换一个U盘再拷一次。"
_CALL = "没有导入任何内容。请与对方当面或电话核对校验词，并告诉县级管理员。"
_KEEP = "本机数据不受影响，U盘上原来的数据包还在。"
_REQUEST_AGAIN = "没有办理任何事项。请让对方重新生成这个文件，再试一次。"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A stable code with its sentence and hint; both may hold places for plain figures or names."""

    code: str
    message: str
    hint: str

    def error(self, **words: object) -> PackageError:
        """The error to raise, with the places filled."""
        return PackageError(self.message.format(**words), self.hint.format(**words), code=self.code)


DISK_FULL = Refusal(
    "E-102-01",
    "本机磁盘空间不足，数据包没有拷贝过来。",
    "没有导入任何内容，U盘上的数据包还在。请清理磁盘后再试。",
)
DISK_READ_ONLY = Refusal(
    "E-102-02",
    "本机存放数据的文件夹不能写入，数据包没有拷贝过来。",
    "没有导入任何内容，U盘上的数据包还在。请检查文件夹的权限，或请管理电脑的人看一看。",
)
DISK_TROUBLE = Refusal(
    "E-102-03",
    "本机硬盘写入出错，数据包没有拷贝过来。",
    "没有导入任何内容，U盘上的数据包还在。请再试一次；反复出现时先把数据备份到U盘，再请人检查硬盘。",
)

# The stick or folder. Codes follow the families of the fault catalogue: E-201 … E-207.
STICK_GONE = Refusal("E-201-01", "U盘已断开，数据包没有写完。", f"{_KEEP}请重新插好U盘再导出。")
STICK_READ_ONLY = Refusal(
    "E-201-02",
    "这个U盘或文件夹不能写入（可能打开了写保护开关，或没有写入权限）。",
    f"{_KEEP}请关闭写保护或换一个位置再导出。",
)
STICK_FULL = Refusal(
    "E-201-03", "U盘空间不足，数据包没有写完。", f"{_KEEP}请删除不要的文件或换一个U盘再导出。"
)
STICK_FAKE = Refusal(
    "E-201-04",
    "写完后重新读取，内容与写入的不一样：这个U盘可能已损坏或是假容量。",
    f"{_KEEP}请换一个U盘重新导出。",
)
STICK_FILE_LIMIT = Refusal(
    "E-201-05", "数据包超过了这个U盘格式允许的单个文件大小。", f"{_KEEP}请换用 exFAT 格式的U盘。"
)
STICK_BUSY = Refusal(
    "E-201-06",
    "U盘上的数据包正被其他软件占用（可能是杀毒软件），已重试 {times} 次。",
    f"{_KEEP}请关闭占用它的软件，稍后再导出。",
)
STICK_TROUBLE = Refusal(
    "E-201-07", "U盘或文件夹写入出错，数据包没有写完。", f"{_KEEP}请换一个U盘再导出。"
)
STICK_UNREADABLE = Refusal(
    "E-201-08",
    "文件读取到一半中断，U盘可能已断开或已损坏。",
    "没有导入任何内容，本机数据不受影响。请重新插好U盘再试。",
)
STICK_MISSING = Refusal(
    "E-201-09", "找不到这个文件或文件夹。", "请检查U盘是否插好、文件是否已被移走或改名。"
)

# The file as a whole.
EMPTY = Refusal("E-202-01", "这个文件是空的，里面没有数据包。", _ASK_AGAIN)
NOT_A_PACKAGE = Refusal(
    "E-202-02", "这个文件不是学籍通的数据包。", "没有导入任何内容。请选择对方用本程序导出的数据包。"
)
IS_A_DOCUMENT = Refusal(
    "E-202-03",
    "这个文件是开户用的文件，不是数据包。",
    "没有导入任何内容。请在“开户”里打开它。",
)
HEAD_DAMAGED = Refusal("E-202-04", "数据包的开头部分已损坏，无法辨认。", _ASK_AGAIN)
HEAD_CUT = Refusal("E-202-05", "数据包不完整，开头部分就缺少 {missing} 字节。", _ASK_AGAIN)
CUT = Refusal("E-202-06", "数据包不完整，缺少 {missing} 字节。", _ASK_AGAIN)
TRAILING = Refusal("E-202-07", "数据包后面多出了 {extra} 字节不属于它的内容。", _ASK_AGAIN)
DAMAGED = Refusal("E-202-08", "数据包的内容已损坏，与校验值不一致。", _ASK_AGAIN)
TOO_LARGE = Refusal(
    "E-202-09",
    "文件有 {size} MB，超过数据包允许的 {limit} MB。",
    "没有导入任何内容。请确认选对了文件；确实需要时请让对方分次导出。",
)
NOT_OPENED = Refusal("E-202-10", "数据包无法解封，密钥部分或内容已损坏。", _ASK_AGAIN)
NOT_AS_SEALED = Refusal("E-202-11", "解封出来的内容与发件方声明的不一致。", _ASK_AGAIN)
WRONG_KIND = Refusal(
    "E-202-12", "这个文件是{found}，不是{wanted}。", "没有导入任何内容。请选择正确的文件。"
)

RECEIPT_DAMAGED = Refusal("E-202-13", "回执的内容无法读取。", _ASK_AGAIN)

# The content after opening.
NOT_UNPACKED = Refusal("E-202-21", "数据包的内容无法展开。", _ASK_AGAIN)
BOMB = Refusal(
    "E-202-22",
    "数据包展开后大得不正常，已停止展开。",
    "没有导入任何内容。请联系县级管理员检查来源。",
)
LINE_TOO_LONG = Refusal("E-202-23", "数据包里有一条记录长得不正常，已停止读取。", _ASK_AGAIN)
NOT_A_RECORD = Refusal("E-202-24", "数据包第 {line} 行无法读取。", _ASK_AGAIN)
NO_BEGINNING = Refusal("E-202-25", "数据包的内容缺少开头的说明。", _ASK_AGAIN)
NO_END = Refusal("E-202-26", "数据包的内容没有结尾，只读到 {rows} 条。", _ASK_AGAIN)
WRONG_COUNT = Refusal("E-202-27", "数据包应有 {wanted} 条记录，实际是 {rows} 条。", _ASK_AGAIN)
WRONG_ORDER = Refusal("E-202-28", "数据包里的记录被改动、重复或换了次序。", _ASK_AGAIN)
AFTER_END = Refusal("E-202-29", "数据包的结尾之后还有内容。", _ASK_AGAIN)
KEYS_MISSHAPEN = Refusal(
    "E-202-33", "数据包里关于密钥的说明不合格式，没有接收任何内容。", _ASK_AGAIN
)
COUNTS_DIFFER = Refusal("E-202-30", "数据包里各类记录的数量与封面上写的不一致。", _ASK_AGAIN)

# Versions and people.
NEWER = Refusal(
    "E-203-01",
    "这个数据包来自更新的版本，需要 {version} 或以上版本才能接收。",
    "没有导入任何内容，数据包请保留。请先升级本程序，再接收。",
)
SUITE_UNKNOWN = Refusal(
    "E-203-02",
    "这个数据包用了本机还不支持的加密方式（第 {suite} 套）。",
    "没有导入任何内容，数据包请保留。请先升级本程序，再接收。",
)
OWN_PACKAGE = Refusal(
    "E-204-01",
    "这是本单位自己导出的数据包（发给“{receiver}”），不需要导入。",
    "请把它交给收件单位。",
)
OTHER_RECEIVER = Refusal(
    "E-206-01",
    "数据包的收件单位是“{receiver}”，不是本单位，没有导入。",
    "请把它交给收件单位，或让对方重新选择收件单位导出。",
)
FORMER_KEY = Refusal(
    "E-206-02",
    "数据包是发给本单位的，但用的不是本机的密钥。",
    "没有导入任何内容。请与对方重新办理开户，再让对方重新导出。",
)
NOT_ENROLLED = Refusal(
    "E-207-01",
    "数据包自称来自“{sender}”、发给“{receiver}”，但本机没有登记这个来源。",
    _CALL,
)
OTHER_KEY = Refusal("E-207-02", "数据包自称来自“{sender}”，但用的不是它登记的密钥。", _CALL)
REVOKED = Refusal("E-207-03", "“{sender}”的这把密钥已在 {when} 作废，它封的数据包不能再用。", _CALL)
FORGED = Refusal(
    "E-207-04", "数据包的来源校验码不对，可能被人改动或冒名，不是“{sender}”封的。", _CALL
)

# Enrolment files.
NOT_A_DOCUMENT = Refusal("E-221-01", "这个文件不是学籍通的开户文件。", _REQUEST_AGAIN)
DOCUMENT_DAMAGED = Refusal("E-221-02", "开户文件已损坏或被改动过。", _REQUEST_AGAIN)
DOCUMENT_FORGED = Refusal("E-221-03", "开户文件的来源校验码不对。", _CALL)
DOCUMENT_NEWER = Refusal(
    "E-221-04",
    "这个文件来自更新的版本（格式 {format}），本机还读不了。",
    "没有办理任何事项。请先升级本程序，再打开它。",
)
DOCUMENT_KIND = Refusal(
    "E-221-05", "这个文件是{found}，这里需要的是{wanted}。", "没有办理任何事项。请选择正确的文件。"
)
IS_A_PACKAGE = Refusal(
    "E-221-06", "这个文件是数据包，不是开户文件。", "没有办理任何事项。请在“数据接收”里打开它。"
)
KEYS_UNUSABLE = Refusal("E-221-07", "文件里的密钥不能用。", _REQUEST_AGAIN)
REPLY_ELSEWHERE = Refusal(
    "E-222-01",
    "这份批复是给“{name}”的，不是给本单位的。",
    "没有办理任何事项。请把它交给那个单位，并向县里要本单位的批复。",
)
REPLY_STALE = Refusal(
    "E-222-02",
    "这份批复对应的不是本机最近一次申请。",
    "没有办理任何事项。请把最近一次的申请文件交给县里，用新的批复。",
)
REPLY_KEYS = Refusal(
    "E-222-03", "这份批复登记的不是本机的密钥。", "没有办理任何事项。请重新生成申请文件交给县里。"
)
REPLY_COUNTY = Refusal(
    "E-222-04",
    "这份批复来自“{found}”，而本机申请加入的是“{wanted}”。",
    "没有办理任何事项。请核对后重新申请。",
)
SERIAL_OLD = Refusal(
    "E-222-05",
    "这份批复比已经生效的更旧（第 {found} 号，已生效第 {known} 号）。",
    "没有办理任何事项。请使用县里最新的批复。",
)
OWN_REQUEST = Refusal(
    "E-222-06", "这是本单位自己的申请。", "请把这个申请文件交给县里，由县里打开。"
)
OTHER_COUNTY = Refusal("E-222-07", "这个文件不是“{name}”签发的。", _CALL)
