"""A small bundle as text, and how to write it with a few cells changed."""

from pathlib import Path
from textwrap import dedent

EVENT = "speed-skating-womens-1000m"
RACE = f"games-2026,{EVENT}"
TEAM_RACE = "games-2026,team-pursuit"

SMALL = {
    "nocs.csv": """\
        code,name,demonym
        NED,Netherlands,Dutch
        JPN,Japan,Japanese
        """,
    "competitions.csv": """\
        slug,kind,name,season,year,city,country,opens,closes,time_zone
        games-2026,olympics,Games 2026,winter,2026,Milan,,2026-02-06,2026-02-22,Europe/Rome
        """,
    "events.csv": f"""\
        slug,discipline,name,gender,measure,distance_m,sections_m,team,decimals
        {EVENT},Speed skating,Women's 1000m,W,time,1000,200;400;400,0,2
        team-pursuit,Speed skating,Women's team pursuit,W,time,2400,,1,2
        """,
    "athletes.csv": """\
        slug,given_name,family_name,display_name,sex,noc,born,other_names
        ada-berg,Ada,Berg,Ada Berg,F,NED,1998-12-30,
        bea-cole,Bea,Cole,Bea Cole,F,NED,2000,Bea Dahl;Bea Cole-Dahl
        chi-doi,Chi,Doi,Chi Doi,F,JPN,,
        """,
    "races.csv": f"""\
        competition,event,starts_at,ends_at,venue,medal_event,status,coverage
        {RACE},2026-02-09T17:30+01:00,2026-02-09T18:42:30+01:00,Oval,1,official,full
        {TEAM_RACE},2026-02-17,,Oval,1,official,podium
        """,
    "results.csv": f"""\
        competition,event,heat,lane,athlete,team,noc,rank,mark,irm,sections,note
        {RACE},2,outer,ada-berg,,NED,1,1:12.31,,17.68;26.10;28.53,OR
        {RACE},1,inner,bea-cole,,NED,2,1:12.59,,,
        {RACE},2,inner,chi-doi,,JPN,,,DNF,,
        {TEAM_RACE},Final A,,,Netherlands,NED,1,2:56.86,,,
        """,
    "teams.csv": f"""\
        competition,event,noc,team,athlete,received_medal
        {TEAM_RACE},NED,Netherlands,ada-berg,1
        {TEAM_RACE},NED,Netherlands,bea-cole,0
        """,
    "records.csv": f"""\
        event,kind,athlete,noc,mark,set_on,city,competition,superseded
        {EVENT},OR,bea-cole,NED,1:12.59,2026-02-09,Milan,games-2026,1
        {EVENT},OR,ada-berg,NED,1:12.31,2026-02-09,Milan,games-2026,0
        """,
    "honours.csv": """\
        athlete,title,event,count,as_of
        chi-doi,World Cup medals,,91,2026-02-09
        """,
    "quotes.csv": f"""\
        key,speaker,text,said_on,context,competition,event
        ada-tired,ada-berg,"So tired, so happy.",2026-02-09,after the race,{RACE}
        coach-calm,Ed Fox,Calm.,,,,
        """,
}


def write_bundle(folder: Path, files: dict[str, str] = SMALL, **changed: tuple[str, str]) -> Path:
    """Writes the files; each of `changed` is a file's stem with a text in it and what stands there instead."""
    for name, text in files.items():
        text = dedent(text)
        if stem := changed.pop(name.removesuffix(".csv"), None):
            assert stem[0] in text, f"“{stem[0]}” is not in {name}"
            text = text.replace(*stem)
        (folder / name).write_text(text, encoding="utf-8")
    assert not changed
    return folder
