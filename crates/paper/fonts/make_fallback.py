#!/usr/bin/env python3
"""Makes KairanFallback-Mincho.ttf: the characters BIZ UD lacks, cut out of Hanazono A.

Usage: make_fallback.py HanaMinA.ttf BIZUDMincho-Regular.ttf OUT.ttf
Needs fontTools (pip install fonttools). Debian package of the source: fonts-hanazono.

Chosen: every character of JIS X 0213 (and of the JIS X 0212 part Python's codec maps beside it)
that BIZ UD has no glyph for, and, for the base characters of common family names, every
variation sequence that BIZ UD has not. The name tables are rewritten because the Hanazono
names are reserved by its OFL notice.
"""
import sys

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

# Bases whose variants are written in family registers far more often than others.
NAME_BASES = (
    "辺邊邉斉斎齊齋高髙崎﨑嵜橋渡吉𠮷葛辻芦荻館舘祇条藤曽曾富冨島嶋嶌桑濱浜濵広廣国國沢澤滝瀧龍竜"
    "真眞恵惠徳德静靜栄榮桜櫻壮壯万萬与與亀龜円圓峰峯群羣船舩松柳榊鍋鎌釜塚神福祥祐祖祝禄禎"
    "蓮蓬逢辰迫近返込進逸遊達違遠選邦都郷鄭配酒釈金鈴錦鎮関關閣隆際隣雄雅雪青靖飯飲餅饗"
    "黒黑清淸内內横橫戸戶羽翁角者著節篠笹芝花芳若英茂草荒莊荘菅菊菜華葉蔵藏薗蘭諸讃讚豊豐"
    "賢起越足路車輝辻込巽鷲鷹鶴鳥鴨鵜麻黄土𡈽寺尾屋岡崇巻卷巌巖帯常平幸庄序床庵弘張当彌弥形彦彩影"
    "悦悅慎愼戴房所扇払拝拜持揚揺携摂敏敬整文斗新施族既旧明晃晴智暢曜更月服望朝期木本札朱村杉東杭"
    "柏柿栗校株根格桂桐梅梶森植椎椿楠楢業榎槇槙樋樫樽橘檜檀櫛次正歩毛氏永汲江池油治沼河泉法波津洋海"
)


def characters_of_jis_x_0213():
    found = set()
    for prefix in (b"", b"\x8f"):
        for row in range(0xA1, 0xFF):
            for cell in range(0xA1, 0xFF):
                try:
                    text = (prefix + bytes([row, cell])).decode("euc_jis_2004")
                except UnicodeDecodeError:
                    continue
                if len(text) == 1:
                    found.add(ord(text))
    return found


def variation_sequences(font):
    for table in font["cmap"].tables:
        if table.format == 14:
            return {
                (base, selector): glyph
                for selector, rows in table.uvsDict.items()
                for base, glyph in rows
            }
    return {}


def main():
    source, have, out = sys.argv[1:]
    font, biz = TTFont(source), TTFont(have)
    missing = characters_of_jis_x_0213() - set(biz.getBestCmap())
    held = variation_sequences(biz)
    bases = {ord(c) for c in NAME_BASES}
    sequences = {
        pair: glyph
        for pair, glyph in variation_sequences(font).items()
        if pair[0] in bases and pair not in held
    }
    selectors = {selector for _, selector in sequences}

    options = Options()
    options.hinting = False
    options.layout_features = []
    options.drop_tables += ["BASE", "GSUB", "GPOS", "GDEF", "vhea", "vmtx", "VORG", "DSIG"]
    options.name_IDs = ["*"]
    options.name_languages = ["*"]
    options.notdef_outline = True
    subsetter = Subsetter(options)
    best = font.getBestCmap()
    subsetter.populate(
        unicodes=(missing | {base for base, _ in sequences} | selectors) & (set(best) | selectors),
        glyphs=[glyph for glyph in sequences.values() if glyph],
    )
    # Keep only the wanted sequences: the subsetter would keep all whose base stays.
    for table in font["cmap"].tables:
        if table.format == 14:
            table.uvsDict = {
                selector: [(b, g) for b, g in rows if (b, selector) in sequences]
                for selector, rows in table.uvsDict.items()
            }
            table.uvsDict = {s: rows for s, rows in table.uvsDict.items() if rows}
    subsetter.subset(font)

    licence = "SIL Open Font License 1.1, see OFL-KairanFallback.txt"
    words = {
        0: "Copyright (c) 2011, GlyphWiki Project. Reduced for Kairan in 2026.",
        1: "Kairan Fallback Mincho",
        2: "Regular",
        3: "KairanFallback-Mincho 2026",
        4: "Kairan Fallback Mincho",
        5: "Version 1.0",
        6: "KairanFallback-Mincho",
        13: licence,
        14: "https://scripts.sil.org/OFL",
    }
    names = font["name"]
    names.names = []
    for ident, text in words.items():
        names.setName(text, ident, 3, 1, 0x409)
    font.save(out)
    print(len(font.getBestCmap()), "characters,", len(variation_sequences(font)), "sequences")


if __name__ == "__main__":
    main()
