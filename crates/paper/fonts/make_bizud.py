#!/usr/bin/env python3
"""Lightens a BIZ UD face for drawing PDFs: no hinting, no layout, no vertical tables.

Usage: make_bizud.py IN.ttf OUT.ttf      Needs fontTools (pip install fonttools).

All characters and variation sequences stay (checked below). Printers and PDF viewers do not use
TrueType instructions at these sizes; without them the program and each sheet are a third smaller.
"""
import sys

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont


def sequences(font):
    return {
        (base, selector)
        for table in font["cmap"].tables
        if table.format == 14
        for selector, rows in table.uvsDict.items()
        for base, _ in rows
    }


def main():
    source, out = sys.argv[1:]
    font = TTFont(source)
    characters, variants = set(font.getBestCmap()), sequences(font)
    options = Options()
    options.hinting = False
    options.layout_features = []
    options.drop_tables += ["BASE", "GSUB", "GPOS", "GDEF", "vhea", "vmtx", "VORG", "DSIG", "STAT", "meta"]
    options.name_IDs = ["*"]
    options.name_languages = ["*"]
    options.notdef_outline = True
    options.glyph_names = False
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters | {selector for _, selector in variants})
    subsetter.subset(font)
    font.save(out)
    made = TTFont(out)
    assert set(made.getBestCmap()) == characters and sequences(made) == variants
    print(out, len(characters), "characters,", len(variants), "sequences")


if __name__ == "__main__":
    main()
