//! What a person sees and types on a page of ours: text, links, forms. Reads the HTML our own
//! templates write, nothing wilder.

/// A piece of a page.
enum Piece<'a> {
    Open {
        name: &'a str,
        attributes: Vec<(String, String)>,
    },
    Close(&'a str),
    Text(&'a str),
}

/// Cuts a page into pieces; comments, scripts and styles are left out.
fn pieces(html: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        if start > 0 {
            found.push(Piece::Text(&rest[..start]));
        }
        rest = &rest[start..];
        if rest.starts_with("<!") {
            let end = if rest.starts_with("<!--") { "-->" } else { ">" };
            rest = after(rest, end);
            continue;
        }
        let end = tag_end(rest);
        let inside = &rest[1..end];
        rest = rest.get(end + 1..).unwrap_or_default();
        if let Some(name) = inside.strip_prefix('/') {
            found.push(Piece::Close(name.trim()));
            continue;
        }
        let name = inside
            .split(|c: char| c.is_whitespace() || c == '/')
            .next()
            .unwrap_or_default();
        if matches!(name, "script" | "style") {
            rest = after(rest, &format!("</{name}>"));
            continue;
        }
        found.push(Piece::Open {
            name,
            attributes: attributes(&inside[name.len()..]),
        });
    }
    if !rest.is_empty() {
        found.push(Piece::Text(rest));
    }
    found
}

fn after<'a>(text: &'a str, end: &str) -> &'a str {
    text.find(end).map_or("", |at| &text[at + end.len()..])
}

/// Where the tag closes; a `>` within quotes does not count.
fn tag_end(text: &str) -> usize {
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return at,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    text.len() - 1
}

fn attributes(mut text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    loop {
        text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        let length = text
            .find(|c: char| c.is_whitespace() || c == '=')
            .unwrap_or(text.len());
        if length == 0 {
            return found;
        }
        let (name, rest) = text.split_at(length);
        text = rest;
        let mut value = String::new();
        if let Some(given) = text.strip_prefix('=') {
            let (raw, rest) = match given.chars().next() {
                Some(quote @ ('"' | '\'')) => {
                    given[1..].split_once(quote).unwrap_or((&given[1..], ""))
                }
                _ => given.split_at(given.find(char::is_whitespace).unwrap_or(given.len())),
            };
            value = decode(raw);
            text = rest;
        }
        found.push((name.to_owned(), value));
    }
}

/// Entities back into characters: those minijinja writes, and the numbered ones.
pub fn decode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.find(';').filter(|end| *end < 10);
        let known = end.and_then(|end| entity(&rest[1..end]).map(|c| (c, end)));
        if let Some((c, end)) = known {
            out.push(c);
            rest = &rest[end + 1..];
        } else {
            out.push('&');
            rest = &rest[1..];
        }
    }
    out + rest
}

fn entity(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some('\u{a0}'),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}

/// The visible text, one line per block, spaces folded.
pub fn text(html: &str) -> String {
    const INLINE: [&str; 12] = [
        "a", "span", "strong", "small", "em", "code", "output", "b", "i", "label", "button", "svg",
    ];
    let mut out = String::new();
    let mut hidden = 0;
    for piece in pieces(html) {
        match piece {
            Piece::Text(words) if hidden == 0 => out.push_str(&decode(words)),
            Piece::Open { name: "head", .. } => hidden += 1,
            Piece::Close("head") => hidden -= 1,
            Piece::Open { name, .. } | Piece::Close(name) if !INLINE.contains(&name) => {
                out.push('\n');
            }
            Piece::Text(_) | Piece::Open { .. } | Piece::Close(_) => {}
        }
    }
    let lines = out
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join("\n")
}

/// The address behind the first link whose text contains `label`.
pub fn link(html: &str, label: &str) -> Option<String> {
    let mut open: Option<(String, String)> = None;
    for piece in pieces(html) {
        match piece {
            Piece::Open {
                name: "a",
                attributes,
            } => open = Some((value(&attributes, "href")?, String::new())),
            Piece::Text(words) => {
                if let Some((_, shown)) = &mut open {
                    shown.push_str(&decode(words));
                }
            }
            Piece::Close("a") => {
                if let Some((href, shown)) = open.take()
                    && shown.contains(label)
                {
                    return Some(href);
                }
            }
            _ => {}
        }
    }
    None
}

/// Every address the page leads to by links.
pub fn links(html: &str) -> Vec<String> {
    let opens = pieces(html).into_iter().filter_map(|piece| match piece {
        Piece::Open {
            name: "a",
            attributes,
        } => value(&attributes, "href"),
        _ => None,
    });
    opens.collect()
}

/// Every picture's address.
pub fn images(html: &str) -> Vec<String> {
    let opens = pieces(html).into_iter().filter_map(|piece| match piece {
        Piece::Open {
            name: "img",
            attributes,
        } => value(&attributes, "src"),
        _ => None,
    });
    opens.collect()
}

/// The text of every element that carries the class `class`.
pub fn texts_of_class(html: &str, class: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut inside: Option<(String, usize, String)> = None;
    for piece in pieces(html) {
        match (piece, &mut inside) {
            (Piece::Open { name, attributes }, None) => {
                let classes = value(&attributes, "class").unwrap_or_default();
                if classes.split_whitespace().any(|one| one == class) {
                    inside = Some((name.to_owned(), 1, String::new()));
                }
            }
            (Piece::Open { name, .. }, Some((outer, depth, _))) if name == outer => *depth += 1,
            (Piece::Text(words), Some((_, _, shown))) => shown.push_str(&decode(words)),
            (Piece::Close(name), Some((outer, depth, shown))) if name == outer => {
                *depth -= 1;
                if *depth == 0 {
                    found.push(shown.split_whitespace().collect::<Vec<_>>().join(" "));
                    inside = None;
                }
            }
            _ => {}
        }
    }
    found
}

fn value(attributes: &[(String, String)], name: &str) -> Option<String> {
    attributes
        .iter()
        .find(|(given, _)| given == name)
        .map(|(_, value)| value.clone())
}

fn has(attributes: &[(String, String)], name: &str) -> bool {
    attributes.iter().any(|(given, _)| given == name)
}

/// A form as a browser would send it.
#[derive(Debug, Clone)]
pub struct Form {
    /// Where it is sent.
    pub action: String,
    /// Names and values in the order of the page; a file input is not among them.
    pub fields: Vec<(String, String)>,
    /// The buttons: name, value, label.
    pub buttons: Vec<(String, String, String)>,
}

impl Form {
    /// The value of the first field with this name.
    pub fn get(&self, name: &str) -> &str {
        let found = self.fields.iter().find(|(given, _)| given == name);
        found.map_or_else(|| panic!("no field {name} in {self:?}"), |(_, value)| value)
    }

    /// All values of the fields with this name.
    pub fn all(&self, name: &str) -> Vec<&str> {
        self.fields
            .iter()
            .filter(|(given, _)| given == name)
            .map(|(_, value)| value.as_str())
            .collect()
    }

    /// Types into the field with this name.
    #[must_use]
    pub fn set(self, name: &str, value: &str) -> Self {
        self.set_nth(name, 0, value)
    }

    /// Types into the field with this name in row `row`, from 0.
    #[must_use]
    pub fn set_nth(mut self, name: &str, row: usize, value: &str) -> Self {
        let field = self
            .fields
            .iter_mut()
            .filter(|(given, _)| given == name)
            .nth(row);
        let Some((_, held)) = field else {
            panic!("no field {name} in row {row}")
        };
        value.clone_into(held);
        self
    }

    /// Takes the mark out of a box, or leaves a field out altogether.
    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        self.fields.retain(|(given, _)| given != name);
        self
    }

    /// Adds a field as a pressed button does.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }
}

/// A select or a text area that is being read.
enum Held {
    Nothing,
    Choice {
        name: String,
        chosen: Option<String>,
        first: Option<String>,
    },
    Area {
        name: String,
        value: String,
    },
    Button {
        name: String,
        value: String,
        label: String,
    },
}

/// Every form of the page.
pub fn forms(html: &str) -> Vec<Form> {
    let mut done = Vec::new();
    let mut form: Option<Form> = None;
    let mut held = Held::Nothing;
    for piece in pieces(html) {
        if let Piece::Open {
            name: "form",
            attributes,
        } = &piece
        {
            let action = value(attributes, "action").unwrap_or_default();
            form = Some(Form {
                action,
                fields: Vec::new(),
                buttons: Vec::new(),
            });
            continue;
        }
        let Some(open) = &mut form else { continue };
        match piece {
            Piece::Open { name, attributes } => held = opened(open, held, name, &attributes),
            Piece::Text(words) => match &mut held {
                Held::Area { value, .. } => value.push_str(&decode(words)),
                Held::Button { label, .. } => label.push_str(&decode(words)),
                Held::Nothing | Held::Choice { .. } => {}
            },
            Piece::Close("form") => done.extend(form.take()),
            Piece::Close("select" | "textarea" | "button") => {
                closed(open, held);
                held = Held::Nothing;
            }
            Piece::Close(_) => {}
        }
    }
    done
}

fn opened(form: &mut Form, held: Held, tag: &str, attributes: &[(String, String)]) -> Held {
    let name = value(attributes, "name").unwrap_or_default();
    let given = value(attributes, "value");
    match (tag, held) {
        ("input", held) => {
            let kind = value(attributes, "type").unwrap_or_default();
            let box_left_empty =
                matches!(kind.as_str(), "checkbox" | "radio") && !has(attributes, "checked");
            if !name.is_empty() && kind != "file" && !box_left_empty {
                let otherwise = if kind == "checkbox" { "on" } else { "" };
                form.fields
                    .push((name, given.unwrap_or_else(|| otherwise.to_owned())));
            }
            held
        }
        ("select", _) => Held::Choice {
            name,
            chosen: None,
            first: None,
        },
        ("textarea", _) => Held::Area {
            name,
            value: String::new(),
        },
        ("button", _) => Held::Button {
            name,
            value: given.unwrap_or_default(),
            label: String::new(),
        },
        (
            "option",
            Held::Choice {
                name,
                chosen,
                first,
            },
        ) => {
            let given = given.unwrap_or_default();
            let chosen = if has(attributes, "selected") {
                Some(given.clone())
            } else {
                chosen
            };
            Held::Choice {
                name,
                chosen,
                first: first.or(Some(given)),
            }
        }
        (_, held) => held,
    }
}

fn closed(form: &mut Form, held: Held) {
    match held {
        Held::Choice {
            name,
            chosen,
            first,
        } => form
            .fields
            .push((name, chosen.or(first).unwrap_or_default())),
        // The first newline after the tag is not part of the text.
        Held::Area { name, value } => form
            .fields
            .push((name, value.strip_prefix('\n').unwrap_or(&value).to_owned())),
        Held::Button { name, value, label } => {
            let label = label.split_whitespace().collect::<Vec<_>>().join(" ");
            form.buttons.push((name, value, label));
        }
        Held::Nothing => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_read_as_a_browser_sends_it() {
        let html = "<form action=\"/x\"><input type=\"hidden\" name=\"csrf\" value=\"a&amp;b\"><input name=\"n\" value=\"1\">\
            <select name=\"s\"><option value=\"p\">P</option><option value=\"q\" selected>Q</option></select>\
            <input type=\"checkbox\" name=\"c\"><textarea name=\"t\">\n一\n二</textarea>\
            <button name=\"intent\" value=\"save\">保存 <b>する</b></button></form>";
        let form = forms(html).remove(0);
        assert_eq!(form.fields.len(), 4);
        assert_eq!(form.get("csrf"), "a&b");
        assert_eq!(form.get("s"), "q");
        assert_eq!(form.get("t"), "一\n二");
        assert_eq!(form.buttons[0].2, "保存 する");
    }

    #[test]
    fn text_and_links_are_what_a_person_sees() {
        let html = "<head><title>x</title></head><!-- y --><p>あ<span>い</span></p><p>う &lt;</p><a href=\"/r?a=1&amp;b\">開く</a>";
        assert_eq!(text(html), "あい\nう <\n開く");
        assert_eq!(link(html, "開く").as_deref(), Some("/r?a=1&b"));
    }
}
