//! Files of our own making, one for each way to carry something unseen.

use crate::testing::{pdf_of, stream};
use kairan_domain::examination::FindingKind;

/// A file under construction; the first page's objects are 3 (page), 4 (content), 5 (font).
pub(crate) struct Made {
    pub(crate) draws: String,
    pub(crate) page: String,
    pub(crate) resources: String,
    pub(crate) catalog: String,
    pub(crate) trailer: String,
    /// From number 6 on.
    pub(crate) more: Vec<String>,
}

/// A line that everybody sees.
const SEEN: &str = "BT /F 12 Tf 20 170 Td (Visible words stay here) Tj ET ";
pub(crate) const NAME: &str = "TANAKA HANAKO";

fn named(x: u32, y: u32) -> String {
    format!("BT /F 12 Tf {x} {y} Td ({NAME}) Tj ET ")
}

impl Made {
    pub(crate) fn drawing(draws: &str) -> Self {
        Self {
            draws: format!("{SEEN}{draws}"),
            page: String::new(),
            resources: String::new(),
            catalog: String::new(),
            trailer: String::new(),
            more: Vec::new(),
        }
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        let (page, resources) = (&self.page, &self.resources);
        let mut objects = vec![
            format!("<</Type/Catalog/Pages 2 0 R{}>>", self.catalog),
            "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
            format!(
                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R{page}\
                 /Resources<</Font<</F 5 0 R>>{resources}>>>>"
            ),
            stream("", &self.draws),
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_owned(),
        ];
        objects.extend_from_slice(&self.more);
        pdf_of(&objects, &self.trailer)
    }

    /// The file as made, and what was appended to it: the page draws something else.
    fn appended(&self, draws: &str) -> Vec<u8> {
        let mut file = self.bytes();
        let before = file.len();
        let object = file.len();
        file.extend(format!("4 0 obj\n{}\nendobj\n", stream("", draws)).into_bytes());
        let start = file.len();
        let text = String::from_utf8(file[..before].to_vec()).unwrap();
        let last = text.rsplit("startxref\n").next().unwrap();
        let last = last.lines().next().unwrap();
        file.extend(
            format!(
                "xref\n4 1\n{object:010} 00000 n \ntrailer\n<</Size 6/Root 1 0 R/Prev {last}>>\n\
                 startxref\n{start}\n%%EOF\n"
            )
            .into_bytes(),
        );
        file
    }
}

/// A file and what is to be found in it.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) bytes: Vec<u8>,
    pub(crate) kind: FindingKind,
    /// Whether the name is what nobody sees.
    pub(crate) named: bool,
}

fn case(name: &'static str, kind: FindingKind, made: &Made) -> Case {
    Case {
        name,
        bytes: made.bytes(),
        kind,
        named: true,
    }
}

fn with(draws: &str, change: impl FnOnce(&mut Made)) -> Made {
    let mut made = Made::drawing(draws);
    change(&mut made);
    made
}

fn covered() -> Vec<Case> {
    let kind = FindingKind::CoveredText;
    let image = "/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray";
    vec![
        case(
            "a black box over living text",
            kind,
            &Made::drawing(&format!("{}0 g 15 90 150 25 re f", named(20, 100))),
        ),
        case(
            "a white box with other words on it",
            kind,
            &Made::drawing(&format!(
                "{}1 g 15 90 150 25 re f 0 g BT /F 12 Tf 20 100 Td (nobody named) Tj ET",
                named(20, 100)
            )),
        ),
        case(
            "a picture over living text",
            kind,
            &with(
                &format!("{}q 150 0 0 25 15 90 cm /I Do Q", named(20, 100)),
                |made| {
                    made.resources = "/XObject<</I 6 0 R>>".into();
                    made.more = vec![stream(&format!("/Type/XObject{image}"), "5")];
                },
            ),
        ),
        case(
            "a shape that is no rectangle",
            kind,
            &Made::drawing(&format!(
                "{}0.2 g 10 85 m 180 85 l 190 103 l 180 120 l 10 120 l 5 103 l f",
                named(20, 100)
            )),
        ),
        case(
            "a shading",
            kind,
            &with(
                &format!("{}q 15 90 150 25 re W n /S sh Q", named(20, 100)),
                |made| {
                    made.resources = "/Shading<</S<</ShadingType 2/ColorSpace/DeviceGray\
                        /Coords[0 0 200 0]/Extend[true true]/Function<</FunctionType 2\
                        /Domain[0 1]/C0[0.5]/C1[0.51]/N 1>>>>>>"
                        .into();
                },
            ),
        ),
    ]
}

fn unseen() -> Vec<Case> {
    let square = "<</Type/Annot/Subtype/Square/F 4/Rect[15 90 165 115]/AP<</N 7 0 R>>>>";
    let look = stream(
        "/Type/XObject/Subtype/Form/BBox[0 0 150 25]",
        "0 g 0 0 150 25 re f",
    );
    vec![
        case(
            "a box that is an annotation",
            FindingKind::TextUnderAnnotation,
            &with(&named(20, 100), |made| {
                made.page = "/Annots[6 0 R]".into();
                made.more = vec![square.into(), look];
            }),
        ),
        case(
            "white text",
            FindingKind::FaintText,
            &Made::drawing(&format!("1 g {}", named(20, 100))),
        ),
        case(
            "text outside the crop box",
            FindingKind::TextOutside,
            &with(&named(20, 20), |made| {
                made.page = "/CropBox[0 50 200 200]".into();
            }),
        ),
        case(
            "text that is clipped away",
            FindingKind::TextOutside,
            &Made::drawing(&format!("q 0 0 5 5 re W n {}Q", named(20, 100))),
        ),
        case(
            "recognised text under a painted scan",
            FindingKind::ScannedText,
            &with("", |made| {
                // The whole page is the scan.
                made.draws = format!(
                    "q 200 0 0 200 0 0 cm /I Do Q BT 3 Tr /F 12 Tf 20 20 Td ({NAME}) Tj ET"
                );
                made.resources = "/XObject<</I 6 0 R>>".into();
                let scan = "/Type/XObject/Subtype/Image/Width 2/Height 2/BitsPerComponent 8\
                        /ColorSpace/DeviceGray";
                made.more = vec![stream(scan, "zz  ")];
            }),
        ),
        case(
            "words that are copied in place of what is shown",
            FindingKind::ReplacedText,
            &Made::drawing(&format!(
                "/Span<</ActualText({NAME})>>BDC BT /F 12 Tf 20 100 Td (******) Tj ET EMC"
            )),
        ),
    ]
}

fn objects() -> Vec<Case> {
    let layer = "/OCProperties<</OCGs[6 0 R]/D<</OFF[6 0 R]>>>>";
    let mut cases = vec![
        case(
            "a layer that is off",
            FindingKind::HiddenLayer,
            &with(&format!("/OC/L BDC {}EMC", named(20, 100)), |made| {
                made.catalog = layer.into();
                made.resources = "/Properties<</L 6 0 R>>".into();
                made.more = vec![format!("<</Type/OCG/Name({NAME})>>")];
            }),
        ),
        case(
            "a comment",
            FindingKind::Annotation,
            &with("", |made| {
                made.page = "/Annots[6 0 R]".into();
                made.more = vec![format!(
                    "<</Type/Annot/Subtype/Text/Rect[20 20 40 40]/Contents({NAME})>>"
                )];
            }),
        ),
        case(
            "a comment no program shows",
            FindingKind::HiddenAnnotation,
            &with("", |made| {
                made.page = "/Annots[6 0 R]".into();
                made.more = vec![format!(
                    "<</Type/Annot/Subtype/FreeText/F 2/Rect[20 20 40 40]/Contents({NAME})>>"
                )];
            }),
        ),
        case(
            "an attachment",
            FindingKind::Attachment,
            &with("", |made| {
                made.catalog = "/Names<</EmbeddedFiles<</Names[(a)6 0 R]>>>>".into();
                made.more = vec![
                    format!("<</Type/Filespec/F({NAME})/EF<</F 7 0 R>>>>"),
                    stream("/Type/EmbeddedFile", "MZ"),
                ];
            }),
        ),
        case(
            "title and author",
            FindingKind::Author,
            &with("", |made| {
                made.trailer = "/Info 6 0 R".into();
                made.more = vec![format!(
                    "<</Title(Microsoft Word - a.docx)/Author({NAME})/Producer(Word)>>"
                )];
            }),
        ),
    ];
    cases.extend(plain());
    cases
}

/// Those that hold no name.
fn plain() -> Vec<Case> {
    let mut cases = Vec::new();
    for (name, kind, catalog, page, more) in [
        (
            "a script",
            FindingKind::Script,
            "/OpenAction<</S/JavaScript/JS(1)>>",
            "",
            "",
        ),
        (
            "a program",
            FindingKind::Action,
            "/OpenAction<</S/Launch/F(a.exe)>>",
            "",
            "",
        ),
        (
            "a description",
            FindingKind::Xmp,
            "/Metadata 6 0 R",
            "",
            "X",
        ),
        (
            "a thumbnail",
            FindingKind::Thumbnail,
            "",
            "/Thumb 6 0 R",
            "T",
        ),
        (
            "a program's data",
            FindingKind::ProgramData,
            "",
            "/PieceInfo<</A<<>>>>",
            "",
        ),
        (
            "a field",
            FindingKind::FormField,
            "/AcroForm<</Fields[6 0 R]>>",
            "/Annots[6 0 R]",
            "W",
        ),
        (
            "bookmarks",
            FindingKind::Bookmark,
            "/Outlines<</First 6 0 R/Last 6 0 R>>",
            "",
            "B",
        ),
    ] {
        let made = with("", |made| {
            made.catalog = catalog.into();
            made.page = page.into();
            made.more = match more {
                "X" => vec![stream("/Type/Metadata/Subtype/XML", "<x/>")],
                "T" => vec![stream(
                    "/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray",
                    "a",
                )],
                "W" => vec![
                    "<</Subtype/Widget/FT/Tx/V(a)/Rect[20 20 90 40]/AP<</N 7 0 R>>>>".into(),
                    stream(
                        "/Type/XObject/Subtype/Form/BBox[0 0 70 20]",
                        "0 0 70 20 re S",
                    ),
                ],
                "B" => vec!["<</Title(a)/Dest[3 0 R/Fit]>>".into()],
                _ => Vec::new(),
            };
        });
        cases.push(Case {
            named: false,
            ..case(name, kind, &made)
        });
    }
    cases
}

/// Every way.
pub(crate) fn cases() -> Vec<Case> {
    let mut all = covered();
    all.extend(unseen());
    all.extend(objects());
    all.push(Case {
        name: "two revisions",
        bytes: Made::drawing(&named(20, 100)).appended(SEEN),
        kind: FindingKind::EarlierRevision,
        named: false,
    });
    all
}
