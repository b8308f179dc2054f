//! The disclaimer of 21 CFR 101.93(c), word for word.

/// Ties a statement to the disclaimer. The facts panel uses `*` and `†`, so those are never used for it.
pub const SYMBOL: &str = "‡";

const ONE: &str = "This statement has not been evaluated by the Food and Drug Administration. This product is not intended to \
     diagnose, treat, cure, or prevent any disease.";
const MANY: &str = "These statements have not been evaluated by the Food and Drug Administration. This product is not intended \
     to diagnose, treat, cure, or prevent any disease.";

/// The disclaimer for a page that shows so many statements; none for a page without.
pub const fn disclaimer(statements: usize) -> Option<&'static str> {
    match statements {
        0 => None,
        1 => Some(ONE),
        _ => Some(MANY),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_disclaimer_is_singular_or_plural_and_exact() {
        assert_eq!(disclaimer(0), None);
        assert_eq!(
            disclaimer(1),
            Some(
                "This statement has not been evaluated by the Food and Drug Administration. This product is not intended to diagnose, treat, cure, or prevent any disease."
            )
        );
        assert_eq!(
            disclaimer(2),
            Some(
                "These statements have not been evaluated by the Food and Drug Administration. This product is not intended to diagnose, treat, cure, or prevent any disease."
            )
        );
    }
}
