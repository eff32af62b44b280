//! What a step of making the demo can fail with.

/// The demo could not be made; which step, and why.
#[derive(Debug, thiserror::Error)]
#[error("the demo could not be made: {step}: {cause}")]
pub struct DemoError {
    step: &'static str,
    cause: String,
}

/// Names the step a fault stands at.
pub(super) trait At<T> {
    fn at(self, step: &'static str) -> Result<T, DemoError>;
}

impl<T, E: std::fmt::Display> At<T> for Result<T, E> {
    fn at(self, step: &'static str) -> Result<T, DemoError> {
        self.map_err(|cause| DemoError {
            step,
            cause: cause.to_string(),
        })
    }
}

pub(super) fn missing(step: &'static str) -> DemoError {
    DemoError {
        step,
        cause: "nothing came back".into(),
    }
}
