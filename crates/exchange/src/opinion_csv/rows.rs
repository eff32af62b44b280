//! CSV text (RFC 4180) as rows of cells, and back. Strict where the RFC is: a quote in the wrong
//! place is a fault with its cell, not a guess.

use kairan_domain::csv::{CsvFault, CsvLimits, Place};

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Nothing of the cell was seen.
    Start,
    /// Inside a cell without quotes.
    Bare,
    /// Inside quotes.
    Quoted,
    /// Behind a quote that closes the cell or is the first of two.
    Closed,
}

/// Rows in the making.
struct Reader {
    rows: Vec<Vec<String>>,
    row: Vec<String>,
    cell: String,
    state: State,
    after_cr: bool,
}

impl Reader {
    fn new() -> Self {
        Self {
            rows: Vec::new(),
            row: Vec::new(),
            cell: String::new(),
            state: State::Start,
            after_cr: false,
        }
    }

    /// The cell the next character belongs to.
    fn place(&self) -> Place {
        Place {
            row: self.rows.len() + 1,
            column: self.row.len() + 1,
        }
    }

    fn take(&mut self, c: char) -> Result<(), CsvFault> {
        let second_half = self.after_cr && c == '\n';
        self.after_cr = c == '\r' && self.state != State::Quoted;
        if second_half {
            return Ok(());
        }
        match (self.state, c) {
            (State::Start, '"') => self.state = State::Quoted,
            (State::Quoted, '"') => self.state = State::Closed,
            (State::Closed, '"') => {
                self.cell.push('"');
                self.state = State::Quoted;
            }
            (State::Quoted, c) => self.cell.push(c),
            (_, ',') => self.end_cell(),
            (_, '\r' | '\n') => self.end_row(),
            (State::Bare, '"') | (State::Closed, _) => {
                return Err(CsvFault::StrayQuote { at: self.place() });
            }
            (State::Start | State::Bare, c) => {
                self.cell.push(c);
                self.state = State::Bare;
            }
        }
        Ok(())
    }

    fn end_cell(&mut self) {
        self.row.push(std::mem::take(&mut self.cell));
        self.state = State::Start;
    }

    fn end_row(&mut self) {
        self.end_cell();
        self.rows.push(std::mem::take(&mut self.row));
    }

    fn finish(mut self) -> Result<Vec<Vec<String>>, CsvFault> {
        if self.state == State::Quoted {
            return Err(CsvFault::UnclosedQuote { at: self.place() });
        }
        if self.state != State::Start || !self.row.is_empty() {
            self.end_row();
        }
        let blank = |row: &Vec<String>| row.len() == 1 && row[0].is_empty();
        while self.rows.last().is_some_and(blank) {
            self.rows.pop();
        }
        Ok(self.rows)
    }
}

/// The rows of a text. Blank lines at the end are none.
pub(super) fn parse(text: &str, limits: &CsvLimits) -> Result<Vec<Vec<String>>, CsvFault> {
    let mut reader = Reader::new();
    for c in text.chars() {
        reader.take(c)?;
        if reader.rows.len() > limits.rows {
            return Err(CsvFault::TooManyRows { most: limits.rows });
        }
    }
    reader.finish()
}

/// The cell a text ends in, as far as it can be read.
pub(super) fn end_of(text: &str) -> Place {
    let mut reader = Reader::new();
    // A stray quote ends what can be read.
    let _ = text.chars().try_for_each(|c| reader.take(c));
    reader.place()
}

/// Rows as text: every cell quoted, CR LF behind every row.
pub(super) fn to_text(rows: &[Vec<String>]) -> String {
    let mut text = String::new();
    for row in rows {
        for (n, cell) in row.iter().enumerate() {
            if n > 0 {
                text.push(',');
            }
            text.push('"');
            text.push_str(&cell.replace('"', "\"\""));
            text.push('"');
        }
        text.push_str("\r\n");
    }
    text
}

/// Every row from `skip` on whose number of columns is not `wanted`.
pub(super) fn check_columns(
    rows: &[Vec<String>],
    skip: usize,
    wanted: usize,
) -> Result<(), Vec<CsvFault>> {
    let odd = rows.iter().enumerate().skip(skip).filter_map(|(n, row)| {
        let found = row.len();
        (found != wanted).then(|| CsvFault::Columns {
            at: Place {
                row: n + 1,
                column: found.min(wanted) + 1,
            },
            found,
            wanted,
        })
    });
    let odd: Vec<CsvFault> = odd.collect();
    if odd.is_empty() { Ok(()) } else { Err(odd) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<Vec<String>>, CsvFault> {
        parse(text, &CsvLimits { bytes: 99, rows: 3 })
    }

    #[test]
    fn another_program_reads_the_same_cells() {
        let text = "\"a\"\"b\",,\"c\nd\r\ne\"\r\nx,\"\",y\r\n";
        let ours = read(text).unwrap();
        let mut theirs = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(text.as_bytes());
        let theirs: Vec<Vec<String>> = theirs
            .records()
            .map(|row| row.unwrap().iter().map(str::to_owned).collect())
            .collect();
        assert_eq!(ours, theirs);
        assert_eq!(read(&to_text(&ours)).unwrap(), ours);
    }

    #[test]
    fn rows_end_in_any_of_three_ways_and_blank_ones_at_the_end_are_none() {
        for text in ["a,b\nc,d", "a,b\r\nc,d\r\n", "a,b\rc,d\r\r"] {
            assert_eq!(read(text).unwrap(), [["a", "b"], ["c", "d"]], "{text:?}");
        }
        assert_eq!(read("").unwrap(), Vec::<Vec<String>>::new());
        // One in the middle keeps the rows' numbers.
        assert_eq!(read("a\n\nb").unwrap().len(), 3);
    }

    #[test]
    fn faults_name_their_cell() {
        let at = |row, column| Place { row, column };
        for (text, fault) in [
            ("a,\"b\nc", CsvFault::UnclosedQuote { at: at(1, 2) }),
            ("a\nb,c\"d", CsvFault::StrayQuote { at: at(2, 2) }),
            ("\"a\"b", CsvFault::StrayQuote { at: at(1, 1) }),
            ("1\n2\n3\n4\n", CsvFault::TooManyRows { most: 3 }),
        ] {
            assert_eq!(read(text), Err(fault), "{text:?}");
        }
        assert_eq!(end_of("a,b\n\"c,\nd"), at(2, 1));
        assert_eq!(end_of(""), at(1, 1));
    }
}
