"""What a roster's problems and columns are called: codes of the pure modules become sentences."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.roster_cells import Problem

COLUMNS: dict[str, Promise] = {
    "employee_no": _("Employee number"),
    "name": pgettext_lazy("of a person", "Name"),
    "department": _("Department code"),
    "department_name": _("Department name"),
    "department_name_en": _("Department name (English)"),
    "parent": _("Higher department"),
    "email": _("E-mail"),
    "mobile": _("Mobile"),
    "title": _("Position"),
    "start_on": _("First day"),
    "end_on": _("Last day"),
    "is_head": _("Heads the department"),
    "language": _("Language"),
}
# The heads of the template to download; the import knows each of them.
TEMPLATE_HEADS = {
    "zh-hans": [
        "工号",
        "姓名",
        "部门编码",
        "部门名称",
        "上级部门",
        "邮箱",
        "手机",
        "职务",
        "入职日期",
        "离职日期",
        "部门负责人",
        "语言",
    ],
    "en": [
        "Employee number",
        "Name",
        "Department code",
        "Department name",
        "Parent department",
        "E-mail",
        "Mobile",
        "Position",
        "From",
        "Until",
        "Head",
        "Language",
    ],
}
SENTENCES: dict[str, Promise] = {
    "missing": _("This cell is empty. Fill it in."),
    "unreadable": _("The cell holds signs that cannot be shown. Type the text again."),
    "too_long": _("The text is too long. Use at most %(longest)s characters."),
    "formula": _("A text must not begin with =, +, - or @. Remove that sign."),
    "bad_employee_no": _("An employee number holds only letters, digits and . _ - + @. Correct it."),
    "bad_department": _("A department code holds only letters, digits and . _ - +. Correct it."),
    "bad_email": _("This is not one e-mail address. Correct it or leave the cell empty."),
    "bad_mobile": _("This is not a telephone number. Correct it or leave the cell empty."),
    "bad_date": _("This is not a date. Write it as 2026-01-05."),
    "bad_is_head": _("Write 是 or 否 (yes or no), or leave the cell empty."),
    "bad_language": _("Write 中文 or English, or leave the cell empty."),
    "guarded": _("This person administers the academy. Only an administrator changes their e-mail address."),
    "duplicate": _("Row %(row)s has the same employee number. Keep one of the two rows."),
    "case": _("%(other)s is known already and differs only in capital letters. Use the same spelling."),
    "username_taken": _("An account with this user name exists. Use another number or ask an administrator."),
    "has_left": _("This person has left. To take them back, fill in the new first day and the department."),
    "ends_before_start": _("The last day lies before the first day. Correct one of them."),
    "email_taken": _("%(holder)s already has this e-mail address. Two people cannot share one."),
    "email_twice": _("Row %(row)s has the same e-mail address. Two people cannot share one."),
    "unknown_department": _("No department has the code %(department)s. Correct it, or add the name."),
    "unknown_name": _("No department is called %(name)s. Correct the name, or add a code to open it."),
    "ambiguous_name": _("Several departments are called %(name)s. Fill in the department code."),
    "unknown_parent": _("The higher department %(parent)s is unknown. Correct it, or add a row for it."),
    "contradiction": _(
        "%(department)s is “%(one)s” in one row and “%(other)s” in this one. Make them equal."
    ),
    "closed": _("The department %(department)s is closed. Choose the one that continues it."),
    "circle": _("Departments belong to one another in a circle: %(path)s. Correct one of them."),
}


def sentence(problem: Problem) -> str:
    """Return what is wrong in a row and what to do about it."""
    return str(SENTENCES[problem.code] % problem.about)


def column(problem: Problem) -> str:
    """Return the name of the column a problem is about."""
    return str(COLUMNS[problem.column])
