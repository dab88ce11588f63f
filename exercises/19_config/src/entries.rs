//! Given: reads TOML into a list of entries that know their lines.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A key and its value.
///
/// What stands in a table has the table's name before its own: `clients` in `[limits]` is
/// `limits.clients`. The table itself is an entry too, and comes before what stands in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The key: `port`, `limits.clients`.
    pub key: String,
    /// The line in which the key stands, from 1.
    pub line: usize,
    /// What the key stands for.
    pub value: Value,
}

/// A value, by its type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// `"127.0.0.1"`
    String(String),
    /// `8080`
    Integer(i64),
    /// `[limits]`
    Table,
    /// What no setting is. Its type: `a float`, `a boolean`, `a date or time`, `an array`.
    Other(&'static str),
}

impl Value {
    /// The type in words: `a string`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::String(_) => "a string",
            Self::Integer(_) => "an integer",
            Self::Table => "a table",
            Self::Other(kind) => kind,
        }
    }
}

/// Why a text is no TOML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoToml {
    /// The line where it is wrong, from 1.
    pub line: usize,
    /// What is wrong there.
    pub why: String,
}

/// Reads a text as TOML. The entries come in the order of their lines, and no key comes twice.
///
/// # Errors
///
/// The first place where the text is no TOML (<https://toml.io>).
pub fn parse(text: &str) -> Result<Vec<Entry>, NoToml> {
    let table = DeTable::parse(text).map_err(|error| NoToml {
        line: line_of(text, error.span().map_or(text.len(), |span| span.start)),
        why: error.message().to_owned(),
    })?;
    let mut entries = Vec::new();
    collect(text, "", table.get_ref(), &mut entries)?;
    entries.sort_by_key(|entry| entry.line);
    Ok(entries)
}

fn collect(
    text: &str,
    before: &str,
    table: &DeTable<'_>,
    entries: &mut Vec<Entry>,
) -> Result<(), NoToml> {
    for (key, value) in table {
        let line = line_of(text, key.span().start);
        let key = format!("{before}{}", shown(key.get_ref()));
        let as_entry = |value| Entry { key: key.clone(), line, value };
        entries.push(as_entry(read(value).map_err(|why| NoToml { line, why })?));
        if let DeValue::Table(table) = value.get_ref() {
            collect(text, &format!("{key}."), table, entries)?;
        }
    }
    Ok(())
}

/// A key may hold anything, if it stands in quotes. Then it is shown in quotes.
fn shown(key: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || "_-".contains(c);
    if !key.is_empty() && key.chars().all(bare) { key.to_owned() } else { format!("{key:?}") }
}

fn read(value: &Spanned<DeValue<'_>>) -> Result<Value, String> {
    Ok(match value.get_ref() {
        DeValue::String(text) => Value::String(text.clone().into_owned()),
        DeValue::Integer(integer) => {
            let number = i64::from_str_radix(integer.as_str(), integer.radix());
            Value::Integer(number.map_err(|_| format!("{integer} has more than 64 bits"))?)
        }
        DeValue::Float(_) => Value::Other("a float"),
        DeValue::Boolean(_) => Value::Other("a boolean"),
        DeValue::Datetime(_) => Value::Other("a date or time"),
        DeValue::Array(_) => Value::Other("an array"),
        DeValue::Table(_) => Value::Table,
    })
}

fn line_of(text: &str, offset: usize) -> usize {
    1 + text.bytes().take(offset).filter(|byte| *byte == b'\n').count()
}
