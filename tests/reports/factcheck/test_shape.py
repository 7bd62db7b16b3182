from reports.factcheck.shape import SIGN, pattern


def test_pronouns_stand_for_their_token_whether_written_as_words_or_as_macros():
    for written in ("her", "his", "<her>", "(?:his|<her>)"):
        assert pattern(f"{written} medal").fullmatch(f"{SIGN['her']} medal"), written
    for written in ("she", "<subj>"):
        assert pattern(f"{written} won").fullmatch(f"{SIGN['pronoun']} won"), written
