//! Two things measured in turn, and the median of their ratios.

use crate::Done;

/// What one run of one server came to. A figure that was not taken is not a number.
#[derive(Clone, Copy)]
pub(crate) struct Sample {
    /// Bytes, requests, meetings, letters per second: whatever the row counts.
    pub(crate) rate: f64,
    /// Milliseconds: the 99th percentile, or whatever the row says.
    pub(crate) millis: f64,
    /// Processor seconds of the server per GiB.
    pub(crate) cpu_per_gib: f64,
    /// Peak memory of the server in MiB.
    pub(crate) peak_mib: f64,
}

impl Sample {
    /// A sample of a rate alone.
    pub(crate) fn rate(rate: f64) -> Self {
        Self {
            rate,
            ..Self::default()
        }
    }
}

impl Default for Sample {
    fn default() -> Self {
        Self {
            rate: f64::NAN,
            millis: f64::NAN,
            cpu_per_gib: f64::NAN,
            peak_mib: f64::NAN,
        }
    }
}

/// Samples of Kairan and of its reference, taken in turn.
pub(crate) struct Pairs(Vec<(Sample, Sample)>);

impl Pairs {
    /// The median of Kairan's figures.
    pub(crate) fn ours(&self, figure: impl Fn(&Sample) -> f64) -> f64 {
        median(self.0.iter().map(|(ours, _)| figure(ours)))
    }

    /// The median of the reference's figures.
    pub(crate) fn theirs(&self, figure: impl Fn(&Sample) -> f64) -> f64 {
        median(self.0.iter().map(|(_, theirs)| figure(theirs)))
    }

    /// The median of the ratios, Kairan's figure by the reference's.
    pub(crate) fn ratio(&self, figure: impl Fn(&Sample) -> f64) -> f64 {
        median(
            self.0
                .iter()
                .map(|(ours, theirs)| figure(ours) / figure(theirs)),
        )
    }

    /// The largest of Kairan's figures.
    pub(crate) fn worst(&self, figure: impl Fn(&Sample) -> f64) -> f64 {
        self.0
            .iter()
            .map(|(ours, _)| figure(ours))
            .fold(f64::NAN, f64::max)
    }
}

/// Measures both in turn, so often; one turn before is thrown away (warm caches, first pages).
pub(crate) async fn alternate(
    pairs: u32,
    mut ours: impl AsyncFnMut() -> Done<Sample>,
    mut theirs: impl AsyncFnMut() -> Done<Sample>,
) -> Done<Pairs> {
    ours().await?;
    theirs().await?;
    let mut taken = Vec::new();
    for _ in 0..pairs {
        taken.push((ours().await?, theirs().await?));
    }
    Ok(Pairs(taken))
}

/// The median; of an even number the mean of the two in the middle.
pub(crate) fn median(figures: impl Iterator<Item = f64>) -> f64 {
    let sorted = sorted(figures);
    let middle = sorted.len() / 2;
    match sorted.len() {
        0 => f64::NAN,
        n if n % 2 == 1 => sorted[middle],
        _ => f64::midpoint(sorted[middle - 1], sorted[middle]),
    }
}

fn sorted(figures: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut all: Vec<f64> = figures.collect();
    all.sort_by(f64::total_cmp);
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn medians_are_those_of_the_books() {
        assert_eq!(
            median([3.0, 1.0, 2.0].into_iter()).to_bits(),
            2.0_f64.to_bits()
        );
        assert_eq!(
            median([4.0, 1.0, 2.0, 3.0].into_iter()).to_bits(),
            2.5_f64.to_bits()
        );
        assert!(median(std::iter::empty()).is_nan());
    }

    #[tokio::test]
    async fn the_first_turn_does_not_count_and_ratios_are_paired() {
        let mut ours = [100.0, 2.0, 6.0, 9.0].into_iter();
        let mut theirs = [1.0, 1.0, 2.0, 10.0].into_iter();
        let pairs = alternate(
            3,
            async || Ok(Sample::rate(ours.next().unwrap_or(f64::NAN))),
            async || Ok(Sample::rate(theirs.next().unwrap_or(f64::NAN))),
        );
        let pairs = pairs.await.unwrap();
        assert_eq!(pairs.ratio(|s| s.rate).to_bits(), 2.0_f64.to_bits());
        assert_eq!(pairs.worst(|s| s.rate).to_bits(), 9.0_f64.to_bits());
    }
}
