//! Recognition of the disclaimer of 21 CFR 101.93(c) in the variants that are met in practice.

use super::sentence::sentences;
use super::token::{TokenKind, Tokens};

/// The only words a disclaimer may use besides its anchors. One more word and the sentence is judged like any other.
const WORDS: [&str; 68] = [
    "a",
    "above",
    "administration",
    "all",
    "an",
    "and",
    "any",
    "are",
    "as",
    "been",
    "by",
    "claims",
    "condition",
    "conditions",
    "contained",
    "cure",
    "cured",
    "diagnose",
    "diagnosis",
    "dietary",
    "disease",
    "diseases",
    "disclaimer",
    "drug",
    "evaluated",
    "fda",
    "food",
    "foods",
    "for",
    "has",
    "have",
    "health",
    "herein",
    "here",
    "illness",
    "illnesses",
    "in",
    "information",
    "intended",
    "is",
    "it",
    "item",
    "items",
    "made",
    "medical",
    "mitigate",
    "not",
    "of",
    "on",
    "or",
    "our",
    "page",
    "prevent",
    "prevention",
    "product",
    "products",
    "regarding",
    "s",
    "site",
    "statement",
    "statements",
    "supplement",
    "supplements",
    "the",
    "these",
    "this",
    "to",
    "u",
];

const MORE_WORDS: [&str; 14] = [
    "treat",
    "treatment",
    "us",
    "usa",
    "website",
    "ailment",
    "ailments",
    "cures",
    "treats",
    "which",
    "that",
    "label",
    "states",
    "united",
];

/// Whether a text is the disclaimer, or one of its two sentences, and nothing else.
///
/// Accepts singular and plural, `FDA` for the full name, a missing comma before `or`, capitals and leading note marks.
pub fn is_disclaimer(text: &str) -> bool {
    let mut any = false;
    let mut tokens = Tokens::default();
    for sentence in sentences(text) {
        if !sentence_is_disclaimer(sentence.text, &mut tokens) {
            return false;
        }
        any = true;
    }
    any
}

fn sentence_is_disclaimer(text: &str, tokens: &mut Tokens) -> bool {
    tokens.read(text, 0, |_| true);
    is_disclaimer_tokens(tokens)
}

/// The same for tokens that were read already.
pub(super) fn is_disclaimer_tokens(tokens: &Tokens) -> bool {
    let mut negated = false;
    let mut evaluated = false;
    let mut agency = false;
    let mut intended = false;
    let mut disease = false;
    let mut acts = 0;
    for token in tokens
        .list
        .iter()
        .filter(|token| token.kind == TokenKind::Word)
    {
        let word = tokens.word(token);
        if !WORDS.contains(&word) && !MORE_WORDS.contains(&word) {
            return false;
        }
        match word {
            "not" => negated = true,
            "evaluated" => evaluated |= negated,
            "fda" | "administration" => agency |= evaluated,
            "intended" => intended |= negated,
            "diagnose" | "treat" | "cure" | "prevent" | "mitigate" | "diagnosis" | "treatment"
            | "prevention"
                if intended =>
            {
                acts += 1;
            }
            "disease" | "diseases" | "illness" | "illnesses" | "condition" | "conditions"
            | "ailment" | "ailments" => {
                disease |= acts >= 2;
            }
            _ => {}
        }
    }
    (evaluated && agency) || (intended && disease)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_variants_are_recognised() {
        for text in [
            "This statement has not been evaluated by the Food and Drug Administration. This product is not intended to diagnose, treat, cure, or prevent any disease.",
            "* These statements have not been evaluated by the FDA. These products are not intended to diagnose, treat, cure or prevent any disease.",
            "THESE STATEMENTS HAVE NOT BEEN EVALUATED BY THE FOOD & DRUG ADMINISTRATION.",
            "†Not intended to diagnose, treat, cure, mitigate or prevent any disease.",
            "‡ This product isn’t evaluated",
        ] {
            let expected = !text.starts_with('‡');
            assert_eq!(is_disclaimer(text), expected, "{text}");
        }
    }

    #[test]
    fn a_claim_hidden_in_a_disclaimer_is_not_one() {
        assert!(!is_disclaimer(
            "This product is not intended to diagnose, treat, cure or prevent any disease but it helps arthritis."
        ));
        assert!(!is_disclaimer(
            "This product is intended to treat and prevent disease."
        ));
        assert!(!is_disclaimer(""));
    }
}
