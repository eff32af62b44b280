//! What was typed, put back into the form of a page just drawn: any form, without a handler
//! knowing of it. Reads the HTML our own templates write (every attribute in double quotes), nothing wilder.

use kairan_domain::unsent::UnsentField;
use std::collections::{BTreeMap, VecDeque};

/// A page with what was typed in its form.
pub(super) struct Refilled {
    /// The page.
    pub(super) html: String,
    /// Texts that found no field: the page has fewer rows by now, or no such form any more.
    pub(super) left: Vec<String>,
    /// Whether the form stands on the page at all.
    pub(super) found: bool,
}

/// Puts `fields` into the form of `html` that is sent to `action`, and a hidden field with `id`.
pub(super) fn refill(html: &str, action: &str, fields: &[UnsentField], id: &str) -> Refilled {
    let mut posted = Posted::of(fields);
    let Some(form) = form_of(html, action, &posted) else {
        return Refilled {
            html: html.to_owned(),
            left: posted.left(),
            found: false,
        };
    };
    let (head, tail) = (&html[..form.start], &html[form.end..]);
    let inside = filled(&html[form.start..form.end], &mut posted, id);
    Refilled {
        html: [head, inside.as_str(), tail].concat(),
        left: posted.left(),
        found: true,
    }
}

/// The values still to be put in, by name.
struct Posted {
    waiting: BTreeMap<String, VecDeque<String>>,
    all: Vec<(String, String)>,
}

impl Posted {
    fn of(fields: &[UnsentField]) -> Self {
        let mut posted = Self {
            waiting: BTreeMap::new(),
            all: Vec::new(),
        };
        for field in fields {
            let value = field.value.expose().replace("\r\n", "\n");
            let line = posted.waiting.entry(field.name.clone()).or_default();
            line.push_back(value.clone());
            posted.all.push((field.name.clone(), value));
        }
        posted
    }

    fn next(&mut self, name: &str) -> Option<String> {
        self.waiting.get_mut(name)?.pop_front()
    }

    fn holds(&self, name: &str, value: &str) -> bool {
        self.all.iter().any(|(n, v)| n == name && v == value)
    }

    fn left(self) -> Vec<String> {
        let waiting = self.waiting.into_iter();
        waiting
            // Ids, editions and buttons are nobody's words.
            .filter(|(name, _)| !["version", "seen", "intent", "edition"].contains(&name.as_str()))
            .filter(|(name, _)| !name.ends_with("_id") && !name.ends_with("_choice"))
            .flat_map(|(_, values)| values)
            .filter(|value| !value.trim().is_empty())
            .collect()
    }
}

/// A tag: where it stands, its name, the text between its angles.
struct Tag<'a> {
    start: usize,
    end: usize,
    name: &'a str,
    inside: &'a str,
}

impl<'a> Tag<'a> {
    /// The first tag at or behind `from`.
    fn next(html: &'a str, from: usize) -> Option<Self> {
        let mut start = from + html.get(from..)?.find('<')?;
        while html[start..].starts_with("<!--") {
            let end = start + html[start..].find("-->")?;
            start = end + html[end..].find('<')?;
        }
        let mut quoted = false;
        let close = html[start..].char_indices().find(|(_, sign)| {
            quoted ^= *sign == '"';
            *sign == '>' && !quoted
        });
        let end = start + close?.0 + 1;
        let inside = &html[start + 1..end - 1];
        let name = inside.split_ascii_whitespace().next().unwrap_or_default();
        Some(Self {
            start,
            end,
            name,
            inside,
        })
    }

    /// An attribute's value, its entities read.
    fn get(&self, name: &str) -> Option<String> {
        let opening = format!("{name}=\"");
        let at = self.inside.match_indices(opening.as_str()).find(|(at, _)| {
            let before = self.inside[..*at].chars().next_back();
            before.is_some_and(|sign| sign.is_ascii_whitespace())
        });
        let rest = &self.inside[at?.0 + opening.len()..];
        Some(read(rest.split('"').next()?))
    }

    /// The tag without this bare attribute or attribute with a value.
    fn without(&self, name: &str) -> String {
        let bare = format!(" {name}");
        let with = format!(" {name}=\"");
        let mut text = self.inside.to_owned();
        if let Some(at) = text.find(&with) {
            let behind = at + with.len();
            let end = text[behind..]
                .find('"')
                .map_or(text.len(), |end| behind + end + 1);
            text.replace_range(at..end, "");
        } else if text.ends_with(&bare) || text.contains(&format!("{bare} ")) {
            text = text.replacen(&bare, "", 1);
        }
        text
    }
}

fn read(text: &str) -> String {
    // minijinja writes quotation marks and slashes by their numbers.
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#x27;", "'")
        .replace("&#x2f;", "/")
        .replace("&amp;", "&")
}

pub(super) fn written(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// The form that was sent: to this address, and with these hidden fields as far as several are.
fn form_of(html: &str, action: &str, posted: &Posted) -> Option<std::ops::Range<usize>> {
    let mut best = None;
    let mut at = 0;
    while let Some(tag) = Tag::next(html, at) {
        at = tag.end;
        if tag.name != "form" {
            continue;
        }
        let end = html[tag.end..]
            .find("</form>")
            .map_or(html.len(), |end| tag.end + end);
        let inside = &html[tag.end..end];
        let sent_here = tag.get("action").as_deref() == Some(action)
            || tags(inside).any(|button| button.get("formaction").as_deref() == Some(action));
        if !sent_here || tag.get("method").as_deref() != Some("post") {
            continue;
        }
        let hidden = tags(inside).filter(|input| input.get("type").as_deref() == Some("hidden"));
        let fitting = hidden
            .filter_map(|input| Some((input.get("name")?, input.get("value")?)))
            .filter(|(name, value)| posted.holds(name, value))
            .count();
        if best.as_ref().is_none_or(|(most, _)| fitting > *most) {
            best = Some((fitting, tag.start..end));
        }
        at = end;
    }
    best.map(|(_, range)| range)
}

fn tags(html: &str) -> impl Iterator<Item = Tag<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let tag = Tag::next(html, at)?;
        at = tag.end;
        Some(tag)
    })
}

/// The form with its fields filled.
fn filled(form: &str, posted: &mut Posted, id: &str) -> String {
    let mut pieces: Vec<String> = Vec::new();
    let mut folds: Vec<usize> = Vec::new();
    let mut copied = 0;
    while let Some(tag) = Tag::next(form, copied) {
        pieces.push(form[copied..tag.start].to_owned());
        copied = tag.end;
        let mut touched = false;
        let piece = match tag.name {
            "form" => format!(
                "<{}><input type=\"hidden\" name=\"unsent\" value=\"{}\">",
                tag.inside,
                written(id)
            ),
            "details" => {
                folds.push(pieces.len());
                format!("<{}>", tag.inside)
            }
            "/details" => {
                folds.pop();
                format!("<{}>", tag.inside)
            }
            "input" => input(&tag, posted, &mut touched),
            "textarea" => {
                let end = form[copied..]
                    .find("</textarea>")
                    .map_or(copied, |end| copied + end);
                let typed = tag.get("name").and_then(|name| posted.next(&name));
                let old = &form[copied..end];
                copied = end;
                touched = typed.as_ref().is_some_and(|typed| !typed.is_empty());
                let text =
                    typed.map_or_else(|| old.to_owned(), |typed| format!("\n{}", written(&typed)));
                format!("<{}>{text}", tag.inside)
            }
            "select" => {
                let end = form[copied..]
                    .find("</select>")
                    .map_or(copied, |end| copied + end);
                let typed = tag.get("name").and_then(|name| posted.next(&name));
                let options = &form[copied..end];
                copied = end;
                format!("<{}>{}", tag.inside, chosen(options, typed.as_deref()))
            }
            _ => form[tag.start..tag.end].to_owned(),
        };
        if touched {
            for fold in &folds {
                if !pieces[*fold].contains(" open") {
                    pieces[*fold].insert_str("<details".len(), " open");
                }
            }
        }
        pieces.push(piece);
    }
    pieces.push(form[copied..].to_owned());
    pieces.concat()
}

fn input(tag: &Tag<'_>, posted: &mut Posted, touched: &mut bool) -> String {
    let as_it_is = format!("<{}>", tag.inside);
    let Some(name) = tag.get("name") else {
        return as_it_is;
    };
    let kind = tag.get("type").unwrap_or_else(|| "text".to_owned());
    match kind.as_str() {
        "submit" | "button" | "image" | "reset" | "file" => as_it_is,
        "checkbox" | "radio" => {
            let value = tag.get("value").unwrap_or_else(|| "on".to_owned());
            let sent = posted.holds(&name, &value);
            if sent && let Some(line) = posted.waiting.get_mut(&name) {
                line.retain(|waiting| *waiting != value);
            }
            // Of radio buttons none is sent only where none was chosen.
            let checked = if sent { " checked" } else { "" };
            format!("<{}{checked}>", tag.without("checked"))
        }
        "password" => {
            let _ = posted.next(&name);
            as_it_is
        }
        _ if name == "csrf" => as_it_is,
        _ => match posted.next(&name) {
            Some(typed) => {
                *touched = kind != "hidden" && !typed.is_empty();
                format!("<{} value=\"{}\">", tag.without("value"), written(&typed))
            }
            None => as_it_is,
        },
    }
}

/// The options with the sent one chosen; as they are where there is none such.
fn chosen(options: &str, typed: Option<&str>) -> String {
    let is_typed = |tag: &Tag<'_>| tag.name == "option" && tag.get("value").as_deref() == typed;
    if typed.is_none() || !tags(options).any(|tag| is_typed(&tag)) {
        return options.to_owned();
    }
    let mut text = String::new();
    let mut copied = 0;
    for tag in tags(options) {
        text.push_str(&options[copied..tag.start]);
        copied = tag.end;
        match tag.name {
            "option" => {
                let mark = if is_typed(&tag) { " selected" } else { "" };
                text.push_str(&["<", &tag.without("selected"), mark, ">"].concat());
            }
            _ => text.push_str(&options[tag.start..tag.end]),
        }
    }
    text.push_str(&options[copied..]);
    text
}

#[cfg(test)]
mod tests;
