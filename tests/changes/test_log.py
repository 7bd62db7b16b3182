import pytest

from changes import log, readers
from changes.models import Change, Cursor
from tests.builders import NOW, make_athlete

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(monkeypatch):
    """The only registered reader; notes the revisions it was given."""
    seen = []
    monkeypatch.setattr(readers, "_readers", {"test": lambda change: seen.append(change.revision)})
    return seen


def touch(name="edit athlete", **options):
    with log.operation(name, at=NOW, **options) as draft:
        draft.touch(make_athlete("jutta-leerdam"))
    return draft


def touch_and_fail():
    with log.operation("edit athlete", at=NOW) as draft:
        draft.touch(make_athlete("jutta-leerdam"))
        draft.revision = 1 / 0


def test_public_changes_are_numbered_without_gaps():
    assert [touch().revision for _ in range(3)] == [1, 2, 3]
    assert log.current_revision() == 3


def test_what_is_not_public_takes_no_revision():
    assert touch(public=False).revision is None
    assert log.current_revision() == 0


def test_nothing_touched_writes_nothing():
    with log.operation("edit athlete", at=NOW):
        pass
    assert not Change.objects.exists()


def test_an_error_leaves_neither_row_nor_number():
    with pytest.raises(ZeroDivisionError):
        touch_and_fail()
    assert (Change.objects.count(), log.current_revision()) == (0, 0)


def test_the_log_is_append_only():
    touch()
    change = Change.objects.get()
    with pytest.raises(TypeError, match="append-only"):
        change.save()
    with pytest.raises(TypeError, match="append-only"):
        change.delete()


def test_readers_run_after_the_commit(reader, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        touch()
    assert reader == [1]


def test_a_reader_reads_every_change_once_and_in_order(reader):
    for _ in range(3):
        touch()
    assert readers.run() == 3
    assert readers.run() == 0
    assert reader == [1, 2, 3]


def test_a_reader_that_fails_keeps_its_place(monkeypatch):
    touch()
    answers = iter([ValueError("once"), None])

    def read(change):
        if error := next(answers):
            raise error

    monkeypatch.setattr(readers, "_readers", {"test": read})
    assert readers.run() == 0
    assert Cursor.objects.filter(reader="test", revision__gt=0).count() == 0
    assert readers.run() == 1


def test_a_reader_that_fails_does_not_stop_the_others(monkeypatch):
    touch()
    seen = []

    def fail(change):
        raise ValueError

    monkeypatch.setattr(readers, "_readers", {"a": fail, "b": lambda change: seen.append(change.revision)})
    readers.run()
    assert seen == [1]
