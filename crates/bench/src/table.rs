//! The table, and what is said while it grows.

use std::io::{Write, stderr, stdout};

/// One line: a bar of design §10 and what came of it.
pub(crate) struct Line {
    what: String,
    ours: String,
    reference: String,
    ratio: String,
    bar: String,
    verdict: Verdict,
}

/// How a line came out.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// At or above the bar.
    Pass,
    /// Below the bar.
    Below,
    /// There is no bar, or nothing to measure with.
    Told,
}

impl Line {
    /// A line that is still to be judged.
    pub(crate) fn new(what: &str) -> Self {
        let nothing = || "–".to_owned();
        Self {
            what: what.to_owned(),
            ours: nothing(),
            reference: nothing(),
            ratio: nothing(),
            bar: nothing(),
            verdict: Verdict::Told,
        }
    }

    /// Kairan's figure with its unit.
    pub(crate) fn ours(mut self, figure: f64, unit: &str) -> Self {
        self.ours = with_unit(figure, unit);
        self
    }

    /// The reference's figure with its unit, and whose it is.
    pub(crate) fn beside(mut self, whose: &str, figure: f64, unit: &str) -> Self {
        self.reference = format!("{whose} {}", with_unit(figure, unit));
        self
    }

    /// Words where a reference's figure would stand.
    pub(crate) fn without(mut self, why: &str) -> Self {
        why.clone_into(&mut self.reference);
        self
    }

    /// The ratio shall be at least the bar.
    pub(crate) fn ratio_at_least(mut self, ratio: f64, bar: f64) -> Self {
        self.ratio = short(ratio);
        self.bar = format!("≥ {bar} ×");
        self.verdict = judge(ratio >= bar);
        self
    }

    /// The ratio shall be at most the bar.
    pub(crate) fn ratio_at_most(mut self, ratio: f64, bar: f64) -> Self {
        self.ratio = short(ratio);
        self.bar = format!("≤ {bar} ×");
        self.verdict = judge(ratio <= bar);
        self
    }

    /// Kairan's own figure shall be at least the bar.
    pub(crate) fn at_least(self, figure: f64, bar: f64, unit: &str) -> Self {
        let mut line = self.ours(figure, unit);
        line.bar = format!("≥ {bar} {unit}");
        line.verdict = judge(figure >= bar);
        line
    }

    /// Kairan's own figure shall be at most the bar.
    pub(crate) fn at_most(self, figure: f64, bar: f64, unit: &str) -> Self {
        let mut line = self.ours(figure, unit);
        line.bar = format!("≤ {} {unit}", short(bar));
        line.verdict = judge(figure <= bar);
        line
    }

    /// Whether it lies below its bar.
    pub(crate) fn is_below(&self) -> bool {
        self.verdict == Verdict::Below
    }

    fn cells(&self) -> [&str; 6] {
        let verdict = match self.verdict {
            Verdict::Pass => "pass",
            Verdict::Below => "BELOW",
            Verdict::Told => "–",
        };
        [
            &self.what,
            &self.ours,
            &self.reference,
            &self.ratio,
            &self.bar,
            verdict,
        ]
    }
}

/// A figure that is not a number (nothing measured) is never a pass.
fn judge(good: bool) -> Verdict {
    if good { Verdict::Pass } else { Verdict::Below }
}

fn with_unit(figure: f64, unit: &str) -> String {
    format!("{} {unit}", short(figure))
}

fn short(figure: f64) -> String {
    match figure.abs() {
        large if large >= 100.0 => format!("{figure:.0}"),
        middle if middle >= 10.0 => format!("{figure:.1}"),
        _ => format!("{figure:.2}"),
    }
}

/// Prints the table in Markdown, columns aligned, so that it can go into a note as it is.
pub(crate) fn print(lines: &[Line]) {
    let head = ["what", "Kairan", "reference", "ratio", "bar", ""];
    let mut widths = head.map(|word| word.chars().count());
    for line in lines {
        for (width, cell) in widths.iter_mut().zip(line.cells()) {
            *width = (*width).max(cell.chars().count());
        }
    }
    say(&written(head, widths));
    say(&written(
        widths
            .map(|width| "-".repeat(width))
            .each_ref()
            .map(String::as_str),
        widths,
    ));
    for line in lines {
        say(&written(line.cells(), widths));
    }
}

fn written(cells: [&str; 6], widths: [usize; 6]) -> String {
    let padded = cells
        .iter()
        .zip(widths)
        .map(|(cell, width)| format!(" {cell:<width$} |"));
    format!("|{}", padded.collect::<String>())
}

/// One line on standard output. That nobody reads it is no reason to end.
pub(crate) fn say(words: &str) {
    let _ = writeln!(stdout(), "{words}");
}

/// One line on standard error: progress and trouble.
pub(crate) fn complain(words: &str) {
    let _ = writeln!(stderr(), "{words}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_that_was_not_measured_is_below_every_bar() {
        assert!(Line::new("x").ratio_at_least(f64::NAN, 0.5).is_below());
        assert!(Line::new("x").at_most(f64::NAN, 64.0, "MiB").is_below());
        assert!(!Line::new("x").at_most(64.0, 64.0, "MiB").is_below());
    }
}
