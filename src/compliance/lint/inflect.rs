//! The inflected forms of lexicon entries, so that a list holds base forms only.

use serde::Deserialize;

/// How the entries of a class change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Inflection {
    /// As written.
    #[default]
    None,
    /// The last word takes a plural.
    Noun,
    /// The first word takes `-s`, `-ed` and `-ing`.
    Verb,
}

/// Every form of an entry, given as folded words.
pub(super) fn forms(words: &[String], inflection: Inflection) -> Vec<Vec<String>> {
    let changed = match inflection {
        Inflection::None => None,
        Inflection::Noun => words.split_last().map(|(last, rest)| {
            let build = |form: String| rest.iter().cloned().chain([form]).collect::<Vec<_>>();
            plural(last).into_iter().map(build).collect::<Vec<_>>()
        }),
        Inflection::Verb => words.split_first().map(|(first, rest)| {
            let build = |form: String| {
                std::iter::once(form)
                    .chain(rest.iter().cloned())
                    .collect::<Vec<_>>()
            };
            verb(first).into_iter().map(build).collect()
        }),
    };
    std::iter::once(words.to_vec())
        .chain(changed.unwrap_or_default())
        .collect()
}

fn plural(word: &str) -> Option<String> {
    if word.len() < 3 {
        return None;
    }
    Some(
        if let Some(stem) = word
            .strip_suffix("sis")
            .or_else(|| word.strip_suffix("xis"))
        {
            format!(
                "{stem}{}es",
                word.get(stem.len()..=stem.len()).unwrap_or("s")
            )
        } else if word.ends_with(['s', 'x', 'z']) || word.ends_with("ch") || word.ends_with("sh") {
            format!("{word}es")
        } else if let Some(stem) = word
            .strip_suffix('y')
            .filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u']))
        {
            format!("{stem}ies")
        } else {
            format!("{word}s")
        },
    )
}

fn verb(word: &str) -> Vec<String> {
    let mut all = Vec::with_capacity(6);
    let soft_y = word
        .strip_suffix('y')
        .filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u']));
    if let Some(stem) = soft_y {
        all.extend([
            format!("{stem}ies"),
            format!("{stem}ied"),
            format!("{word}ing"),
        ]);
    } else if let Some(stem) = word.strip_suffix('e') {
        all.extend([format!("{word}s"), format!("{word}d"), format!("{stem}ing")]);
    } else {
        let es = word.ends_with(['s', 'x', 'z']) || word.ends_with("ch") || word.ends_with("sh");
        all.extend([
            format!("{word}{}", if es { "es" } else { "s" }),
            format!("{word}ed"),
            format!("{word}ing"),
        ]);
        if let Some(last) = word.chars().next_back().filter(|_| doubles(word)) {
            all.extend([format!("{word}{last}ed"), format!("{word}{last}ing")]);
        }
    }
    if let Some(stem) = word.strip_suffix("ize") {
        all.extend([
            format!("{stem}ise"),
            format!("{stem}ises"),
            format!("{stem}ised"),
            format!("{stem}ising"),
        ]);
    }
    all
}

/// Whether the last consonant may double: one vowel before one consonant.
fn doubles(word: &str) -> bool {
    let mut back = word.chars().rev();
    let vowel = |c: Option<char>| c.is_some_and(|c| "aeiou".contains(c));
    let last = back.next();
    !vowel(last)
        && !matches!(last, Some('w' | 'x' | 'y' | 's'))
        && vowel(back.next())
        && !vowel(back.next())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(word: &str, inflection: Inflection) -> Vec<String> {
        forms(&[word.to_owned()], inflection)
            .into_iter()
            .flatten()
            .collect()
    }

    #[test]
    fn nouns_take_their_plural() {
        assert_eq!(all("allergy", Inflection::Noun), ["allergy", "allergies"]);
        assert_eq!(
            all("cirrhosis", Inflection::Noun),
            ["cirrhosis", "cirrhoses"]
        );
        assert_eq!(all("ulcer", Inflection::Noun), ["ulcer", "ulcers"]);
    }

    #[test]
    fn verbs_take_their_endings_in_both_spellings() {
        assert!(all("stop", Inflection::Verb).contains(&"stopping".to_owned()));
        assert!(all("remedy", Inflection::Verb).contains(&"remedies".to_owned()));
        assert!(all("normalize", Inflection::Verb).contains(&"normalises".to_owned()));
        assert_eq!(
            all("ease", Inflection::Verb),
            ["ease", "eases", "eased", "easing"]
        );
    }
}
