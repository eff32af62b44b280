use super::*;

/// Lines of a text in a column of `em` full-width characters.
fn lines(text: &str, em: u16) -> Vec<String> {
    let width = f32::from(em) * 10.0 * MM_PER_PT + 0.01;
    lay_out(text, Style::new(Font::Gothic, 10.0), width)
        .lines
        .iter()
        .map(|l| l.glyphs.iter().map(|g| g.cluster.text()).collect())
        .collect()
}

#[test]
fn lines_break_where_japanese_may_break() {
    let cases: &[(&str, u16, &[&str])] = &[
        ("あいうえお", 5, &["あいうえお"]),
        ("あいうえおか", 5, &["あいうえお", "か"]),
        ("あいうえお。", 5, &["あいうえ", "お。"]),
        ("あいうえ」。か", 5, &["あいう", "え」。か"]),
        ("あいうえ（か）", 5, &["あいうえ", "（か）"]),
        ("あいうえキャベツ", 5, &["あいうえ", "キャベツ"]),
        ("あいうえおー", 5, &["あいうえ", "おー"]),
        ("あいうえ……か", 5, &["あいうえ", "……か"]),
        ("あいう Kairan", 4, &["あいう", "Kairan"]),
        ("あいうKairan", 4, &["あいう", "Kairan"]),
        ("abcdefghijkl", 3, &["abcdef", "ghijkl"]),
        ("あ\nい", 5, &["あ", "い"]),
        ("", 5, &[""]),
        ("あい    ", 2, &["あい"]),
    ];
    for (text, em, expected) in cases {
        assert_eq!(&lines(text, *em), expected, "{text} in {em}");
    }
}

#[test]
fn no_line_of_a_long_text_starts_or_ends_wrongly() {
    let text = "本人は「大丈夫です。」と話すが、家族（長女）によると、ほぼ毎日、排尿後のズボンの上げ下ろしに\
                介助がある。デイサービスを週２回（火・金）利用。「ちょっと…」と言って食事を残すこともある。";
    for em in 6..40 {
        for line in lines(text, em) {
            let (first, last) = (line.chars().next().unwrap(), line.chars().last().unwrap());
            assert!(!"。、」）ーっゃ・".contains(first), "{line} at {em}");
            assert!(!"「（".contains(last), "{line} at {em}");
        }
        assert_eq!(lines(text, em).concat(), text.replace(' ', ""));
    }
}

#[test]
fn sequences_stay_one_glyph_and_are_never_normalised() {
    let shaped = shaping::shape("辻\u{E0100}塚\u{FA10}か\u{3099}ハ\u{309A}", Font::Mincho);
    let texts: Vec<String> = shaped.glyphs.iter().map(|g| g.cluster.text()).collect();
    assert_eq!(texts, ["辻\u{E0100}", "塚", "\u{FA10}", "が", "パ"]);
    assert!(shaped.missing.is_empty());
}

#[test]
fn a_missing_character_is_reported_and_keeps_its_text() {
    let laid = lay_out(
        "山田😀太郎あ\u{E0105}",
        Style::new(Font::Mincho, 10.0),
        100.0,
    );
    let missing: Vec<&str> = laid.missing.characters().collect();
    assert_eq!(missing, ["あ\u{E0105}", "😀"]);
    assert_eq!(laid.missing.code_points(), "U+3042 U+E0105、U+1F600");
    assert_eq!(laid.lines[0].glyphs[2].cluster.text(), "😀");
    assert_ne!(laid.lines[0].glyphs[2].id, 0);
}

#[test]
fn invisible_characters_take_no_room() {
    let plain = measure("高橋", Font::Gothic, 10.0);
    let pasted = measure("\u{FEFF}高\u{200B}橋\u{202E}", Font::Gothic, 10.0);
    assert!((plain - pasted).abs() < f32::EPSILON);
    assert!((plain - 20.0 * MM_PER_PT).abs() < 0.001);
}

#[test]
fn a_text_shrinks_until_it_fits_or_says_no() {
    let style = Style::new(Font::Gothic, 20.0);
    let text = "とても長い医療機関の名称でも一行に収まります";
    let laid = fit(text, style, 100.0, 10.6, 8.0).unwrap();
    assert_eq!(laid.lines.len(), 1);
    assert!(laid.style.size < 20.0 && laid.lines[0].width <= 100.0);
    assert!(fit(text, style, 20.0, 8.0, 8.0).is_none());
}
