"""YAML text as nodes with their places, the same from both of PyYAML's parsers."""

from __future__ import annotations

import pytest
import yaml

from stretchtimer.routinefile.nodes import Node, NotYaml, Shape, decode, lines_of, parse

pytestmark = pytest.mark.usefixtures("parser")


@pytest.fixture(params=["libyaml", "pure"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "pure":
        monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    elif not hasattr(yaml, "CSafeLoader"):
        pytest.skip("PyYAML was built without libyaml")


def scalars(node: Node) -> list[tuple[str, int, int]]:
    if node.shape is Shape.SCALAR:
        return [(node.text, node.line, node.column)]
    return [found for item in node.items for found in scalars(item)]


def refusal(text: str) -> tuple[int, int, str]:
    with pytest.raises(NotYaml) as caught:
        parse(text)
    return caught.value.line, caught.value.column, caught.value.message


def test_each_value_knows_where_it_stands() -> None:
    """Lines and columns count from 1, in characters."""
    found = scalars(parse("name: 日本\nsteps:\n  - {a: b, '日': c}\n"))
    assert found == [
        ("name", 1, 1),
        ("日本", 1, 7),
        ("steps", 2, 1),
        ("a", 3, 6),
        ("b", 3, 9),
        ("日", 3, 12),
        ("c", 3, 17),
    ]


@pytest.mark.parametrize(
    "text", ["1:30", "0:45", "010", "no", "on", "2024-01-01", "1e9", ".inf", "0x1F", "=", "true"]
)
def test_a_value_is_the_text_as_written(text: str) -> None:
    """YAML's own meanings do not apply."""
    assert scalars(parse(f"a: {text}"))[1][0] == text


@pytest.mark.parametrize(
    "text", ["a:", "a: ~", "a: null", "a: Null", "a: NULL", "{a: , b: c}", "{a:  }", "- a\n-"]
)
def test_nothing_is_empty_and_stands_behind_its_key(text: str) -> None:
    """Where nothing is written the place is behind the last character before it."""
    nothing = next(item for item in parse(text).items if item.empty)
    written = nothing.text or text[nothing.column - 2] in ":-" or text.split("\n")[1] == "-"
    assert written


@pytest.mark.parametrize("text", ["a: ''", 'a: ""', "a: 'null'", 'a: "~"', "a: '~'"])
def test_quotes_make_a_text_of_anything(text: str) -> None:
    """What stands in quotes is meant."""
    assert not parse(text).items[1].empty


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("a\tb", "a b"),
        ("a\t# note", "a"),
        ("[Ready? Go, why??, ?]"[:-4] + "]", "Ready? Go"),
        ('"\\x41\\u00e9"', "Aé"),
        ("'it''s'", "it's"),
        (">\n  a\n  b", "a b"),
    ],
)
def test_both_parsers_read_the_same(written: str, read: str) -> None:
    """Where one of them is narrower it is helped."""
    assert scalars(parse(f"a: {written}\n"))[1][0].strip() == read


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_as_an_editor_ends_them(end: str) -> None:
    """Of Windows, of old Macs, of all others; and nothing else ends a line."""
    text = end.join(["a: b", "c: d", "\u00e9: {"])
    assert lines_of(text) == ["a: b", "c: d", "é: {"]
    assert scalars(parse(text[:-4] + "e: f"))[-1] == ("f", 3, 4)
    assert refusal(text)[:2] == (3, 4)


@pytest.mark.parametrize("sign", ["\x85", "\u2028", "\u2029", "\ufeff", "\x00", "\x1b", "\x7f", "\ufffe"])
def test_signs_that_would_move_the_places_are_refused(sign: str) -> None:
    """YAML 1.1 ends lines at some of them, and no editor does."""
    line, column, message = refusal(f"a: b\n# é{sign}\n")
    assert (line, column) == (2, 4)
    assert f"U+{ord(sign):04X}" in message


@pytest.mark.parametrize(
    ("text", "place"), [("a:\n\t- b", (2, 1)), ("a:\n  -\tb", (2, 4)), ("a:\n- \t- b", (2, 3))]
)
def test_tabs_do_not_indent(text: str, place: tuple[int, int]) -> None:
    """How wide a tab is nobody knows; at its own place it is told."""
    assert refusal(text) == (*place, "a tab stands in the indentation")


def test_a_tab_alone_in_a_line_is_none() -> None:
    """What cannot be seen and changes nothing is let be."""
    assert len(scalars(parse("a: b\n\t\n  \t\nc: d\n\t# e\n"))) == 4


@pytest.mark.parametrize(
    "text", ["a: !x b", "a: ! b", "a: !!str b", "a: &x b", "a: &x [b]", "a: *x", "--- a\n--- b", "%X\n--- a"]
)
def test_what_the_format_does_not_use_is_refused(text: str) -> None:
    """Tags, anchors, aliases, further documents, directives: each would say something unseen."""
    assert "used here" in refusal(text)[2] or "second document" in refusal(text)[2]


def test_yaml_may_be_called_by_its_version() -> None:
    """Some editors write it at the top of each file."""
    assert parse("# mine\n%YAML 1.2\n---\na: b\n").items
    assert refusal("%YAML 1.2\na: b\n")[:2] == (1, 1)


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_no_depth_ends_the_process(opening: str) -> None:
    """Not what a stack holds, and not what the parser's own holds."""
    assert "deep" in refusal(opening * 5_000)[2]


def test_no_more_values_than_a_person_writes() -> None:
    """Twenty thousand are refused at the one that is too many."""
    assert refusal("[" + "a," * 20_000 + "]") == (1, 40_000, "more than 20,000 values in one file")


@pytest.mark.parametrize("text", ["", "\n", "# a\n", "---\n", "---\n...\n"])
def test_nothing_is_no_document(text: str) -> None:
    """An empty file has no place at fault."""
    with pytest.raises(NotYaml) as caught:
        parse(text)
    assert caught.value.whole


def test_bytes_are_utf_8() -> None:
    """With or without a byte order mark; a wrong byte is told at its place."""
    assert decode("\ufeffa: é".encode()) == "a: é"
    with pytest.raises(NotYaml) as caught:
        decode(b"\xef\xbb\xbf\xc3\xa9\xff")
    assert (caught.value.line, caught.value.column) == (1, 2)
    with pytest.raises(NotYaml, match="UTF-16"):
        decode("a: b".encode("utf-16"))
