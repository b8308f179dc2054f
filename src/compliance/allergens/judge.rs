//! Statements and names held against what the formula shows.

use serde::Serialize;
use utoipa::ToSchema;

use super::{AllergenRule, Certainty, Material, Presence, Substance, claims_free_from, present_in};
use crate::compliance::severity::Severity;

/// What a statement says of a substance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatementKind {
    /// It is in the product.
    Contains,
    /// It is not in it.
    FreeFrom,
    /// It may be in it by accident.
    MayContain,
}

/// What stands behind a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatementBasis {
    /// Nothing on record.
    Nothing,
    /// The list of ingredients, which shows what was added and nothing of traces.
    Formula,
    /// A document: of a supplier, of a laboratory, of the maker.
    Document,
}

/// A statement on record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Statement {
    /// What it says.
    pub kind: StatementKind,
    /// Of what.
    pub substance: Substance,
    /// What stands behind it.
    pub basis: StatementBasis,
}

/// A product as far as allergens go.
#[derive(Clone, Copy, Debug, Default)]
pub struct Subject<'a> {
    /// Its rows and other ingredients.
    pub materials: &'a [Material<'a>],
    /// What is on record.
    pub statements: &'a [Statement],
    /// Its name and texts.
    pub texts: &'a [&'a str],
}

/// Something that a rule found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct AllergenFinding {
    /// The rule, published as its id.
    #[schema(value_type = String)]
    pub rule: AllergenRule,
    /// What follows.
    pub severity: Severity,
    /// Of what.
    pub substance: Substance,
    /// The ingredient that shows it.
    pub ingredient: Option<String>,
    /// For editors.
    pub message: String,
}

/// Everything that the rules find, the most severe first.
pub fn judge(subject: &Subject<'_>) -> Vec<AllergenFinding> {
    let presences = present_in(subject.materials);
    let mut findings: Vec<AllergenFinding> = subject
        .statements
        .iter()
        .flat_map(|statement| of_statement(statement, subject.statements, &presences))
        .collect();
    findings.extend(undeclared(subject, &presences));
    for text in subject.texts {
        for substance in claims_free_from(text) {
            findings.extend(of_claim(text, substance, subject.statements, &presences));
        }
    }
    findings.sort_by_key(|finding| (std::cmp::Reverse(finding.severity), finding.rule));
    findings
}

fn of_statement(
    statement: &Statement,
    all: &[Statement],
    presences: &[Presence],
) -> Vec<AllergenFinding> {
    let substance = statement.substance;
    let shown = strongest(presences, substance);
    let name = substance.words();
    match statement.kind {
        StatementKind::FreeFrom => {
            let contains = all
                .iter()
                .any(|other| other.substance == substance && other.kind == StatementKind::Contains);
            let conflict = contains.then(|| {
                finding(
                    AllergenRule::StatementsConflict,
                    substance,
                    None,
                    format!(
                        "One statement says free from {name}, another that the product contains it."
                    ),
                )
            });
            let against = match shown {
                Some(presence) => Some(contradiction(
                    presence,
                    AllergenRule::FreeFromContradicted,
                    "The statement",
                )),
                None if has_basis(statement) => None,
                None => Some(finding(
                    AllergenRule::FreeFromWithoutBasis,
                    substance,
                    None,
                    format!("Free from {name} needs a basis: a document that says so."),
                )),
            };
            conflict.into_iter().chain(against).collect()
        }
        StatementKind::Contains => vec![match shown {
            Some(presence) => finding(
                AllergenRule::ContainsSupported,
                substance,
                Some(&presence.ingredient),
                format!(
                    "{} {}: the formula agrees.",
                    presence.ingredient, presence.reason
                ),
            ),
            None => finding(
                AllergenRule::ContainsUnexplained,
                substance,
                None,
                format!("No ingredient explains why the product contains {name}."),
            ),
        }],
        StatementKind::MayContain => Vec::new(),
    }
}

fn has_basis(statement: &Statement) -> bool {
    match statement.basis {
        StatementBasis::Nothing => false,
        StatementBasis::Formula => !statement.substance.counts_in_traces(),
        StatementBasis::Document => true,
    }
}

/// A certain presence contradicts; a possible one casts doubt.
fn contradiction(presence: &Presence, rule: AllergenRule, what: &str) -> AllergenFinding {
    let name = presence.substance.words();
    let (rule, ending) = match presence.certainty {
        Certainty::Certain => (rule, "."),
        Certainty::Possible => (AllergenRule::FreeFromDoubtful, "; name its source."),
    };
    let message = format!(
        "{what} says free from {name}, but {} {}{ending}",
        presence.ingredient, presence.reason
    );
    finding(
        rule,
        presence.substance,
        Some(&presence.ingredient),
        message,
    )
}

/// Major allergens that the formula shows and no "contains" statement declares; one finding for each.
fn undeclared<'a>(
    subject: &'a Subject<'_>,
    presences: &'a [Presence],
) -> impl Iterator<Item = AllergenFinding> + 'a {
    let declared = |substance| {
        let mut statements = subject.statements.iter();
        statements.any(|it| it.substance == substance && it.kind == StatementKind::Contains)
    };
    Substance::ALL
        .into_iter()
        .filter(move |substance| substance.is_major_allergen() && !declared(*substance))
        .filter_map(|substance| strongest(presences, substance))
        .filter(|presence| presence.certainty == Certainty::Certain)
        .map(|presence| {
            let message = format!(
                "{} {}: \"Contains: {}\" is missing.",
                presence.ingredient,
                presence.reason,
                presence.substance.words()
            );
            finding(
                AllergenRule::ContainsMissing,
                presence.substance,
                Some(&presence.ingredient),
                message,
            )
        })
}

fn of_claim(
    text: &str,
    substance: Substance,
    statements: &[Statement],
    presences: &[Presence],
) -> Vec<AllergenFinding> {
    let what = format!("\"{}\"", excerpt(text));
    let of_substance = || statements.iter().filter(|it| it.substance == substance);
    let against = strongest(presences, substance)
        .map(|presence| contradiction(presence, AllergenRule::NameContradicted, &what));
    let conflict = of_substance()
        .any(|it| it.kind == StatementKind::Contains)
        .then(|| {
            let message = format!(
                "{what} says free from {0}, a statement that the product contains it.",
                substance.words()
            );
            finding(AllergenRule::StatementsConflict, substance, None, message)
        });
    let is_on_record = of_substance().any(|it| it.kind == StatementKind::FreeFrom);
    let missing = (!is_on_record && against.is_none()).then(|| {
        let message = format!(
            "{what} says free from {}; no statement says so.",
            substance.words()
        );
        finding(AllergenRule::NameWithoutStatement, substance, None, message)
    });
    against.into_iter().chain(conflict).chain(missing).collect()
}

/// As much of a text as a message quotes.
fn excerpt(text: &str) -> String {
    const LENGTH: usize = 60;
    let text = text.trim();
    match text
        .char_indices()
        .nth(LENGTH)
        .and_then(|(at, _)| text.get(..at))
    {
        Some(start) => format!("{}…", start.trim_end()),
        None => text.to_owned(),
    }
}

/// The surest presence of a substance; they are sorted by certainty.
fn strongest(presences: &[Presence], substance: Substance) -> Option<&Presence> {
    presences
        .iter()
        .find(|presence| presence.substance == substance)
}

fn finding(
    rule: AllergenRule,
    substance: Substance,
    ingredient: Option<&String>,
    message: String,
) -> AllergenFinding {
    AllergenFinding {
        rule,
        severity: rule.severity(),
        substance,
        ingredient: ingredient.cloned(),
        message,
    }
}
