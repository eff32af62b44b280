//! Bodies that are watched: requests must make progress, responses must not take others down.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::Body;
use bytes::Bytes;
use http_body::{Body as HttpBody, Frame, SizeHint};
use hyper::body::Incoming;

use super::patience::{Patience, Progress};
use super::pulse::Running;

/// Why a body ended before its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BodyFault {
    /// The client sent too little within the time allowed.
    #[error("the request body stalled")]
    Stalled,
    /// The code that makes the response failed in the middle.
    #[error("the response body broke off")]
    Panicked,
}

/// A request body whose sender may not dawdle.
pub(super) struct RequestBody {
    inner: Incoming,
    progress: Progress,
}

impl RequestBody {
    pub(super) fn new(inner: Incoming, patience: &Patience) -> Self {
        let progress = Progress::new(patience.body_progress, patience.min_progress);
        Self { inner, progress }
    }
}

impl HttpBody for RequestBody {
    type Data = Bytes;
    type Error = axum::BoxError;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::BoxError>>> {
        let this = self.get_mut();
        match Pin::new(&mut this.inner).poll_frame(cx) {
            Poll::Ready(Some(Ok(frame))) => {
                let bytes = frame.data_ref().map_or(0, Bytes::len);
                this.progress.moved(bytes as u64);
                Poll::Ready(Some(Ok(frame)))
            }
            Poll::Ready(Some(Err(error))) => Poll::Ready(Some(Err(error.into()))),
            Poll::Ready(None) => Poll::Ready(None),
            Poll::Pending => this
                .progress
                .poll_stalled(cx)
                .map(|()| Some(Err(BodyFault::Stalled.into()))),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}

/// A response body that reports to its connection and keeps a panic to itself.
pub(super) struct ResponseBody {
    inner: Body,
    running: Running,
}

impl ResponseBody {
    pub(super) fn new(inner: Body, running: Running) -> Self {
        Self { inner, running }
    }
}

impl HttpBody for ResponseBody {
    type Data = Bytes;
    type Error = axum::BoxError;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::BoxError>>> {
        let this = self.get_mut();
        this.running.set_sending(false);
        let inner = &mut this.inner;
        // The body is not polled again after a panic: hyper drops it with the error.
        match catch_unwind(AssertUnwindSafe(|| Pin::new(inner).poll_frame(cx))) {
            Ok(Poll::Ready(Some(Ok(frame)))) => {
                this.running.set_sending(true);
                Poll::Ready(Some(Ok(frame)))
            }
            Ok(Poll::Ready(Some(Err(error)))) => Poll::Ready(Some(Err(error.into()))),
            Ok(Poll::Ready(None)) => Poll::Ready(None),
            Ok(Poll::Pending) => Poll::Pending,
            Err(_) => Poll::Ready(Some(Err(BodyFault::Panicked.into()))),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}
