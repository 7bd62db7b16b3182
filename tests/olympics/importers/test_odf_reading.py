import time

import pytest

from olympics.importers.odf.message import read_header
from olympics.importers.odf.reading import MAX_BYTES, MAX_DEPTH, Refused, decode, parse

HEAD = '<OdfBody CompetitionCode="OWG2030" DocumentCode="SSKW1000M" DocumentType="DT_RESULT" Version="1"/>'


def refusal(raw) -> str:
    with pytest.raises(Refused) as caught:
        read_header(parse(decode(raw)))
    return " ".join(caught.value.reasons)


def test_a_header_is_read_whatever_namespace_it_is_in():
    plain = read_header(parse(HEAD))
    spaced = read_header(parse(HEAD.replace("<OdfBody", '<o:OdfBody xmlns:o="http://example.com/odf"')))
    assert plain == spaced
    assert (plain.number, plain.document_code) == ((1, 0), "SSKW1000M".ljust(34, "-"))


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "line 1"),
        (b"<OdfBody", "line 1"),
        (b"<html/>", "begins with <html>"),
        (b"\xff\xfe", "not UTF-8"),
        (b'<?xml version="1.0" encoding="UTF-16"?><OdfBody/>', "UTF-16"),
        (b"<!DOCTYPE OdfBody><OdfBody/>", "document type"),
        (b"<OdfBody>&unknown;</OdfBody>", "line 1"),
        (b"<a>" * (MAX_DEPTH + 1), "nested"),
        (b"<OdfBody " + b" ".join(b'a%d=""' % n for n in range(5000)) + b"/>", "more than 500 attributes"),
        (b"<OdfBody " + b" ".join(b"a%d='>'" % n for n in range(600)) + b"/>", "more than 500 attributes"),
        (b"x" * (MAX_BYTES + 1), "5,000,001 bytes"),
        (b"<OdfBody>\0</OdfBody>", "line 1"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(raw, why):
    assert why in refusal(raw)


@pytest.mark.parametrize(
    "raw",
    [
        "<OdfBody " + " ".join(f"a{n}='>'" for n in range(400_000)) + "/>",
        "<OdfBody a='" + "<" * 4_000_000,
        "<OdfBody " + "a='" * 1_500_000,
        "<OdfBody " + "a" * 4_900_000,
        "<OdfBody>" + "<a/>" * 300_000 + "</OdfBody>",
        "<OdfBody>" + "&#60;" * 900_000 + "</OdfBody>",
    ],
)
def test_a_message_made_to_be_slow_is_not(raw):
    began = time.process_time()
    refusal(raw)
    assert time.process_time() - began < 5


def test_everything_wrong_in_a_header_is_said_at_once():
    why = refusal(b'<OdfBody DocumentCode="nothing" Version="-1"/>')
    for part in (
        "CompetitionCode is missing",
        "DocumentType is missing",
        "“nothing” is not an RSC code",
        "Version “-1”",
    ):
        assert part in why


def test_known_attacks_are_refused_at_once(shared):
    attacks = sorted((shared / "corpora" / "xxe").glob("*")) if (shared / "corpora").is_dir() else []
    if not attacks:
        pytest.skip("no corpus of attacks")
    for attack in attacks:
        began = time.monotonic()
        refusal(attack.read_bytes())
        assert time.monotonic() - began < 1, attack.name
