"""Writes what CLIP's tokenizer makes of strings in many scripts: python make_tokens.py ../../src/test/resources/golden/tokens

The vocabulary is trained here, in the layout of CLIP's own (bytes, bytes that end a word, merges, two marks), on the sentences below; the
reference is transformers' CLIPTokenizer, which diffusers takes. With --strings N there are N random strings besides, with --corpus files
to train a vocabulary of full size on: for a large run by hand.
"""

from __future__ import annotations

import argparse
import json
import random
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers
from transformers import CLIPTokenizer

BEGIN, END, WORD_END = "<|startoftext|>", "<|endoftext|>", "</w>"

SENTENCES = """
a portrait of an old woman with a red hat, oil on canvas, highly detailed, 8k
a photograph of an astronaut riding a horse on the moon, sharp focus, studio light
It's they're we've I'm you'll he'd isn't don't O'Brien rock'n'roll 'tis the dogs' bowl
the quick brown fox jumps over the lazy dog; THE QUICK BROWN FOX JUMPS OVER THE LAZY DOG!
masterpiece, best quality, (soft light:1.3), [blurry], {detailed}, low-res, bad anatomy, worst quality
Zwölf Boxkämpfer jagen Viktor quer über den großen Sylter Deich. STRASSE, Straße, ẞ, Übung
Portez ce vieux whisky au juge blond qui fume; l'été, où l'on est né, ça ira, cœur, Œuvre
El veloz murciélago hindú comía feliz cardillo y kiwi. ¿Qué? ¡Olé! señor niño
Příliš žluťoučký kůň úpěl ďábelské ódy. Zażółć gęślą jaźń. Árvíztűrő tükörfúrógép
Pijamalı hasta yağız şoföre çabucak güvendi. İstanbul'da ILIK ısı, DİYARBAKIR, ığdır
Ξεσκεπάζω την ψυχοφθόρα βδελυγμία. ΟΔΥΣΣΕΥΣ, Σίσυφος, ΣΑΣ, ὀδυσσεύς, ᾳ ῼ ᾨ
Съешь же ещё этих мягких французских булок, да выпей чаю. Щастя, Ґрунт, Їжак
Чуєш їх, доцю, га? Кумедна ж ти, прощайся без ґольфів! Љубазни фењерџија
דג סקרן שט בים מאוכזב ולפתע מצא חברה, בְּרֵאשִׁית, שָׁלוֹם
نص حكيم له سر قاطع وذو شأن عظيم مكتوب على ثوب أخضر، العَرَبِيَّةُ ١٢٣٤٥
یک فنجان چای؛ می‌خواهم کتاب بخوانم ۱۲۳۴۵۶ پژوهش گچ
ऋषियों को सताने वाले दुष्ट राक्षसों के राजा रावण का सर्वनाश १२३
আমার সোনার বাংলা আমি তোমায় ভালোবাসি ৪৫৬ ਪੰਜਾਬੀ ਲਿਖਤ ગુજરાતી લખાણ
யாமறிந்த மொழிகளிலே தமிழ்மொழி போல் இனிதாவது எங்கும் காணோம்
తెలుగు భాష ಕನ್ನಡ ಭಾಷೆ മലയാളം ഭാഷ සිංහල භාෂාව
เป็นมนุษย์สุดประเสริฐเลิศคุณค่า กว่าบรรดาฝูงสัตว์เดรัจฉาน ๑๒๓
ພາສາລາວ ភាសាខ្មែរ မြန်မာဘာသာ བོད་སྐད་ འབྲུག
いろはにほへと ちりぬるを カタカナ ﾊﾝｶｸ 東京都の夜景、美しい写真。「はい」
天地玄黄，宇宙洪荒。日月盈昃，辰宿列张。中文、繁體字、一幅美丽的山水画
키스의 고유조건은 입술끼리 만나야 하고 특별한 기술은 필요치 않다. 한글
ქართული ენა Հայերեն լեզու አማርኛ ቋንቋ ᏣᎳᎩ Ꭳꮃ Ⴀⴀ
ᠮᠣᠩᠭᠣᠯ ⵜⴰⵎⴰⵣⵉⵖⵜ ߒߞߏ ދިވެހި ܣܘܪܝܝܐ
😀 😃 👨‍👩‍👧‍👦 👍🏽 🏳️‍🌈 🇩🇪🇫🇷 ❤️ ☕ 1️⃣ #️⃣ 🧑‍🚀 ⛄
𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𝓢𝓬𝓻𝓲𝓹𝓽 𝟙𝟚𝟛 ⅷ Ⅷ ① ½ ² ⁵ ₃ Ⓐ ⓐ ａｂｃ ＡＢＣ １２３ ﬁ ﬀ ǆ ǅ Ǆ
é é ñ ñ Å Å Ω Ω ﬁ ſ ẛ̣ ẛ̣ ạ̈ ạ̈ 가 가 が が q̣̇ q̣̇
+-*/=<>≤≥≠±×÷√∞∑∫∂∇ €$£¥₹₿ ©®™ §¶ †‡ … – — ‘’ “” «» ‹› „ ‚ • · ¿ ¡
""".strip().split("\n")

ODD = [
    "", " ", "\n", "\t", "  \n\t  ", "\u00a0", "\u3000\u2003\u2009a\u202fb\u205fc\u1680d", "a\u0085b\u2028c\u2029d", "\u200b", "a\u200bb\u200cc\u200dd\ufeffe",
    "\x00", "a\x00b", "\x01\x02\x1b[31mred\x1b[0m", "\x1c\x1d\x1e\x1f", "\x7f\x80\x9f", "\u00ad", "\u0301", "\u0301\u0301", "a\u0301\u0301\u0301", "\u0345", "\u0130", "\u0131",
    "I\u0307", "i\u0307", "\u00df", "\u1e9e", "\u03a3", "\u03c3", "\u03c2", "\u0391\u03a3", "\u0391\u03a3\u0391", "\u0391\u03a3.", "\u0149", "\u01f0", "\u0390", "\u1f80", "\u1f88", "\u1fb3",
    "\ufb00", "\ufb03", "\u2126", "\u212a", "\u212b", "\ufdfa", "\ufffd", "\uffff", "\U0010ffff", "\U000e0001\U000e0041", "\ue000", "\U0001f9d1\u200d\U0001f4bb",
    "'", "''", "'s", "'S", "''s", "x's", "x'S", "X'LL", "x\u2019s", "'sx", "'re've'll", "'d'm't", "it'st", "'es", "'l", "'r", "'v", "'ve", "rock'n'roll", "'''", "a'b'c",
    "1", "12", "1234567890", "1a2b3c", "3.14159", "1,000,000.00", "1e-5", "x86_64", "\u0661\u0662", "\u2460\u00bd\u00b2", "\u4e00\u4e8c", "2x4", "a1", "1a", "1's", "0x1F",
    "!", "!!", "!!!", "hello!", "! hello !", "a!b", "wow!!!1", "<", "<|", "<|>", "<|startoftext", "<|startoftext|>", "<|endoftext|>", "a<|endoftext|>b", " <|endoftext|> ", "<|STARTOFTEXT|>",
    "<|EndOfText|>x", "a <|endoftext|>", "<|endoftext|><|endoftext|>", "<|startoftext|>a cat<|endoftext|>", "<|endoftext|>'s", "</w>", "a</w>", "</w></w>", "<w>", "&amp;", "&lt;b&gt;", "&quot;x&quot;", "&eacute;",
    "\u00e9", "e\u0301", "\u1e69", "s\u0323\u0307", "s\u0307\u0323", "\uac00", "\u1100\u1161", "\u1100\u1161\u11a8", "\u0958", "\u0915\u093c", "\u2adc", "\ufb1d", "\U0001d15e", "\u0f73", "\u0344", "\u212b\u0301",
    "\U00010400\U00010428", "\u13a0\uab70", "\u10a0\u2d00", "\u1c90\u10d0", "\u2c2f\u2c5f", "\U0001e900\U0001e922", "\ua7ae\u026a", "a_b", "_", "__init__", "snake_case_name", "C++", "C#", ".NET", "AT&T",
    "https://example.org/a?b=c&d=%20#e", "user@example.org", "a/b\\c", "(a:1.2)", "[a|b]", "{a}", "#tag", "@name", "$5", "50%", "~", "`x`", "^", "...", "\u2026", "--", "\u2014", "\u00ab a \u00bb",
    "a" * 300, "ab" * 200, "\u4e2d" * 120, "\U0001f600" * 60, "cat " * 90, "a,b;" * 60, "supercalifragilisticexpialidocious " * 20, "\u0301" * 100, "1" * 100, "!" * 100, " ".join("abcdefghij") * 9,
]


def words() -> list[str]:
    return [word for line in SENTENCES for word in line.split()]


def mixtures(rng: random.Random, count: int) -> Iterator[str]:
    """Words, odd bits and single characters put together at random."""
    pool = words()
    blocks = [(0x20, 0x17F), (0x250, 0x5FF), (0x600, 0x6FF), (0x900, 0x97F), (0x1E00, 0x1FFF), (0x2000, 0x2BFF), (0x3000, 0x30FF), (0x4E00, 0x9FFF), (0xAC00, 0xD7A3), (0xA640, 0xABFF), (0xF900, 0xFFFD), (0x10000, 0x107FF), (0x1D400, 0x1D7FF), (0x1F300, 0x1FAFF)]
    joints = [" ", "", " ", ", ", "  ", "-", "'", "\n", "\u00a0", "\u0301", "\u200d"]
    for _ in range(count):
        parts = []
        for _ in range(rng.randint(1, 7)):
            kind = rng.random()
            if kind < 0.55:
                word = rng.choice(pool)
                part = rng.choice([word, word, word.upper(), word.title(), unicodedata.normalize("NFD", word), word[::-1]])
            elif kind < 0.7:
                part = rng.choice(ODD)[:12]
            elif kind < 0.85:
                part = "".join(chr(rng.randint(*rng.choice(blocks))) for _ in range(rng.randint(1, 4)))
            else:
                part = str(rng.randint(0, 99_999))
            parts += [part, rng.choice(joints)]
        yield "".join(parts).encode("utf-8", "ignore").decode()


def trained(lines: list[str], size: int) -> tuple[dict[str, int], list[str]]:
    """A vocabulary of so many words, in CLIP's order, and its merges."""
    clip = CLIPTokenizer()
    alphabet = list(bytes_in_order())
    tokenizer = Tokenizer(models.BPE(end_of_word_suffix=WORD_END))
    tokenizer.normalizer = clip.backend_tokenizer.normalizer
    tokenizer.pre_tokenizer = clip.backend_tokenizer.pre_tokenizer
    trainer = trainers.BpeTrainer(vocab_size=size - 2, initial_alphabet=alphabet, end_of_word_suffix=WORD_END, show_progress=False)
    tokenizer.train_from_iterator(lines, trainer)
    merges = [" ".join(pair) for pair in json.loads(tokenizer.to_str())["model"]["merges"]]
    merges = merges[: size - 2 * len(alphabet) - 2]
    vocabulary = alphabet + [b + WORD_END for b in alphabet]
    vocabulary += [merge.replace(" ", "") for merge in merges]
    return {word: i for i, word in enumerate([*vocabulary, BEGIN, END])}, merges


def bytes_in_order() -> Iterator[str]:
    """The 256 characters that stand for bytes, as CLIP's vocabulary has them: the printable ones first."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    yield from map(chr, printable)
    yield from (chr(256 + i) for i in range(256 - len(printable)))


def mark(content: str) -> dict[str, object]:
    return {"content": content, "lstrip": False, "normalized": True, "rstrip": False, "single_word": False}


def write(folder: Path, vocabulary: dict[str, int], merges: list[str], pad: str, limit: int) -> None:
    """A folder tokenizer/ as Stable Diffusion's are: 1.5 pads with the end mark, 2.1 with “!”."""
    folder.mkdir(parents=True, exist_ok=True)
    text = {
        "vocab.json": json.dumps(vocabulary, ensure_ascii=False),
        "merges.txt": "\n".join(["#version: 0.2", *merges]) + "\n",
        "special_tokens_map.json": json.dumps({"bos_token": mark(BEGIN), "eos_token": mark(END), "pad_token": pad, "unk_token": mark(END)}, indent=2) + "\n",
        "tokenizer_config.json": json.dumps(
            {
                "add_prefix_space": False,
                "bos_token": mark(BEGIN) | {"__type": "AddedToken"},
                "do_lower_case": True,
                "eos_token": mark(END) | {"__type": "AddedToken"},
                "errors": "replace",
                "model_max_length": limit,
                "pad_token": END,
                "tokenizer_class": "CLIPTokenizer",
                "unk_token": mark(END) | {"__type": "AddedToken"},
            },
            indent=2,
        )
        + "\n",
    }
    for name, content in text.items():
        (folder / name).write_text(content, encoding="utf-8")


def characters() -> Iterator[str]:
    """What the reference takes for a letter (L) and for a digit (N), as ranges, and the lower case of single characters (a>b)."""
    lower = normalizers.Lowercase()
    seen = {kind: normalizers.Replace(Regex(rf"\p{{{kind}}}"), "\x00") for kind in "LN"}
    every = [c for c in range(1, 0x110000) if not 0xD800 <= c < 0xE000]
    for kind, replace in seen.items():
        inside = [c for c in every if replace.normalize_str(chr(c)) == "\x00"]
        starts = [c for c, before in zip(inside, [-1, *inside]) if c != before + 1]
        ends = [c for c, after in zip(inside, [*inside[1:], -1]) if c + 1 != after]
        yield from (f"{kind} {a:x}-{b:x}" for a, b in zip(starts, ends))
    for c in every:
        small = lower.normalize_str(chr(c))
        if small != chr(c) and len(small) == 1:
            yield f"{c:x}>{ord(small):x}"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("target", type=Path)
    parser.add_argument("--characters", type=Path, help="write the table of characters here, and nothing else")
    parser.add_argument("--strings", type=int, default=900)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--size", type=int, default=1000)
    parser.add_argument("--corpus", type=Path, nargs="*", default=[])
    args = parser.parse_args()
    if args.characters:
        args.characters.write_text("\n".join(characters()) + "\n", encoding="ascii")
        return
    lines = SENTENCES + [line for file in args.corpus for line in file.read_text(encoding="utf-8", errors="ignore").splitlines()]
    vocabulary, merges = trained(lines, args.size)
    write(args.target / "sd15", vocabulary, merges, END, 77)
    write(args.target / "sd21", vocabulary, merges, "!", 77)
    strings = [*ODD, *SENTENCES, *words()[:100], *mixtures(random.Random(args.seed), args.strings)]
    one, two = (CLIPTokenizer.from_pretrained(args.target / name) for name in ("sd15", "sd21"))
    cases = []
    for i, text in enumerate(strings):
        case: dict[str, object] = {"text": text, "ids": one(text).input_ids}
        other = two(text).input_ids
        if other != case["ids"]:
            case["sd21"] = other
        if i % 20 == 0 or len(case["ids"]) > 77:
            case["padded"] = [t(text, padding="max_length", max_length=77, truncation=True).input_ids for t in (one, two)]
            case["removed"] = one.batch_decode([case["ids"][76:-1]])[0]
        cases.append(case)
    # One case a line; texts escaped, so that no editor or tool changes a character of them.
    body = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
    (args.target / "strings.json").write_text(f"[\n{body}\n]\n", encoding="ascii")
    print(f"{len(cases)} strings, {sum(len(c['ids']) for c in cases)} tokens, {len(vocabulary)} words in the vocabulary")


if __name__ == "__main__":
    main()
