//! Forms that are read as pairs, because a field may come more than once or under any name.

/// The first value of a field; nothing at all reads as an empty one.
pub fn value<'a>(pairs: &'a [(String, String)], wanted: &str) -> &'a str {
    pairs
        .iter()
        .find(|(name, _)| name == wanted)
        .map(|(_, value)| value.as_str())
        .unwrap_or_default()
}
