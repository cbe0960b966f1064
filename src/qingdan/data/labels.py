"""Chinese names of what the program counts and shows: fields, severities, verdicts, reasons for skipping a row."""

import errno
from collections.abc import Mapping
from datetime import date

from qingdan.rules.legal_basis import Verdict
from qingdan.rules.power_item import Disposition
from qingdan.rules.problem import Severity
from qingdan.rules.referral import Stage

COPY_ENDING = ".核对.xlsx"  # of the annotated copy of a register
FIELD_NAMES: Mapping[str, str] = {
    "category": "权力类别",
    "item_code": "权力编码",
    "name": "权力名称",
    "sub_item": "子项名称",
    "implementing_body": "实施主体",
    "body_kind": "主体性质",
    "office": "承办机构",
    "supervising_department": "主管部门",
    "joint": "共同实施",
    "joint_lead": "牵头部门",
    "joint_partners": "共同实施单位",
    "level": "行使层级",
    "subject": "实施对象",
    "legal_basis": "设定依据",
    "document_number": "文号",
    "attachment": "依据文本",
    "statutory_limit": "法定时限",
    "promised_limit": "承诺时限",
    "fee": "收费",
    "use_count": "行使次数",
    "disposition": "清理意见",
    "reason": "意见理由",
    "receiver": "承接主体",
    "transition": "过渡期",
    "transition_from": "过渡期起",
    "transition_until": "过渡期止",
    "reason_code": "理由种类",
    "law_change": "修改法规建议",
    "flow_chart": "流程图",
    "publication": "公开范围",
    "remark": "备注",
    "signature": "签字",
    "nil_return": "零报告",
    "file": "整个文件",
    # Read and shown, but looked at by no rule.
    "serial_number": "序号",
    "procedure": "执法程序",
    "post": "责任岗位",
    "duty": "责任事项",
    "accountability_ground": "追责情形",
    "contact": "联系方式",
    "review_opinion": "审核意见",
    "count": "数量",
}
"""Fields of a register's columns and of the findings, in the order of the official form."""

STAGE_NAMES: Mapping[Stage, str] = {
    Stage.TRIAL: "试运行",
    Stage.FORMAL: "正式运行",
    Stage.NETWORKED: "市县联网运行",
}

SEVERITY_NAMES: Mapping[Severity, str] = {
    Severity.BLOCKER: "必须改",
    Severity.WARNING: "要说明理由",
    Severity.HINT: "提示",
}

NOT_CHOSEN = ("", "（没选）")
"""The first of the choices of a field: key and word."""
DISPOSITION_NAMES: Mapping[Disposition, str] = {
    Disposition.RETAIN: "保留",
    Disposition.ABOLISH: "取消",
    Disposition.DEVOLVE: "下放",
    Disposition.TRANSFER: "转移",
    Disposition.CONSOLIDATE: "整合",
    Disposition.REFER_UP: "提请上级调整",
}

VERDICT_NAMES: Mapping[Verdict, str] = {
    Verdict.TEXT_FOUND: "逐字一致",
    Verdict.TEXT_DIFFERS: "略有差异",
    Verdict.TEXT_ELSEWHERE: "在别的条",
    Verdict.TEXT_OTHER: "内容不符",
    Verdict.ARTICLE_MISSING: "没有这一条",
    Verdict.ARTICLE_EXISTS: "只写条号，有这一条",
    Verdict.VERSION_UNKNOWN: "缺当日文本",
    Verdict.INSTRUMENT_UNKNOWN: "法规库暂缺",
}

SKIP_REASONS: Mapping[str, str] = {
    "title": "标题",
    "header": "表头",
    "subtotal": "小计",
    "total": "合计",
    "note": "说明文字",
    "nil": "零报告",
    "signature": "签字栏",
    "main_item": "主项（依据在子项里）",
    "blank": "空行",
}

LOST_PARTS: Mapping[str, str] = {
    "images": "图片",
    "shapes": "文本框、形状、艺术字",
    "charts": "图表的部分格式（图表本身保留）",
    "macros": "宏（副本不带宏）",
    "pivots": "数据透视表的部分设置",
    "slicers": "切片器、日程表",
    "controls": "表单控件、ActiveX 控件",
    "embedded": "嵌入的文件、对象",
    "threads": "带回复的批注（改成普通批注）",
    "comment_formats": "原有批注的字体和方框大小（文字保留）",
    "extensions": "新版 Excel 的扩展功能：跨表的数据有效性、新式条件格式、迷你图",
    "queries": "数据查询、外部数据连接",
    "signatures": "电子签名（文件改动以后失效）",
    "custom": "自定义数据部件",
    "results": "公式的计算结果（公式保留，用 Excel、WPS 打开时重新计算）",
    "formats": "字体、颜色、行高、列宽、打印设置",
    "formulas": "公式（保留计算结果）",
    "objects": "原有的批注、图片、图表、宏（如果有）",
    "merges": "合并单元格（表太大）",
}
"""What an annotated copy cannot take over from the workbook."""

_REFUSALS: Mapping[int, str] = {
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已用完",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "磁盘是只读的",
    errno.EEXIST: "这个名称已经是一个文件",
    errno.ELOOP: "链接绕成了圈",
    errno.ENOENT: "没有这个文件或文件夹",
    errno.ENOTDIR: "没有这个文件夹",
    errno.EISDIR: "这是一个文件夹",
    errno.ENAMETOOLONG: "文件名太长",
    errno.EFBIG: "文件太大",
    errno.EIO: "磁盘读写出错",
    errno.EBUSY: "文件正被别的程序占用",
    errno.EMFILE: "打开的文件太多",
    errno.ENFILE: "打开的文件太多",
}


def reason_of(error: OSError | ValueError) -> str:
    """Why the system refused a file, in Chinese where the reason is a known one; else in the system's own words.

    A ValueError is what a name raises that can be no file's.
    """
    if not isinstance(error, OSError):
        return "文件名里有不能用的字符"
    return _REFUSALS.get(error.errno or 0) or error.strerror or str(error)


def long_date(day: date) -> str:
    """2015年9月28日."""
    return f"{day.year}年{day.month}月{day.day}日"


TOGETHER, ALONE, SEVERAL = "是", "否", "、"
"""How the joint columns of the form are filled: exercised with others, alone, and what stands between two names."""


def law_change_words(instrument: str, locator: str, proposal: str) -> str:
    """A proposal as the form's column 修改法规建议 says it."""
    return f"建议修改《{instrument}》{locator}：{proposal}"
