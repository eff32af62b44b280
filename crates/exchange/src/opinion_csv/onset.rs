//! 発症年月日 as other programs read it.

use kairan_domain::date::PartialDate;

/// As IKENSYO writes it: `平成20年05月`, `平成01年`, `不詳`. Where the era would say more than was
/// written (1989 is 昭和64年 and 平成元年), the western year stays: `1989年`.
pub(super) fn ikensyo(on: PartialDate) -> String {
    let wareki = on.wareki();
    let text = if PartialDate::parse(&wareki) == Ok(on) {
        wareki
    } else {
        western(&on.code())
    };
    two_digits(&text)
}

/// As Excel leaves it alone: of `2008-05` it makes `May-08`, of `2008年5月` the same again.
pub(super) fn own(on: PartialDate) -> String {
    let code = on.code();
    if code.matches('-').count() == 1 {
        western(&code)
    } else {
        code
    }
}

/// `1989-01` as `1989年01月`; what is no code of numbers stays.
fn western(code: &str) -> String {
    let mut parts = code.split('-');
    match (parts.next(), parts.next(), parts.next()) {
        (Some(year), None, None) => format!("{year}年"),
        (Some(year), Some(month), None) => format!("{year}年{month}月"),
        _ => code.to_owned(),
    }
}

/// Single digits with a zero in front; 元年 as 01年.
fn two_digits(text: &str) -> String {
    let mut out = String::new();
    let mut digits = 0;
    for c in text.replace('元', "1").chars() {
        if c.is_ascii_digit() {
            digits += 1;
        } else {
            if digits == 1 {
                out.insert(out.len() - 1, '0');
            }
            digits = 0;
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_onset_reads_as_itself_again() {
        for (typed, of_ikensyo, of_own) in [
            ("平成20年5月頃", "平成20年05月", "2008年05月"),
            ("H20.5.3", "平成20年05月03日", "2008-05-03"),
            ("2023", "令和05年", "2023"),
            ("1989", "1989年", "1989"),
            ("1989-01", "1989年01月", "1989年01月"),
            ("昭和64年", "昭和64年", "昭和64年"),
            ("令和元年", "令和01年", "令和元年"),
            ("昭和64年1月", "昭和64年01月", "昭和64年1月"),
            ("不詳", "不詳", "不詳"),
        ] {
            let on = PartialDate::parse(typed).unwrap();
            assert_eq!((&*ikensyo(on), &*own(on)), (of_ikensyo, of_own), "{typed}");
            for text in [of_ikensyo, of_own] {
                assert_eq!(PartialDate::parse(text), Ok(on), "{text}");
            }
        }
    }
}
