//! A posted form, looked at before its handler: its token first, the rest only when it is to be
//! kept. The handler gets the same bytes.

use crate::console::upload::multipart::as_given;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart};
use futures_util::{StreamExt, stream};
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http::request::Parts;
use http::{HeaderMap, Request};
use std::borrow::Cow;

/// Bytes within which the token of a form with files stands: it is the first field.
const HEAD: usize = 8 * 1024;
/// Bytes of text fields read from a form with files; far above what is kept.
const MOST_TEXT: usize = 256 * 1024;

/// A form on its way to its handler.
pub(super) enum Posted {
    /// Without files: read whole.
    Plain {
        pairs: Vec<(String, String)>,
        body: Bytes,
    },
    /// With files: looked at as far as the token.
    WithFiles { token: Option<String>, body: Body },
    /// No form, or one too long for its handler.
    Other(Body),
}

/// Fields and names of files.
#[derive(Default)]
pub(super) struct Whole {
    pub(super) fields: Vec<(String, String)>,
    pub(super) files: Vec<String>,
}

impl Posted {
    /// Looks at the form in `body`; `most` bytes are read of one without files.
    pub(super) async fn look(headers: &HeaderMap, body: Body, most: usize) -> Self {
        let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
        let kind = text(CONTENT_TYPE).unwrap_or_default();
        let length = text(CONTENT_LENGTH).and_then(|length| length.parse::<usize>().ok());
        if kind.starts_with("multipart/form-data") {
            return with_files(body).await;
        }
        let fits = length.is_some_and(|length| length <= most);
        if !kind.starts_with("application/x-www-form-urlencoded") || !fits {
            return Self::Other(body);
        }
        match to_bytes(body, most).await {
            Ok(body) => Self::Plain {
                pairs: pairs(&body),
                body,
            },
            // Cut off on the way: its handler says so.
            Err(_) => Self::Other(Body::from_stream(stream::once(async {
                Err::<Bytes, _>(std::io::Error::other("cut off"))
            }))),
        }
    }

    /// The token the form carries.
    pub(super) fn token(&self) -> Option<&str> {
        match self {
            Self::Plain { pairs, .. } => value_of(pairs, "csrf"),
            Self::WithFiles { token, .. } => token.as_deref(),
            Self::Other(_) => None,
        }
    }

    /// The value of a field of a form without files.
    pub(super) fn field(&self, name: &str) -> Option<&str> {
        match self {
            Self::Plain { pairs, .. } => value_of(pairs, name),
            Self::WithFiles { .. } | Self::Other(_) => None,
        }
    }

    /// For the handler.
    pub(super) fn into_body(self) -> Body {
        match self {
            Self::Plain { body, .. } => Body::from(body),
            Self::WithFiles { body, .. } | Self::Other(body) => body,
        }
    }

    /// All its fields. What a file holds passes by unread.
    pub(super) async fn whole(self, parts: &Parts) -> Whole {
        match self {
            Self::Plain { pairs, .. } => Whole {
                fields: pairs,
                files: Vec::new(),
            },
            Self::WithFiles { body, .. } => parts_of(parts, body).await.unwrap_or_default(),
            Self::Other(_) => Whole::default(),
        }
    }
}

fn value_of<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let found = pairs.iter().find(|(field, _)| field == name);
    found.map(|(_, value)| value.as_str())
}

fn pairs(body: &[u8]) -> Vec<(String, String)> {
    let decode = |text: &str| {
        let text = text.replace('+', " ");
        let decoded: Cow<'_, str> = percent_encoding::percent_decode_str(&text).decode_utf8_lossy();
        decoded.into_owned()
    };
    super::readable(body)
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| match pair.split_once('=') {
            Some((name, value)) => (decode(name), decode(value)),
            None => (decode(pair), String::new()),
        })
        .collect()
}

async fn with_files(body: Body) -> Posted {
    let mut rest = body.into_data_stream();
    let mut chunks = Vec::new();
    let mut head = Vec::new();
    while head.len() < HEAD && token_of(&head).is_none() {
        let Some(chunk) = rest.next().await else {
            break;
        };
        if let Ok(bytes) = &chunk {
            head.extend_from_slice(&bytes[..bytes.len().min(HEAD)]);
        }
        let is_cut = chunk.is_err();
        chunks.push(chunk);
        if is_cut {
            break;
        }
    }
    let body = Body::from_stream(stream::iter(chunks).chain(rest));
    Posted::WithFiles {
        token: token_of(&head),
        body,
    }
}

/// The token in the first part of a form with files.
fn token_of(head: &[u8]) -> Option<String> {
    let head = super::readable(head);
    let (_, behind) = head.split_once("name=\"csrf\"")?;
    let (_, value) = behind.split_once("\r\n\r\n")?;
    let (token, _) = value.split_once("\r\n")?;
    Some(token.to_owned())
}

async fn parts_of(parts: &Parts, body: Body) -> Option<Whole> {
    let mut request = Request::new(body);
    *request.headers_mut() = parts.headers.clone();
    // Files pass by unread; of what is read, `MOST_TEXT` is the limit.
    DefaultBodyLimit::disable().apply(&mut request);
    let mut form = Multipart::from_request(request, &()).await.ok()?;
    let mut whole = Whole::default();
    let mut room = MOST_TEXT;
    // A form cut off half-way is kept as far as it came.
    while let Ok(Some(mut field)) = form.next_field().await {
        let name = field.name().unwrap_or_default().to_owned();
        match field.file_name().map(as_given) {
            Some(file) if file.is_empty() => {}
            Some(file) => {
                whole.files.push(file);
                while let Ok(Some(_)) = field.chunk().await {}
            }
            None => {
                let mut bytes = Vec::new();
                while let Ok(Some(chunk)) = field.chunk().await {
                    room = room.checked_sub(chunk.len())?;
                    bytes.extend_from_slice(&chunk);
                }
                let value = super::readable(&bytes).into_owned();
                whole.fields.push((name, value));
            }
        }
    }
    Some(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_read_as_browsers_write_it() {
        let read = pairs(b"csrf=t.1&a=%E5%B1%B1+x&empty=&a=2");
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(
            read,
            [
                pair("csrf", "t.1"),
                pair("a", "山 x"),
                pair("empty", ""),
                pair("a", "2")
            ]
        );
    }

    #[test]
    fn the_token_of_a_form_with_files_is_found_only_whole() {
        let head = b"--b\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\nabc.def\r\n--b";
        assert_eq!(token_of(head).as_deref(), Some("abc.def"));
        assert_eq!(token_of(&head[..head.len() - 6]), None);
    }
}
