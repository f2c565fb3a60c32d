"""What the teacher says: patterns of this project filled with its own words and a Debian word list (wamerican: SCOWL,
free for any use), and passages of running text. What tools/listen judges by is never given out."""
import pathlib
import random
import re

import passages

HERE = pathlib.Path(__file__).parent
WORD_LIST = "usr/share/dict/american-english"
_LONGEST = 380  # letters of an utterance; a token each, about, and the network has room for 510

_ONES = ("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
         "eighteen nineteen").split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_ORDINALS = ("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
             "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth").split()

_WORDS = {
    "det": "the a this that his her their our my your one each every some any no".split(),
    "adj": """old new small large red green blue yellow white black brown grey cold warm hot cool wet dry quick slow soft hard
        loud quiet bright dark heavy light thick thin sharp smooth rough round square flat deep shallow wide narrow empty full
        clean dirty fresh sweet sour bitter strong weak brave gentle happy sad angry proud tired lazy busy early late young
        ancient modern simple strange famous golden silver wooden broken hidden crowded distant pleasant careful foolish
        clever honest cheerful enormous tiny purple orange foreign royal southern northern""".split(),
    "noun": """boat house river mountain valley field garden forest tree flower leaf branch stone road bridge wall window door
        roof floor table chair lamp basket bottle cup plate knife fork spoon kettle bread butter cheese apple pear grape lemon
        onion carrot pepper salt sugar coffee tea milk water fish horse cow sheep goat pig dog cat mouse bird duck goose
        chicken eagle snake frog bear wolf fox child boy girl man woman mother father brother sister uncle aunt teacher doctor
        farmer baker sailor soldier singer painter lawyer judge king queen village town city street market shop school church
        library museum station airport train bus car truck ship plane bicycle engine wheel hammer nail rope chain ladder bucket
        shovel paper pencil letter book page story song picture mirror clock watch ring coat shirt jacket shoe hat glove scarf
        pocket button needle thread pillow blanket storm cloud rain snow wind thunder summer winter morning evening island
        beach ocean wave shore harbor journey question answer measure treasure pleasure vision machine church judgment
        thumb tooth mouth path health weather feather leather voice choice noise oil coin joy""".split(),
    "verb": """found lost saw heard carried dropped picked pushed pulled opened closed bought sold painted cleaned washed cooked
        baked burned watched followed chased caught kept held broke fixed built moved lifted threw shook wrapped covered shared
        showed sent brought took gave left missed reached crossed passed needed wanted liked loved feared remembered forgot
        described measured judged polished touched chose enjoyed admired borrowed returned""".split(),
    "go": """walked ran drove sailed flew climbed jumped wandered marched travelled hurried crawled swam rode rushed slid rolled
        drifted turned danced""".split(),
    "place": """in the garden|near the river|behind the house|under the bridge|beside the wall|over the hill|across the field|
        along the shore|through the forest|at the station|by the window|on the table|in the kitchen|around the corner|
        toward the village|above the clouds|between the trees|past the church|into the valley|at the end of the road|
        down the stairs|up the ladder|inside the box|on the other side""".replace("\n", "").split("|"),
    "time": """in the morning|at night|before noon|after lunch|every day|last week|all summer|for an hour|in the spring|today|
        tomorrow|yesterday|just in time|once a month|at sunrise|too late|right now|long ago|twice a year|soon""".replace("\n", "").split("|"),
    "name": """Alice Anna Arthur Barbara Benjamin Catherine Charles Charlotte David Diana Edward Eleanor Elizabeth Emily Frank
        George Grace Hannah Harry Helen Henry Isabel Jack James Jennifer Joan John Joseph Julia Kate Kevin Laura Lewis Linda
        Margaret Mark Martha Martin Mary Matthew Michael Nancy Nathan Oliver Olivia Oscar Patrick Paul Peter Philip Rachel
        Richard Robert Rose Ruth Samuel Sarah Simon Sophie Stephen Susan Theodore Thomas Victor Vincent Walter William Yvonne
        Zoe""".split(),
    "surname": """Adams Baker Brown Carter Clark Cooper Davies Edwards Fisher Foster Green Harris Hughes Jackson Johnson Jones King
        Lewis Miller Mitchell Moore Morgan Parker Roberts Robinson Shaw Smith Taylor Thompson Turner Walker Watson White
        Williams Wilson Wright Young""".split(),
    "town": """London Paris Boston Chicago Dublin Berlin Madrid Rome Vienna Oxford Cambridge Bristol Glasgow Denver Houston Seattle
        Toronto Sydney Tokyo Moscow Lisbon Athens Geneva Oslo""".split(),
    "month": "January February March April May June July August September October November December".split(),
    "day": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(),
    "wh": "what where when why how who".split(),
    "adv": """quickly slowly carefully quietly loudly gently suddenly gladly softly nearly always never often seldom
        together again alone already almost usually""".split(),
}

# Weights and patterns; {x} is a word of list x, {n}, {year}, {ordinal}, {clock} numbers in words, {w} a word of the list,
# {short} one of few letters.
_PATTERNS = (
    (10, "The {adj} {noun} {verb} the {noun}."), (8, "{name} {verb} {det} {adj} {noun} {place}."),
    (8, "{det} {noun} {go} {place} {time}."), (6, "The {noun} and the {noun} {go} {adv}."),
    (5, "She {verb} {n} {adj} {noun}s."), (5, "They {adv} {verb} the {noun} {place}."),
    (4, "When the {noun} {go} {place}, {name} {verb} the {noun}."), (4, "It was {adj}, {adj} and {adj}."),
    (4, "Did you see the {adj} {noun}?"), (3, "{wh} did {name} go {time}?"), (3, "Is the {noun} {place}?"),
    (3, "Where is my {adj} {noun}?"), (3, "Do you want the {noun} or the {noun}?"), (2, "{adv}, he {verb} the {noun}!"),
    (2, "Please bring the {noun} {place}."), (2, "Look at that {adj} {noun}!"), (3, "{name} {surname} lives in {town}."),
    (2, "Mister {surname} and Missus {surname} {go} to {town}."), (2, "My name is {name} {surname}."),
    (2, "{day}, the {ordinal} of {month}, {year}."), (2, "We met on {day}, {month} {ordinal}."),
    (2, "The train leaves at {clock}."), (2, "It is {clock} in {town}."), (2, "The number is {n}."), (2, "It costs {n} dollars."),
    (2, "Chapter {n}, page {n}."), (1, "Call {digits}."), (2, "{n} plus {n} is {n}."), (1, "About {n} people came {time}."),
    (14, "{w} {w} {w}."), (12, "{w}, {w}, {w} and {w}."), (12, "{w} {w} {w} {w} {w}."), (5, "{w}?"), (3, "{w}!"), (6, "{w} {w}"),
    (8, "{w}."), (14, "{short}."), (8, "{short} {short} {short} {short}."), (5, "{short}, {short} or {short}?"),
    (6, "The {w} of the {w}."), (5, "A {w} {noun} {verb} the {w}."), (4, "{name} {verb} {det} {w} {w}."),
    (2, "Hello, {name}."), (1, "Good morning, {name}."), (1, "Thank you very much."), (1, "Hello world."),
    (1, "This voice is a very small model."), (1, "How are you today?"), (1, "Welcome to {town}."), (1, "Good night, {name}."),
    (2, "I think that the {noun} is {adj}; you may not agree."), (2, "Yes: the {adj} {noun} {go} {place}."),
    (2, "I'm sure we've {verb} it {time}."), (1, "Don't touch the {noun}, it isn't {adj}."), (1, "You'll see them {time}."),
)


def number(n):
    """A whole number below a million in words."""
    if n < 20:
        return _ONES[n]
    if n < 100:
        return _TENS[n // 10 - 2] + (" " + _ONES[n % 10] if n % 10 else "")
    if n < 1000:
        return _ONES[n // 100] + " hundred" + (" and " + number(n % 100) if n % 100 else "")
    return number(n // 1000) + " thousand" + (" " + number(n % 1000) if n % 1000 else "")


def held_out():
    """The sentences that tools/listen judges by, in small letters."""
    return {line.strip().lower() for path in (HERE.parent / "listen" / "sets").glob("*.txt")
            for line in path.read_text(encoding="utf-8").splitlines()}


class Writer:
    """Gives utterances without end; the same seed, the same utterances. `root` holds the Debian packages' files."""

    def __init__(self, seed, root="/"):
        self._random = random.Random(seed)
        words = (pathlib.Path(root) / WORD_LIST).read_text(encoding="utf-8").split()
        self._list = [word for word in words if re.fullmatch(r"[a-z]{2,11}", word)]
        self._held_out = held_out()
        self._short = [word for word in self._list if 3 <= len(word) <= 5]
        self._weights = [weight for weight, _ in _PATTERNS]
        self._passages = list(passages.paragraphs(root).values())

    def _fill(self, match):
        kind, pick = match.group(1), self._random
        if kind == "w":
            return pick.choice(self._list)
        if kind == "short":
            return pick.choice(self._short)
        if kind == "n":
            return number(pick.choice((pick.randint(0, 20), pick.randint(0, 100), pick.randint(0, 1000), pick.randint(0, 9999))))
        if kind == "year":
            return f"{number(pick.choice((18, 19)))} {number(pick.randint(10, 99))}" if pick.random() < 0.6 else number(pick.randint(2000, 2030))
        if kind == "ordinal":
            return pick.choice(_ORDINALS)
        if kind == "clock":
            return f"{number(pick.randint(1, 12))} {pick.choice(('o clock', 'thirty', 'fifteen', 'twenty', 'forty five'))}"
        if kind == "digits":
            return ", ".join(_ONES[pick.randint(0, 9)] for _ in range(pick.randint(3, 6)))
        return pick.choice(_WORDS[kind]).strip()

    def sentence(self):
        while True:
            pattern = self._random.choices(_PATTERNS, self._weights)[0][1]
            text = re.sub(r"\{(\w+)\}", self._fill, pattern)
            text = text[0].upper() + text[1:]
            if text.lower() not in self._held_out:
                return text

    def _passage(self):
        """Consecutive sentences of a paragraph, as many as a length drawn beforehand has room for."""
        pick = self._random
        paragraph = pick.choice(pick.choice(self._passages))
        room, at = pick.choice((40, 90, 150, 220, 300, _LONGEST)), pick.randrange(len(paragraph))
        taken = []
        while at < len(paragraph) and len(" ".join(taken)) + len(paragraph[at]) < room:
            taken.append(paragraph[at])
            at += 1
        return " ".join(taken) or None

    def utterance(self):
        """A passage of running text, or one to three sentences from patterns."""
        while True:
            if self._random.random() < 0.7:
                text = self._passage()
            else:
                text = " ".join(self.sentence() for _ in range(self._random.choice((1, 1, 1, 2, 3))))
            if text and len(text) <= _LONGEST and not self._held_out & {s.lower() for s in passages.sentences(text)}:
                return text
