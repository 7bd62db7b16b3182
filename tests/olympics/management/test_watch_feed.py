import os
import time
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from olympics.management.commands.watch_feed import PATIENCE_S, Watch
from olympics.models import FeedMessage, Race
from tests.olympics.importers.odf import make_games, text


def watch(folder, **options) -> str:
    out = StringIO()
    call_command("watch_feed", folder, once=True, stdout=out, **options)
    return out.getvalue()


@pytest.mark.django_db
def test_files_are_taken_from_the_oldest_and_stay_where_they_are(tmp_path):
    make_games()
    for number, name in enumerate(("official", "live", "start_list")):
        (tmp_path / f"{name}.xml").write_text(text(name))
        os.utime(tmp_path / f"{name}.xml", (1000 - number, 1000 - number))
    out = watch(tmp_path)
    assert [line.split(".xml: ")[0] for line in out.splitlines() if ".xml: " in line] == [
        "start_list",
        "live",
        "official",
    ]
    assert "official.xml: DT_RESULT SSKW1000M-------------FNL-000100-- version 9: applied." in out
    assert (Race.objects.get().status, len(list(tmp_path.iterdir()))) == ("official", 3)


@pytest.mark.django_db
def test_a_folder_can_be_watched_again_without_a_trace(tmp_path):
    make_games()
    (tmp_path / "official.xml").write_text(text("official"))
    watch(tmp_path)
    assert watch(tmp_path) == ""
    assert FeedMessage.objects.count() == 1


@pytest.mark.django_db
def test_a_refused_file_is_told_and_tried_again(tmp_path):
    (tmp_path / "official.xml").write_text(text("official"))
    with pytest.raises(CommandError, match="1 refused"):
        watch(tmp_path)
    make_games()
    assert "applied" in watch(tmp_path)


@pytest.mark.django_db
def test_files_are_moved_only_where_that_is_asked(tmp_path):
    make_games()
    folder, done = tmp_path / "in", tmp_path / "done"
    folder.mkdir()
    done.mkdir()
    (folder / "official.xml").write_text(text("official"))
    watch(folder, move_to=done)
    assert [path.name for path in done.iterdir()] == ["official.xml"]
    assert not list(folder.iterdir())


def test_a_folder_that_is_not_there_is_said_to_be_missing(tmp_path):
    with pytest.raises(CommandError, match="There is no folder"):
        watch(tmp_path / "nowhere")


def test_a_file_is_waited_for_until_it_has_its_end(tmp_path):
    watched, path = Watch(tmp_path), tmp_path / "official.xml"
    whole = text("official")
    path.write_text(whole[:2000])
    assert [watched.ready() for _ in range(3)] == [[], [], []]
    path.write_text(whole)
    assert [watched.ready(), watched.ready(), watched.ready()] == [[], [path], []]


def test_a_file_that_nobody_finishes_is_read_in_the_end(tmp_path):
    watched, path = Watch(tmp_path), tmp_path / "official.xml"
    path.write_text(text("official")[:2000])
    old = time.time() - PATIENCE_S - 1
    os.utime(path, (old, old))
    assert [watched.ready(), watched.ready()] == [[], [path]]


def test_a_file_that_is_written_anew_is_read_again(tmp_path):
    watched, path = Watch(tmp_path), tmp_path / "official.xml"
    for version in (1, 10):
        path.write_text(text("official", version=version))
        assert [watched.ready(), watched.ready()] == [[], [path]]


def test_a_link_to_somewhere_else_is_not_followed(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "secret").write_text(text("official"))
    (tmp_path / "in" / "official.xml").symlink_to(tmp_path / "secret")
    assert Watch(tmp_path / "in").ready(wait=False) == []


@pytest.mark.parametrize("name", [".hidden.xml", "official.xml.part", "official.tmp", "official.xml~"])
def test_files_on_their_way_are_left(tmp_path, name):
    (tmp_path / name).write_text(text("official"))
    watched = Watch(tmp_path)
    assert [watched.ready(wait=False), watched.ready(wait=False)] == [[], []]
    (tmp_path / name).rename(tmp_path / "there.xml")
    assert watched.ready(wait=False) == [tmp_path / "there.xml"]
