//! The process apart: what passes to it, and that its end is an answer.

use super::super::message::{Order, read_answer, write_answer};
use super::*;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

/// A program that does this.
fn program(folder: &Path, script: &str) -> Renderer {
    let path = folder.join("program");
    fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).unwrap();
    Renderer {
        limits: limits(),
        program: Some(path),
    }
}

#[test]
fn orders_and_answers_arrive_as_they_were_sent() {
    let order = Order::new(3, 150, limits());
    let mut sent = Vec::new();
    order.write(&mut sent).unwrap();
    assert_eq!(Order::read(&mut &sent[..]).unwrap(), order);
    let pages = || {
        let page = |width: u32, height: u32| RenderedPage {
            width,
            height,
            rgb: (0..=255).cycle().take(6 * 3).collect(),
        };
        vec![page(2, 3), page(6, 1)]
    };
    for answer in [
        Ok(pages()),
        Err(RenderError::Unreadable),
        Err(RenderError::Encrypted),
        Err(RenderError::NoSuchPage { page: 7 }),
        Err(RenderError::TooManyPages { limit: 20 }),
        Err(RenderError::TooMuchWork),
        Err(RenderError::TooSlow),
        Err(RenderError::Busy),
        Err(RenderError::Failed),
    ] {
        let mut sent = Vec::new();
        write_answer(&mut sent, &answer).unwrap();
        assert_eq!(read_answer(&mut &sent[..], &limits()).unwrap(), answer);
        for cut in 0..sent.len() {
            assert!(read_answer(&mut &sent[..cut], &limits()).is_err());
        }
    }
    let mut sent = Vec::new();
    write_answer(&mut sent, &Ok(pages())).unwrap();
    for tight in [
        RenderLimits {
            pages: 1,
            ..limits()
        },
        RenderLimits {
            pixels: 0,
            ..limits()
        },
    ] {
        assert!(read_answer(&mut &sent[..], &tight).is_err());
    }
}

#[test]
fn a_process_that_dies_is_an_answer() {
    let folder = tempfile::tempdir().unwrap();
    let pdf = page_of("0 0 9 9 re f", "", &[]);
    // More than a pipe holds: the feeder meets the end, too.
    let large = [&pdf[..], &vec![b' '; 1 << 20]].concat();
    for (script, why) in [
        ("kill -SEGV $$", RenderError::TooMuchWork),
        ("cat > /dev/null; kill -ABRT $$", RenderError::TooMuchWork),
        ("exit 1", RenderError::Failed),
        ("cat > /dev/null; exit 0", RenderError::Failed),
        ("cat > /dev/null; yes", RenderError::Failed),
    ] {
        let renderer = program(folder.path(), script);
        for pdf in [&pdf, &large] {
            assert_eq!(renderer.pages(pdf, 72), Err(why), "{script}");
            assert_eq!(renderer.page(pdf, 1, 72), Err(why), "{script}");
        }
    }
    let nowhere = Renderer {
        limits: limits(),
        program: Some(folder.path().join("nothing")),
    };
    assert_eq!(nowhere.pages(&pdf, 72), Err(RenderError::Busy));
}

#[test]
fn a_process_that_takes_too_long_is_ended() {
    let folder = tempfile::tempdir().unwrap();
    let mark = folder.path().join("pid");
    let script = format!("echo $$ > {}; exec sleep 1000", mark.display());
    let mut renderer = program(folder.path(), &script);
    renderer.limits.patience = Duration::from_millis(500);
    let pdf = page_of("0 0 9 9 re f", "", &[]);
    assert_eq!(renderer.pages(&pdf, 72), Err(RenderError::TooSlow));
    // Ended and buried: its number is nobody's.
    if let Ok(pid) = fs::read_to_string(&mark) {
        assert!(!Path::new("/proc").join(pid.trim()).exists());
    }
}

#[test]
fn what_is_asked_for_reaches_the_program() {
    let folder = tempfile::tempdir().unwrap();
    let kept = folder.path().join("kept");
    let script = format!("echo $1 $HOME$PATH > {0}.words; cat > {0}", kept.display());
    let renderer = program(folder.path(), &script);
    assert_eq!(renderer.page(b"%PDF", 2, 110), Err(RenderError::Failed));
    let kept = fs::read(kept).unwrap();
    let (order, pdf) = kept.split_at(kept.len() - 4);
    assert_eq!(pdf, b"%PDF");
    let order = Order::read(&mut &order[..]).unwrap();
    assert_eq!(order, Order::new(2, 110, limits()));
    let none = renderer.page(b"%PDF", 0, 110);
    assert_eq!(none, Err(RenderError::NoSuchPage { page: 0 }));
}
