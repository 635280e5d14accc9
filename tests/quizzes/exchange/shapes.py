"""Files made to keep a reader busy: a few signs over and over, in the places where they cost most."""

from collections.abc import Callable

MARKS = "̖́"  # two marks that change places when a text is composed
Shape = Callable[[int], str]


def _in(before: str, unit: str, behind: str = "") -> Shape:
    """Return how a text of so many signs is made: ``unit`` over and over between two ends."""
    return lambda size: before + unit * (size // len(unit)) + behind


def _moodle(kind: str, inner: Shape) -> Shape:
    return lambda size: f'<quiz><question type="{kind}">{inner(size)}</question></quiz>'


def _stem(kind: str, inner: Shape) -> Shape:
    def text(size: int) -> str:
        return f"<questiontext format='html'><text><![CDATA[{inner(size)}]]></text></questiontext>"

    return _moodle(kind, text)


def _qti(inner: Shape, declared: Shape = lambda size: "") -> Shape:
    return lambda size: (
        f'<assessmentItem identifier="q">{declared(size)}<itemBody><p>q</p>{inner(size)}</itemBody>'
        "</assessmentItem>"
    )


def _names(size: int) -> str:
    space = "u" * (size // 2)
    return f'<quiz xmlns="{space}">' + "".join(f"<a{n}/>" for n in range(size // 20)) + "</quiz>"


def _numbered(unit: str) -> Shape:
    return lambda size: "\n".join(f"{n % 9999 + 1}、{unit}" for n in range(size // (len(unit) + 4)))


def _behind(before: str, shape: Shape) -> Shape:
    return lambda size: before + shape(size)


HTML = (
    "<a ",
    "<a b='",
    "<a =",
    "<!--",
    "<!",
    "<?x ",
    "</",
    "<![CDATA[",
    "<p></p>",
    "<a b='>",
    "<script>",
    "&",
)
SHAPES: dict[str, tuple[str, Shape]] = {
    "blank lines": ("a.txt", _in("q", "\n", "\nA. x\nANSWER: A")),
    "marks": ("a.gift", _in("q e", MARKS, "{T}")),
    "marks in a cell": ("a.csv", _in("题干,题型,答案\n", f"e{MARKS * 1_900},判断题,对\n")),
    "one line": ("a.gift", _in("", "q ", "{T}")),
    "tiny questions": ("a.gift", _in("", "q{T}\n\n")),
    "name": ("a.gift", _in("::q", " q", "{T}")),
    "spaces in a name": ("a.gift", _in("::q", " ", "q{T}")),
    "tags": ("a.gift", _in("// ", "[tag:", "\nq{T}")),
    "ids": ("a.gift", _in("// ", "[id:", "\nq{T}")),
    "comments": ("a.gift", _in("", "// x\n", "q{T}")),
    "answers": ("a.gift", _in("q{", "=a~b", "}")),
    "weights": ("a.gift", _in("q{", "~%50%x", "}")),
    "items": ("a.gift", _in("q{>\n", "x\n", "}")),
    "braces": ("a.gift", _in("q", "{=", "}")),
    "points": ("a.gift", _in("// [tag:points:", "9", "]\nq{T}")),
    "digits": ("a.gift", _in("q{#", "9", "}")),
    "dots": ("a.gift", _in("q{#1", ".", "x}")),
    "aiken options": ("a.txt", _in("q\nA. x\n", "B. x\n", "ANSWER: A")),
    "aiken answers": ("a.txt", _in("q\nA. x\nANSWER: ", "A,", "A")),
    "aiken spaces": ("a.txt", _in("q\nA. x\n", " ANSWER \n", "ANSWER: A")),
    "spaces in a stem": ("a.txt", _in("1、q", " ", "q [单选题]\nA. x\n答案：A")),
    "spaces in an option": ("a.txt", _in("1、q [单选题]\nA. x", " ", "x\n答案：A")),
    "spaces in an answer": ("a.txt", _in("1、q [填空题]\n答案：x", " ", "x")),
    "brackets": ("a.txt", _in("1、q", "（ ", "\n答案：A")),
    "letters out of turn": ("a.txt", _in("1、q [单选题]\n", "A. x ", "\n答案：A")),
    "lines of an option": ("a.txt", _in("1、q [单选题]\nA. x\n", "y\n", "答案：A")),
    "lines of an explanation": ("a.txt", _in("1、q [判断题]\n答案：对\n解析：x\n", "y\n")),
    "points of an explanation": ("a.txt", _behind("1、q [判断题]\n答案：对\n解析：x\n", _numbered("y"))),
    "point one again": ("a.txt", _in("1、q [判断题]\n答案：对\n解析：x\n", "2、y\n")),
    "numbered lines": ("a.txt", _numbered("y [判断题]\n答案：对")),
    "sections": ("a.txt", _in("1、q [判断题]\n答案：对\n", "一、x\n")),
    "lettered cell": ("a.csv", _in("题干,选项,答案\n", f"q,{'A ' * 2_000},A\n")),
    "bars in a cell": ("a.csv", _in("题干,选项,答案\n", f"q,{'x|' * 2_000},{'x|' * 2_000}\n")),
    "spaces in a cell": ("a.csv", _in("题干,题型,选项A,选项B\n", f"q,连线题,x{' ' * 3_990}x,y\n")),
    "spaces in an answer cell": ("a.csv", _in("题干,题型,答案\n", f"q,填空题,x{' ' * 3_990}x\n")),
    "dots in a cell": ("a.csv", _in("题干,题型,答案\n", f"q,数值题,1{'.' * 3_990}x\n")),
    "long heads": (
        "a.csv", _in("", f"{','.join(['e' + MARKS * 1_900] * 70)}\n", "题干,答案\nq,对"),
    ),
    "columns": ("a.csv", _in("题干,答案\nq,对", ",")),
    "gaps": ("a.xml", _stem("cloze", _in("", "{1:SA:"))),
    "gaps of digits": ("a.xml", _stem("cloze", _in("", "{1"))),
    "gaps in gaps": ("a.xml", _stem("cloze", _in("{1:SA:=x", "{", "}"))),
    "gap of answers": ("a.xml", _stem("cloze", _in("{1:SA:", "=a~", "=a}"))),
    "elements": ("a.xml", _moodle("multichoice", _in("", "<answer/>"))),
    "questions of nothing": ("a.xml", _in("<quiz>", "<question/>", "</quiz>")),
    "units": ("a.xml", _moodle("numerical", _in("<answer fraction='100'><text>1</text></answer><units>",
                                                "<unit><unit_name>x</unit_name></unit>", "</units>"))),
    "pairs": ("a.xml", _moodle("matching", _in("", "<subquestion/>"))),
    "digits of a grade": ("a.xml", _moodle("essay", _in("<defaultgrade>", "9", "</defaultgrade>"))),
    "attributes": ("a.xml", lambda size: "<quiz " + " ".join(f"a{n}='1'" for n in range(size // 9)) + "/>"),
    "long name space": ("a.xml", _names),
    "declaration": ("a.xml", _in("<?xml ", "?", "<quiz/>")),
    "choices": ("a.xml", _qti(
        _in("<choiceInteraction responseIdentifier='R'>", "<simpleChoice identifier='a'>x</simpleChoice>",
            "</choiceInteraction>"),
        _in("<responseDeclaration identifier='R'><correctResponse>", "<value>b</value>",
            "</correctResponse></responseDeclaration>"),
    )),
    "sides": ("a.xml", _qti(_in(
        "<matchInteraction><simpleMatchSet/><simpleMatchSet>", "<simpleAssociableChoice identifier='x'/>",
        "</simpleMatchSet></matchInteraction>",
    ))),
    "items in items": ("a.xml", lambda size: ("<assessmentItem identifier='q'><itemBody>" * 28
                                              + "<p/>" * (size // 4) + "</itemBody></assessmentItem>" * 28)),
    **{f"html {unit}": ("a.gift", _in("[html]", unit.replace("=", "\\=").replace(":", "\\:"), "{T}"))
       for unit in HTML},
    **{f"tag {unit}": ("a.gift", _in("q", unit, "{T}")) for unit in ("<p ", "<p", "<script ")},
}  # fmt: skip
