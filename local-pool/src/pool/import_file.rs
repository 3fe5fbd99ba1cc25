//! The CSV file of an import job. It is not quite CSV: quotation marks mean nothing, and a comma in a value has a
//! backslash before it.

use super::UserPool;
use std::collections::BTreeMap;

pub(super) const USERNAME: &str = "cognito:username";
pub(super) const MFA_ENABLED: &str = "cognito:mfa_enabled";
/// Cognito's template has this column too. Without a hashing algorithm it means nothing.
pub(super) const PASSWORD_HASH: &str = "password_hash";
/// The longest line, in characters.
const LONGEST_LINE: usize = 16_000;

/// The values of a line, by column.
pub(super) type Fields = BTreeMap<String, String>;

/// A line of the file.
pub(super) struct Row {
    /// Its number. The header is line 1.
    pub line: usize,
    /// The values, or what is wrong with the line.
    pub fields: Result<Fields, String>,
}

impl UserPool {
    /// The columns of the file: GetCSVHeader.
    pub(crate) fn import_header(&self) -> Vec<String> {
        let names = self.settings.whole_schema().into_iter().map(|attribute| attribute.name);
        names.filter(|name| name != "sub").chain([MFA_ENABLED, USERNAME].map(str::to_owned)).collect()
    }
}

/// The lines after the header, one after the other: all at once would need many times the file's memory. Fails if the
/// header lacks a column, or has one that is unknown or comes twice.
pub(super) fn read<'t>(
    text: &'t str,
    columns: &[String],
) -> Result<impl Iterator<Item = Row> + use<'t>, String> {
    let mut lines = text.lines().enumerate();
    let header: Vec<String> = lines.next().map(|(_, line)| split(line)).unwrap_or_default();
    let mut sorted: Vec<&String> = header.iter().filter(|column| *column != PASSWORD_HASH).collect();
    let mut expected: Vec<&String> = columns.iter().collect();
    sorted.sort_unstable();
    expected.sort_unstable();
    if sorted != expected {
        return Err("The header of the CSV file does not match the user pool's attributes.".to_owned());
    }
    let rows = lines.filter(|(_, line)| !line.trim().is_empty());
    Ok(rows.map(move |(index, line)| Row { line: index + 1, fields: fields(line, &header) }))
}

fn fields(line: &str, header: &[String]) -> Result<Fields, String> {
    if line.chars().count() > LONGEST_LINE {
        return Err(format!("The line is longer than {LONGEST_LINE} characters."));
    }
    let values = split(line);
    match values.len() == header.len() {
        true => Ok(header.iter().cloned().zip(values).collect()),
        false => Err("The line does not have as many values as the header.".to_owned()),
    }
}

/// Splits a line at its commas, and trims the values.
fn split(line: &str) -> Vec<String> {
    let mut values = vec![String::new()];
    let mut characters = line.chars().peekable();
    while let Some(character) = characters.next() {
        let value = match character {
            '\\' => characters.next_if_eq(&',').unwrap_or('\\'),
            ',' => {
                values.push(String::new());
                continue;
            }
            other => other,
        };
        if let Some(last) = values.last_mut() {
            last.push(value);
        }
    }
    values.iter().map(|value| value.trim().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comma_with_a_backslash_belongs_to_the_value() {
        assert_eq!(split(r#"ada, 1 Main St\, Town ,"x","#), ["ada", "1 Main St, Town", "\"x\"", ""]);
        assert_eq!(split(r"a\b,c\"), [r"a\b", r"c\"]);
    }

    #[test]
    fn the_header_has_every_column_once_in_any_order() {
        let columns = ["email", "name"].map(str::to_owned);
        let rows = read("name,email\r\nAda,ada@pool.example\r\n\r\nBob\n", &columns).unwrap();
        let rows: Vec<Row> = rows.collect();
        assert_eq!(rows.iter().map(|row| row.line).collect::<Vec<_>>(), [2, 4]);
        assert_eq!(rows[0].fields.as_ref().unwrap()["email"], "ada@pool.example");
        assert!(rows[1].fields.is_err());
        assert!(read("password_hash,name,email", &columns).is_ok_and(|mut rows| rows.next().is_none()));
        for bad in ["", "name", "name,email,email", "name,email,x", "\u{feff}name,email"] {
            assert!(read(bad, &columns).is_err(), "{bad}");
        }
    }
}
