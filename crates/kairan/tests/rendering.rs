//! Strangers' pages are rendered in a process of their own: another copy of the executable.

use kairan_paper::{RenderError, RenderLimits, Renderer, placeholder_pdf};
use std::fmt::Write;
use std::time::Duration;

/// Tests are not optimised: more patience.
fn apart(limits: RenderLimits) -> Renderer {
    Renderer {
        limits: RenderLimits {
            patience: Duration::from_mins(5),
            ..limits
        },
        program: Some(env!("CARGO_BIN_EXE_kairan").into()),
    }
}

#[test]
fn the_executable_renders_what_this_process_would() {
    let pdf = placeholder_pdf("A4", 2, 5_000);
    let (here, apart) = (Renderer::default(), apart(RenderLimits::default()));
    assert_eq!(apart.pages(&pdf, 40), here.pages(&pdf, 40));
    assert_eq!(apart.page(&pdf, 2, 40), here.page(&pdf, 2, 40));
    let none = RenderError::NoSuchPage { page: 3 };
    assert_eq!(apart.page(&pdf, 3, 40), Err(none));
    let torn = apart.pages(&pdf[..200], 40);
    assert_eq!(torn, Err(RenderError::Unreadable));
}

#[test]
fn an_end_of_memory_ends_the_other_process_alone() {
    let pdf = placeholder_pdf("A4", 1, 5_000);
    // Enough to start and to read the file, not for a thread with its stack and a picture.
    let narrow = apart(RenderLimits {
        memory: 100 << 20,
        ..RenderLimits::default()
    });
    let told = narrow.pages(&pdf, 300).unwrap_err();
    assert!(
        matches!(told, RenderError::TooMuchWork | RenderError::Busy),
        "{told:?}"
    );
}

#[test]
fn an_end_of_time_ends_the_other_process_alone() {
    let mut drawn = String::new();
    for side in 0..200_000 {
        let _ = write!(drawn, "0 0 {} 90 re f ", side % 90 + 1);
    }
    let mut pdf = b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n\
        2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
        3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R>>endobj\n"
        .to_vec();
    pdf.extend(
        format!(
            "4 0 obj<</Length {}>>stream\n{drawn}\nendstream endobj\n",
            drawn.len()
        )
        .bytes(),
    );
    pdf.extend(b"trailer<</Root 1 0 R>>\n");
    let mut hasty = apart(RenderLimits {
        work: u64::MAX,
        ..RenderLimits::default()
    });
    hasty.limits.patience = Duration::from_millis(400);
    let told = hasty.pages(&pdf, 600).unwrap_err();
    assert_eq!(told, RenderError::TooSlow);
}

#[test]
fn the_executable_examines_what_this_process_would_and_shows_words_only_when_asked() {
    let pdf = placeholder_pdf("A4", 2, 5_000);
    let apart = apart(kairan_paper::examine::limits());
    let here = Renderer {
        program: None,
        ..apart.clone()
    };
    assert!(apart.examine(&pdf) == here.examine(&pdf));
    let order = kairan_paper::CleanOrder {
        cleaning: kairan_paper::Cleaning::Everything,
        title: kairan_domain::secret::SecretText::new("資料"),
    };
    assert_eq!(apart.clean(&pdf, &order), here.clean(&pdf, &order));

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.pdf");
    let cleaned = apart.clean(&pdf, &order).unwrap();
    // Its title is all a clean copy carries.
    std::fs::write(&path, cleaned.pdf).unwrap();
    let examine = |more: &[&str]| {
        let program = std::process::Command::new(env!("CARGO_BIN_EXE_kairan"))
            .arg("examine")
            .args(more)
            .arg(&path)
            .output()
            .unwrap();
        assert!(program.status.success());
        String::from_utf8(program.stdout).unwrap()
    };
    let told = examine(&["--json"]);
    assert!(
        told.contains("\"kind\":\"title\"") && told.contains("\"taken\":true"),
        "{told}"
    );
    assert!(!told.contains("資料"), "{told}");
    assert!(examine(&["--show"]).contains("資料"));
}
