//! A formula and the statements of its product, held against the rules of the panel and of allergens.

use super::model::{Formula, FormulaRow};
use super::panel::{Ingredients, panel_input};
use crate::catalog::assertion::model::{Assertion, Basis, Statement};
use crate::compliance::allergens::{
    self, AllergenFinding, Material, StatementBasis, StatementKind, Substance,
};
use crate::compliance::disclaimer;
use crate::compliance::facts_panel::validate::{LabelContext, PanelFinding, validate};

/// What the rules of the panel find. `is_solid_oral_form` is true of capsules, tablets, softgels, gummies and lozenges.
pub fn panel_findings(
    formula: &Formula,
    assertions: &[Assertion],
    cautions: Option<&str>,
    is_solid_oral_form: bool,
    ingredients: Ingredients<'_>,
) -> Vec<PanelFinding> {
    let contains = assertions
        .iter()
        .filter(|it| it.statement == Statement::Contains && it.is_allergen())
        .map(Assertion::substance_words)
        .collect();
    let context = LabelContext {
        cautions: cautions.unwrap_or_default(),
        is_solid_oral_form,
        net_quantity_tells_servings: false,
        symbols_in_use: &[disclaimer::SYMBOL],
    };
    validate(&panel_input(formula, contains, ingredients), &context)
}

/// What the rules on allergens find. `texts` are the product's name and whatever else claims the absence of something.
pub fn allergen_findings(
    formula: &Formula,
    assertions: &[Assertion],
    texts: &[&str],
) -> Vec<AllergenFinding> {
    let mut materials = Vec::new();
    collect(&formula.rows, None, &mut materials);
    collect(&formula.other_ingredients, None, &mut materials);
    let statements: Vec<allergens::Statement> = assertions.iter().filter_map(statement).collect();
    allergens::judge(&allergens::Subject {
        materials: &materials,
        statements: &statements,
        texts,
    })
}

/// Every row that isn't declared as zero, with the one that it stands within.
fn collect<'a>(rows: &'a [FormulaRow], parent: Option<&'a str>, materials: &mut Vec<Material<'a>>) {
    for row in rows {
        if row
            .quantity()
            .is_none_or(|quantity| !quantity.value.is_zero())
        {
            materials.push(Material {
                name: &row.name,
                source: row.source_form.as_deref(),
                parent,
                ..Material::default()
            });
        }
        collect(&row.rows, Some(&row.name), materials);
    }
}

/// `None` for what a formula can't show, and for "nobody has said".
fn statement(assertion: &Assertion) -> Option<allergens::Statement> {
    Some(allergens::Statement {
        kind: match assertion.statement {
            Statement::Contains => StatementKind::Contains,
            Statement::FreeFrom => StatementKind::FreeFrom,
            Statement::MayContain => StatementKind::MayContain,
            Statement::Unknown => return None,
        },
        substance: Substance::from_key(&assertion.substance)?,
        basis: match (&assertion.document, assertion.basis) {
            (Some(_), _) => StatementBasis::Document,
            (None, Basis::Formula) => StatementBasis::Formula,
            (None, _) => StatementBasis::Nothing,
        },
    })
}
