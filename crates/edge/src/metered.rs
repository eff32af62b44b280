//! A body in front of the multipart decoder, which keeps everything before a part's content in
//! one buffer and searches it anew with every frame: unbounded, a preamble or a header without
//! end would cost memory without limit and time that grows with its square.
//!
//! While a head is awaited only so much goes through; and never more than a few frames at a
//! time, because the decoder takes whatever is there before it looks at any of it.

use axum::body::BodyDataStream;
use bytes::Bytes;
use futures_util::Stream;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};

/// Bytes of a preamble or of a part's headers; browsers send a few hundred.
const MOST_HEAD: usize = 32 * 1024;
/// Bytes handed on between two looks of the decoder.
const AT_ONCE: usize = 64 * 1024;
/// The same while a head is awaited.
const AT_ONCE_IN_HEAD: usize = 8 * 1024;

/// What the reader of the form tells the body: a head is awaited, or a part's content.
#[derive(Clone, Default)]
pub struct Meter(Arc<Awaited>);

#[derive(Default)]
struct Awaited {
    /// Bytes a head may still have; [`usize::MAX`]: content is awaited.
    head: AtomicUsize,
}

/// A preamble, or a part's headers, longer than any browser sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a part's head is too long")]
pub struct HeadTooLong;

impl Meter {
    /// The next part's head is awaited.
    pub fn head(&self) {
        self.0.head.store(MOST_HEAD, Ordering::Relaxed);
    }

    /// A part's content is awaited.
    pub fn content(&self) {
        self.0.head.store(usize::MAX, Ordering::Relaxed);
    }

    /// How much may go through now, of so much at once.
    fn room(&self) -> usize {
        match self.0.head.load(Ordering::Relaxed) {
            usize::MAX => AT_ONCE,
            left => left.min(AT_ONCE_IN_HEAD),
        }
    }

    fn took(&self, bytes: usize) {
        let left = self.0.head.load(Ordering::Relaxed);
        if left != usize::MAX {
            let left = left.saturating_sub(bytes);
            self.0.head.store(left, Ordering::Relaxed);
        }
    }
}

/// The body, so much at a time.
pub struct Metered {
    body: BodyDataStream,
    meter: Meter,
    /// Of a frame that was too large to go through at once.
    rest: Bytes,
    /// Bytes handed on since the decoder last looked.
    handed: usize,
}

impl Metered {
    /// A body that goes through as fast as `meter` allows.
    pub fn new(body: BodyDataStream, meter: Meter) -> Self {
        Self {
            body,
            meter,
            rest: Bytes::new(),
            handed: 0,
        }
    }

    /// Lets the decoder look at what it has; it is asked again at once if that is not enough.
    fn pause(&mut self, cx: &Context<'_>) -> Poll<Option<Result<Bytes, axum::BoxError>>> {
        self.handed = 0;
        cx.waker().wake_by_ref();
        Poll::Pending
    }
}

impl Stream for Metered {
    type Item = Result<Bytes, axum::BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        let room = this.meter.room();
        if room == 0 {
            // What is there was looked at only if nothing was handed on since.
            if this.handed > 0 {
                return this.pause(cx);
            }
            return Poll::Ready(Some(Err(HeadTooLong.into())));
        }
        if this.handed >= room.max(1) {
            return this.pause(cx);
        }
        if this.rest.is_empty() {
            match Pin::new(&mut this.body).poll_next(cx) {
                Poll::Ready(Some(Ok(bytes))) => this.rest = bytes,
                Poll::Ready(Some(Err(error))) => return Poll::Ready(Some(Err(error.into()))),
                Poll::Ready(None) => return Poll::Ready(None),
                Poll::Pending => {
                    this.handed = 0;
                    return Poll::Pending;
                }
            }
        }
        let bytes = this.rest.split_to(this.rest.len().min(room));
        this.handed += bytes.len();
        this.meter.took(bytes.len());
        Poll::Ready(Some(Ok(bytes)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;
    use axum::extract::{FromRequest, Multipart, Request};
    use futures_util::stream;

    const HEAD: &str = "--b\r\nContent-Disposition: form-data; name=\"a\"";

    async fn form(frames: Vec<Vec<u8>>) -> (Multipart, Meter) {
        let frames = frames
            .into_iter()
            .map(|frame| Ok::<_, std::io::Error>(Bytes::from(frame)));
        let meter = Meter::default();
        let body = Body::from_stream(stream::iter(frames)).into_data_stream();
        let request = Request::builder()
            .header("content-type", "multipart/form-data; boundary=b")
            .body(Body::from_stream(Metered::new(body, meter.clone())))
            .unwrap();
        (Multipart::from_request(request, &()).await.unwrap(), meter)
    }

    async fn first(frames: Vec<Vec<u8>>) -> Option<Vec<u8>> {
        let (mut form, meter) = form(frames).await;
        meter.head();
        let field = form.next_field().await.ok()??;
        meter.content();
        Some(field.bytes().await.ok()?.to_vec())
    }

    #[tokio::test]
    async fn a_part_comes_through_however_it_is_cut_into_frames() {
        let content = vec![b'x'; 1_000_000];
        let mut sent = format!("{HEAD}\r\n\r\n").into_bytes();
        sent.extend(&content);
        sent.extend(b"\r\n--b--\r\n");
        for size in [7_001, 70_000, 2_000_000] {
            let frames = sent.chunks(size).map(<[u8]>::to_vec).collect();
            assert_eq!(first(frames).await, Some(content.clone()), "{size}");
        }
        // Byte by byte, a shorter one.
        let short = format!("{HEAD}\r\n\r\nhello\r\n--b--\r\n").into_bytes();
        let frames = short.chunks(1).map(<[u8]>::to_vec).collect();
        assert_eq!(first(frames).await, Some(b"hello".to_vec()));
    }

    #[tokio::test]
    async fn a_preamble_or_a_header_without_end_is_refused() {
        let long = "x".repeat(MOST_HEAD);
        let whole = "\r\n\r\nhello\r\n--b--\r\n";
        for head in [
            format!("{long}\r\n{HEAD}{whole}"),
            format!("{HEAD}\r\nX-Long: {long}{whole}"),
        ] {
            for size in [1_000, 1_000_000] {
                let frames = head.as_bytes().chunks(size).map(<[u8]>::to_vec).collect();
                assert_eq!(first(frames).await, None, "{size}");
            }
        }
    }
}
