//! Gradescope's own files.

use std::collections::BTreeMap;

use jiff::Timestamp;
use socklings::Result;

/// Who has made a submission, and when.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Submitter {
    /// The name.
    pub name: String,
    /// The student's number.
    pub sid: String,
    /// The address.
    pub email: String,
    /// When it was handed in.
    pub submitted: Option<Timestamp>,
}

/// Reads `submission_metadata.yml` of an export: who made which submission. Ruby writes it, so the names of
/// fields begin with a colon.
///
/// # Errors
///
/// A sentence, if it cannot be read.
pub fn export(bytes: &[u8]) -> Result<BTreeMap<String, Submitter>> {
    let text = String::from_utf8_lossy(bytes);
    let value: serde_json::Value = serde_saphyr::from_str(&text).map_err(|error| {
        format!(
            "this is no list of submissions: {}.",
            error.to_string().lines().next().unwrap_or_default()
        )
    })?;
    let all = value.as_object().ok_or("this is no list of submissions.")?;
    let one = |(name, value): (&String, &serde_json::Value)| {
        let submitter = &value[":submitters"][0];
        let text = |field: &str| match &submitter[field] {
            serde_json::Value::String(text) => text.clone(),
            serde_json::Value::Null => String::new(),
            other => other.to_string(),
        };
        let submitted = value[":created_at"].as_str().and_then(time);
        let submitter =
            Submitter { name: text(":name"), sid: text(":sid"), email: text(":email"), submitted };
        (name.clone(), submitter)
    };
    Ok(all.iter().map(one).collect())
}

/// `2024-01-31 12:00:00.123456789 -08:00`, or RFC 3339.
fn time(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    let whole = text.replacen(' ', "T", 1).replace(' ', "");
    whole.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_an_export_is_read() {
        let text = "---\nsubmission_12:\n  :submitters:\n  - :name: Ada Lovelace\n    :sid: '0042'\n    \
                    :email: ada@example.org\n  :created_at: 2024-01-31 12:00:00.5 -08:00\n  :score: 3.0\n";
        let read = export(text.as_bytes()).unwrap();
        let ada = &read["submission_12"];
        assert_eq!((ada.sid.as_str(), ada.name.as_str()), ("0042", "Ada Lovelace"));
        assert_eq!(ada.submitted, Some("2024-01-31T20:00:00.5Z".parse().unwrap()));
        assert!(export(b"- nothing").is_err() && export(b"\xff: [").is_err());
    }
}
