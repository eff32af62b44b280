//! Every kind of field, and pages that changed meanwhile.

use super::*;
use kairan_domain::secret::SecretText;

fn fields(typed: &[(&str, &str)]) -> Vec<UnsentField> {
    let field = |(name, value): &(&str, &str)| UnsentField {
        name: (*name).to_owned(),
        value: SecretText::new(*value),
    };
    typed.iter().map(field).collect()
}

const PAGE: &str = "<main><form method=\"post\" action=\"/other\"><input name=\"a\" value=\"x\"></form>\
<form class=\"form\" method=\"post\" action=\"/here\" novalidate>\
<input type=\"hidden\" name=\"csrf\" value=\"fresh\"><input type=\"hidden\" name=\"version\" value=\"2\">\
<input name=\"a\" type=\"text\" value=\"\"><input name=\"row\" value=\"1\"><input name=\"row\" value=\"2\">\
<input name=\"secret\" type=\"password\"><input type=\"checkbox\" name=\"c\" value=\"1\" checked><input type=\"checkbox\" name=\"c\" value=\"2\">\
<input type=\"radio\" name=\"r\" value=\"x\" checked><input type=\"radio\" name=\"r\" value=\"y\">\
<select name=\"s\"><option value=\"\" selected>-</option><optgroup label=\"g\"><option value=\"k\">K</option></optgroup></select>\
<details class=\"fold\"><summary>more</summary><textarea name=\"t\">\nold</textarea></details>\
<details><summary>empty</summary><input name=\"e\" value=\"\"></details>\
<button name=\"intent\" value=\"go\">go</button></form></main>";

#[test]
fn every_kind_of_field_holds_what_was_typed() {
    let typed = fields(&[
        ("version", "1"),
        ("a", "<b> & \"q\""),
        ("row", "one"),
        ("row", "two"),
        ("secret", ""),
        ("c", "2"),
        ("r", "y"),
        ("s", "k"),
        ("t", "line\r\nnext"),
        ("e", ""),
        ("intent", "go"),
    ]);
    let page = refill(PAGE, "/here", &typed, "id1");
    assert!(page.found && page.left.is_empty(), "{:?}", page.left);
    let html = page.html;
    for expected in [
        "<form method=\"post\" action=\"/other\"><input name=\"a\" value=\"x\"></form>",
        "novalidate><input type=\"hidden\" name=\"unsent\" value=\"id1\">",
        "name=\"csrf\" value=\"fresh\"",
        "name=\"version\" value=\"1\"",
        "<input name=\"a\" type=\"text\" value=\"&lt;b&gt; &amp; &quot;q&quot;\">",
        "<input name=\"row\" value=\"one\"><input name=\"row\" value=\"two\">",
        "<input name=\"secret\" type=\"password\">",
        "name=\"c\" value=\"1\"><input type=\"checkbox\" name=\"c\" value=\"2\" checked>",
        "name=\"r\" value=\"x\"><input type=\"radio\" name=\"r\" value=\"y\" checked>",
        "<option value=\"\">-</option><optgroup label=\"g\"><option value=\"k\" selected>K</option></optgroup>",
        "<details open class=\"fold\">",
        "<textarea name=\"t\">\nline\nnext</textarea>",
        "<details><summary>empty</summary>",
    ] {
        assert!(html.contains(expected), "{expected}\n{html}");
    }
    assert!(html.ends_with("</form></main>"));
}

#[test]
fn what_finds_no_field_is_not_lost() {
    let typed = fields(&[
        ("row", "1"),
        ("row", "2"),
        ("row", "third"),
        ("gone", "words"),
        ("row_id", "x"),
    ]);
    let page = refill(PAGE, "/here", &typed, "id");
    assert_eq!(page.left, ["words", "third"]);

    let page = refill(PAGE, "/nowhere", &typed, "id");
    assert!(!page.found);
    assert_eq!(page.html, PAGE);
    assert!(page.left.contains(&"words".to_owned()));
}

#[test]
fn of_forms_to_one_address_the_one_with_the_same_hidden_fields_is_meant() {
    let form = |id: &str| {
        format!(
            "<form method=\"post\" action=\"/x\"><input type=\"hidden\" name=\"file\" value=\"{id}\"><input name=\"n\" value=\"\"></form>"
        )
    };
    let html = [form("a"), form("b")].concat();
    let page = refill(&html, "/x", &fields(&[("file", "b"), ("n", "typed")]), "id");
    let (first, second) = page.html.split_once("</form>").expect("two forms");
    assert!(!first.contains("typed") && second.contains("typed"));
}
