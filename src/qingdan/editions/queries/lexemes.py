"""Text as search keeps and asks for it: pieces of one or two characters, sounds without tones, words.

What is kept and what is asked for comes out of here alone, so that the two cannot drift apart. Pure; any text.

- `folded`: traditional characters made simplified, full width made half, capitals small.
- Bigrams find every part of a name, whatever a dictionary thinks is a word; toneless sounds find what was typed with
  another character of the same sound. Sounds that the south does not tell apart (zh/z, ing/in, n/l) are one.
- Lexemes of sounds end in "-", the whole name begins with "=", "#s" marks a short name: no Chinese text does any of it.
"""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import pairwise
from unicodedata import normalize

import opencc

from qingdan.data.search_words import load_speech

SHORT = 14  # characters of a name that is tried before the longer ones
SHORT_MARK = "#s"
_LONGEST_WHOLE = 60
_LONGEST_LEXEME = 80
_GAPS = re.compile(r"[\W_]+")
_BLUNT = (
    (re.compile("^([zcs])h"), r"\1"),
    (re.compile("^n"), "l"),
    (re.compile("ng$"), "n"),
    (re.compile("v"), "u"),
)
_MOST_READINGS, _FEWEST = 6, 3


@cache
def _simplifier() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """The text as compared: NFKC, simplified, small letters; what cannot be stored is replaced."""
    storable = normalize("NFKC", text).replace("\x00", " ").encode(errors="replace").decode()
    return str(_simplifier().convert(storable)).lower()


def letters(text: str) -> str:
    """Letters and numerals of a folded text alone."""
    return _GAPS.sub("", text)


def bigrams(text: str) -> list[str]:
    """Each pair of neighbours; a text of one character is itself."""
    return [text[n : n + 2] for n in range(len(text) - 1)] or [text] * bool(text)


def words_of(text: str) -> list[str]:
    """What the dictionary takes for words, marks left out."""
    import rjieba  # noqa: PLC0415  (slow to load, and only search needs it)

    return [one for one in rjieba.cut(text) if not _GAPS.fullmatch(one)]


def syllables(text: str) -> list[str]:
    """The sound of each character, without tone; what has none is itself."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415  (slow to load, and only search needs it)

    return lazy_pinyin(text, errors=list)  # type: ignore[arg-type]


@lru_cache(maxsize=2048)
def blunt(syllable: str) -> str:
    """A sound as search keeps it: without the differences that are not heard everywhere."""
    for shape, put in _BLUNT:
        syllable = shape.sub(put, syllable)
    return syllable


def sound_pairs(sounds: Iterable[str]) -> list[str]:
    """Pairs of neighbouring sounds as lexemes, and the last sound by itself: so any single sound is a beginning."""
    kept = [f"{blunt(one)}-" for one in sounds]
    return [a + b for a, b in pairwise(kept)] + kept[-1:]


def initials_of(sounds: Iterable[str]) -> str:
    """First letter of each sound."""
    return "".join(one[:1] for one in sounds)


def name_vector(name: str, code: str = "") -> str:
    """The name as a tsvector: bigrams, sounds, words, the whole, the code."""
    return name_forms(name, code)[0]


@lru_cache(maxsize=4096)
def name_forms(name: str, code: str = "") -> tuple[str, str]:
    """The name as a tsvector, and its sounds with spaces between."""
    plain = letters(folded(name))
    sounds = syllables(plain)
    lexemes = {*bigrams(plain), plain[-1:], *words_of(folded(name)), *sound_pairs(sounds)}
    lexemes |= {f"={plain[:_LONGEST_WHOLE]}", letters(code.lower())}
    if len(plain) <= SHORT:
        lexemes.add(SHORT_MARK)
    return vector(lexemes), " ".join(sounds)


def text_vector(texts: Iterable[str]) -> str:
    """Everything else that is said of an item, with its name, as a tsvector: bigrams and words, no sounds."""
    lexemes: set[str] = set()
    for text in texts:
        lexemes |= _text_lexemes(text)
    return vector(lexemes)


@lru_cache(maxsize=4096)
def _text_lexemes(text: str) -> frozenset[str]:
    plain = letters(folded(text))
    return frozenset({*bigrams(plain), plain[-1:], *words_of(folded(text))})


def vector(lexemes: Iterable[str]) -> str:
    """Lexemes as the text of a tsvector."""
    return " ".join(quoted(one) for one in sorted(set(lexemes)) if one and len(one) <= _LONGEST_LEXEME)


def quoted(lexeme: str, *, begins: bool = False) -> str:
    """A lexeme as PostgreSQL reads it, in a vector or a query; `begins`: any that begins so."""
    safe = lexeme.replace("\\", "\\\\").replace("'", "''").replace("\x00", "")
    return f"'{safe}'{':*' if begins else ''}"


def readings(typed: str) -> list[list[str]]:
    """Ways to read small Latin letters as sounds, fewest first; the last sound may be only begun.

    Spaces and apostrophes part sounds. None: these are not sounds (initials, a foreign word).
    """
    found: list[list[str]] = [[]]
    for part in re.split(r"[\s']+", typed.strip().lower()):
        found = [[*before, *after] for before in found for after in _read(part)][:_MOST_READINGS]
    found.sort(key=len)
    return [one for one in found if len(one) <= len(found[0]) + 1][:_FEWEST]


@lru_cache(maxsize=1024)
def _read(part: str) -> tuple[tuple[str, ...], ...]:
    known, begun = load_speech().syllables, _beginnings()
    ways: dict[int, list[tuple[str, ...]]] = {0: [()]}
    for end in range(1, len(part) + 1):
        for start in range(max(0, end - 6), end):
            sound = part[start:end]
            if sound in known or (end == len(part) and start and sound in begun):
                ways.setdefault(end, []).extend((*way, sound) for way in ways.get(start, ())[:_MOST_READINGS])
    return tuple(sorted(ways.get(len(part), ()), key=len)[:_MOST_READINGS])


@cache
def _beginnings() -> frozenset[str]:
    return frozenset(sound[:n] for sound in load_speech().syllables for n in range(1, len(sound) + 1))
