//! Every rule finds what it is for, and nothing where it isn't.

use super::StatementBasis::{Document, Formula, Nothing};
use super::StatementKind::{Contains, FreeFrom, MayContain};
use super::*;
use crate::compliance::severity::Severity;

struct Case {
    materials: &'static [&'static str],
    statements: &'static [(StatementKind, Substance, StatementBasis)],
    texts: &'static [&'static str],
}

fn rules(case: &Case) -> Vec<AllergenRule> {
    found(case)
        .into_iter()
        .map(|finding| finding.rule)
        .collect()
}

fn found(case: &Case) -> Vec<AllergenFinding> {
    let materials: Vec<Material<'_>> = case
        .materials
        .iter()
        .map(|name| Material {
            name,
            ..Material::default()
        })
        .collect();
    let statements: Vec<Statement> = case
        .statements
        .iter()
        .map(|(kind, substance, basis)| Statement {
            kind: *kind,
            substance: *substance,
            basis: *basis,
        })
        .collect();
    judge(&Subject {
        materials: &materials,
        statements: &statements,
        texts: case.texts,
    })
}

const COLOSTRUM: &[&str] = &["Bovine Colostrum"];
const RICE: &[&str] = &["Rice flour"];
const MILK_DECLARED: (StatementKind, Substance, StatementBasis) =
    (Contains, Substance::Milk, Nothing);

/// A rule, a case in which it finds something, and one in which it doesn't.
const CASES: [(AllergenRule, Case, Case); 9] = [
    (
        AllergenRule::FreeFromContradicted,
        Case {
            materials: COLOSTRUM,
            statements: &[(FreeFrom, Substance::Milk, Document)],
            texts: &[],
        },
        Case {
            materials: RICE,
            statements: &[(FreeFrom, Substance::Milk, Document)],
            texts: &[],
        },
    ),
    (
        AllergenRule::FreeFromDoubtful,
        Case {
            materials: &["Glucosamine"],
            statements: &[(FreeFrom, Substance::CrustaceanShellfish, Document)],
            texts: &[],
        },
        Case {
            materials: &["Vegan glucosamine"],
            statements: &[(FreeFrom, Substance::CrustaceanShellfish, Document)],
            texts: &[],
        },
    ),
    (
        AllergenRule::FreeFromWithoutBasis,
        Case {
            materials: RICE,
            statements: &[(FreeFrom, Substance::Gluten, Nothing)],
            texts: &[],
        },
        Case {
            materials: RICE,
            statements: &[(FreeFrom, Substance::Gluten, Document)],
            texts: &[],
        },
    ),
    (
        AllergenRule::ContainsMissing,
        Case {
            materials: COLOSTRUM,
            statements: &[(MayContain, Substance::Milk, Nothing)],
            texts: &[],
        },
        Case {
            materials: COLOSTRUM,
            statements: &[MILK_DECLARED],
            texts: &[],
        },
    ),
    (
        AllergenRule::ContainsSupported,
        Case {
            materials: COLOSTRUM,
            statements: &[MILK_DECLARED],
            texts: &[],
        },
        Case {
            materials: RICE,
            statements: &[MILK_DECLARED],
            texts: &[],
        },
    ),
    (
        AllergenRule::ContainsUnexplained,
        Case {
            materials: RICE,
            statements: &[MILK_DECLARED],
            texts: &[],
        },
        Case {
            materials: COLOSTRUM,
            statements: &[MILK_DECLARED],
            texts: &[],
        },
    ),
    (
        AllergenRule::NameContradicted,
        Case {
            materials: COLOSTRUM,
            statements: &[MILK_DECLARED],
            texts: &["Dairy-Free Colostrum"],
        },
        Case {
            materials: COLOSTRUM,
            statements: &[MILK_DECLARED],
            texts: &["Gluten-Free Colostrum"],
        },
    ),
    (
        AllergenRule::NameWithoutStatement,
        Case {
            materials: RICE,
            statements: &[],
            texts: &["Gluten-free rice"],
        },
        Case {
            materials: RICE,
            statements: &[(FreeFrom, Substance::Gluten, Document)],
            texts: &["Gluten-free rice"],
        },
    ),
    (
        AllergenRule::StatementsConflict,
        Case {
            materials: COLOSTRUM,
            statements: &[MILK_DECLARED, (FreeFrom, Substance::Milk, Document)],
            texts: &[],
        },
        Case {
            materials: COLOSTRUM,
            statements: &[MILK_DECLARED],
            texts: &["Made from milk"],
        },
    ),
];

#[test]
fn every_rule_finds_what_it_is_for_and_nothing_else() {
    let tested: Vec<AllergenRule> = CASES.iter().map(|(rule, ..)| *rule).collect();
    assert_eq!(tested, AllergenRule::ALL);
    for (rule, bad, good) in &CASES {
        assert!(rules(bad).contains(rule), "{} finds nothing", rule.id());
        assert!(!rules(good).contains(rule), "{} finds too much", rule.id());
    }
}

#[test]
fn a_dairy_free_colostrum_is_blocked_with_the_ingredient_and_the_reason() {
    let findings = found(&Case {
        materials: COLOSTRUM,
        statements: &[(FreeFrom, Substance::Milk, Document)],
        texts: &["Dairy-Free Colostrum"],
    });
    let first: Vec<_> = findings
        .iter()
        .filter(|it| it.severity == Severity::Block)
        .collect();
    assert_eq!(first.len(), 3);
    assert!(findings.iter().any(|it| it.message
        == "\"Dairy-Free Colostrum\" says free from milk, but Bovine Colostrum is made from milk."));
    assert!(
        findings
            .iter()
            .all(|it| it.ingredient.as_deref() == Some("Bovine Colostrum"))
    );
}

#[test]
fn every_rule_has_its_own_id_and_a_source() {
    let ids: std::collections::BTreeSet<_> =
        AllergenRule::ALL.iter().map(|rule| rule.id()).collect();
    assert_eq!(ids.len(), AllergenRule::ALL.len());
    assert!(ids.iter().all(|id| id.starts_with("allergens.")));
    assert!(
        AllergenRule::ALL
            .iter()
            .all(|rule| !rule.title().is_empty() && !rule.source().is_empty())
    );
}

#[test]
fn the_formula_is_a_basis_only_for_what_is_added_on_purpose() {
    let of = |substance| {
        let statement = Statement {
            kind: FreeFrom,
            substance,
            basis: Formula,
        };
        let findings = judge(&Subject {
            statements: &[statement],
            ..Subject::default()
        });
        findings
            .into_iter()
            .map(|finding| finding.rule)
            .collect::<Vec<_>>()
    };
    assert_eq!(of(Substance::ArtificialColors), []);
    assert_eq!(of(Substance::Gluten), [AllergenRule::FreeFromWithoutBasis]);
    assert_eq!(of(Substance::Milk), [AllergenRule::FreeFromWithoutBasis]);
}
