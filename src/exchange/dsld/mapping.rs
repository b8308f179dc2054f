//! What a label means in our terms. Pure: ingredients are still named, not found.

use rust_decimal::Decimal;

use super::format;
use crate::catalog::assertion::model::{Basis, Statement};
use crate::catalog::formula::model::{
    Amount, DeclaredPercent, Formula, FormulaRow, FormulaSource, Operator, Population, Quantity,
    RowKind, Serving,
};
use crate::catalog::product::commands::AssertionInput;
use crate::catalog::product::model::Form;
use crate::catalog::variant::Gtin;
use crate::catalog::variant::commands::VariantInput;
use crate::evidence::ingredient::model::{IngredientId, IngredientKind};

/// Finds the ingredient of a row, given to [`formula`] once every row has been looked up.
pub type IngredientOf<'a> = dyn Fn(&format::Row) -> Option<IngredientId> + 'a;
/// The same for what stands below the panel.
pub type OtherIngredientOf<'a> = dyn Fn(&format::OtherIngredient) -> Option<IngredientId> + 'a;

/// The formula of a label.
pub fn formula(
    label: &format::Label,
    ingredient_of: &IngredientOf<'_>,
    other_of: &OtherIngredientOf<'_>,
) -> Formula {
    let orders: Vec<i32> = label
        .serving_sizes
        .iter()
        .map(|serving| serving.order)
        .collect();
    let populations = populations(&label.populations);
    Formula {
        source: FormulaSource::Dsld,
        dsld_label_id: Some(label.id),
        effective_from: label.entered_on,
        population: populations.first().copied().unwrap_or(Population::Adults),
        more_populations: populations.iter().skip(1).copied().collect(),
        servings: label
            .serving_sizes
            .iter()
            .filter(|serving| serving.min > Decimal::ZERO)
            .map(serving)
            .collect(),
        servings_per_container: label.servings_per_container.clone(),
        rows: label
            .rows
            .iter()
            .map(|row| formula_row(row, &orders, ingredient_of))
            .collect(),
        other_ingredients: label
            .other_ingredients
            .iter()
            .map(|other| other_row(other, other_of))
            .collect(),
    }
}

fn serving(serving: &format::ServingSize) -> Serving {
    let (low, high) = (serving.per_day_min, serving.per_day_max);
    Serving {
        amount: serving.min,
        amount_max: serving.max,
        unit: serving.unit.clone(),
        note: serving.note.clone(),
        // A label may say "up to two" only; the table wants the fewest to be known when the most is.
        per_day_min: low.or(high).filter(|count| *count > Decimal::ZERO),
        per_day_max: high.or(low).filter(|count| *count > Decimal::ZERO),
    }
}

/// The columns of Daily Values of the label's target groups, in their order, each once.
fn populations(groups: &[String]) -> Vec<Population> {
    let mut columns = Vec::new();
    for group in groups {
        let column = population(group);
        if !columns.contains(&column) {
            columns.push(column);
        }
    }
    columns
}

fn population(group: &str) -> Population {
    let first = group.to_lowercase();
    if first.contains("pregnant") || first.contains("lactating") {
        Population::PregnantAndLactating
    } else if first.contains("infant") {
        Population::Infants
    } else if first.contains("1 to 3")
        || first.contains("1 through 3")
        || first.contains("1-3")
        || first.contains("under 4")
    {
        Population::ChildrenOneToThree
    } else {
        Population::Adults
    }
}

fn formula_row(row: &format::Row, orders: &[i32], ingredient_of: &IngredientOf<'_>) -> FormulaRow {
    FormulaRow {
        kind: match row.kind {
            format::RowKind::Energy => RowKind::Energy,
            format::RowKind::Nutrient => RowKind::Nutrient,
            format::RowKind::Ingredient => RowKind::Ingredient,
            format::RowKind::Blend => RowKind::Blend,
        },
        name: row.name.clone(),
        ingredient_id: ingredient_of(row),
        source_form: source_form(&row.forms, &row.name),
        plant_part: None,
        note: row.note.clone(),
        amounts: amounts(&row.amounts, orders),
        rows: row
            .rows
            .iter()
            .map(|row| formula_row(row, orders, ingredient_of))
            .collect(),
    }
}

/// `as calcium carbonate, from oyster shell`; a form that only repeats the name is left out.
fn source_form(forms: &[format::IngredientForm], name: &str) -> Option<String> {
    let parts: Vec<String> = forms
        .iter()
        .filter(|form| !form.name.eq_ignore_ascii_case(name))
        .map(|form| {
            match form
                .prefix
                .as_deref()
                .map(str::trim)
                .filter(|prefix| !prefix.is_empty())
            {
                Some(prefix) => format!("{prefix} {}", form.name),
                None => form.name.clone(),
            }
        })
        .collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// One amount a serving size, in their order; what a label leaves out is not declared.
fn amounts(given: &[format::Amount], orders: &[i32]) -> Vec<Amount> {
    if orders.len() <= 1 {
        return given.first().map(amount).into_iter().collect();
    }
    orders
        .iter()
        .map(|order| {
            given
                .iter()
                .find(|amount| amount.serving_order == Some(*order))
                .map(amount)
                .unwrap_or_default()
        })
        .collect()
}

fn amount(given: &format::Amount) -> Amount {
    let first = given.daily_values.first();
    let says_not_established = |value: &format::DailyValue| {
        let footnote = value.footnote.as_deref().unwrap_or_default().to_lowercase();
        value.percent.is_none() && footnote.contains("establish")
    };
    Amount {
        quantity: match &given.quantity {
            format::Quantity::NotDeclared => None,
            format::Quantity::Declared {
                operator: op,
                value,
                unit,
            } => Some(Quantity {
                operator: operator(*op),
                value: *value,
                unit: unit.clone(),
            }),
        },
        daily_value: first.and_then(|value| {
            value.percent.map(|percent| DeclaredPercent {
                operator: operator(value.operator),
                value: percent,
            })
        }),
        daily_value_not_established: first.is_some_and(says_not_established),
    }
}

const fn operator(op: format::Op) -> Operator {
    match op {
        format::Op::Equal => Operator::Equal,
        format::Op::LessThan => Operator::Less,
        format::Op::LessOrEqual => Operator::AtMost,
        format::Op::GreaterThan => Operator::More,
        format::Op::GreaterOrEqual => Operator::AtLeast,
        format::Op::Approximately => Operator::About,
    }
}

fn other_row(other: &format::OtherIngredient, other_of: &OtherIngredientOf<'_>) -> FormulaRow {
    FormulaRow {
        kind: RowKind::OtherIngredient,
        name: other.name.clone(),
        ingredient_id: other_of(other),
        source_form: source_form(&other.forms, &other.name),
        plant_part: None,
        note: None,
        amounts: Vec::new(),
        rows: Vec::new(),
    }
}

/// Whether a row names a substance that deserves a page of its own; totals such as fat and sugars do not.
pub fn is_substance(row: &format::Row) -> bool {
    let category = row.category.as_deref().unwrap_or_default();
    match row.kind {
        format::RowKind::Ingredient => true,
        format::RowKind::Nutrient => matches!(category, "vitamin" | "mineral"),
        format::RowKind::Energy | format::RowKind::Blend => false,
    }
}

/// What sort of substance a row is, as far as the label says.
pub fn ingredient_kind(row: &format::Row) -> IngredientKind {
    match row.category.as_deref().unwrap_or_default() {
        "vitamin" => IngredientKind::Vitamin,
        "mineral" => IngredientKind::Mineral,
        "botanical" => IngredientKind::Botanical,
        "fatty acid" | "fat" => IngredientKind::FattyAcid,
        "amino acid" => IngredientKind::AminoAcid,
        "protein" => IngredientKind::Protein,
        "bacteria" => IngredientKind::Microorganism,
        "enzyme" => IngredientKind::Enzyme,
        "fiber" | "sugar" | "complex carbohydrate" => IngredientKind::Carbohydrate,
        "animal part or source" => IngredientKind::AnimalProduct,
        _ => IngredientKind::Other,
    }
}

/// What the product comes as.
pub const fn form(label: &format::Label) -> Form {
    match label.form {
        Some(format::Form::Capsule) => Form::Capsule,
        Some(format::Form::Tablet) => Form::Tablet,
        Some(format::Form::Softgel) => Form::Softgel,
        Some(format::Form::Powder) => Form::Powder,
        Some(format::Form::Liquid) => Form::Liquid,
        Some(format::Form::Gummy) => Form::Gummy,
        Some(format::Form::Lozenge) => Form::Lozenge,
        Some(format::Form::Sachet) => Form::Sachet,
        Some(format::Form::Bar) => Form::Bar,
        Some(format::Form::Other) | None => Form::Other,
    }
}

/// How SKUs begin that are made of the number of a label.
const MADE_UP: &str = "DSLD-";

/// What can be bought: the package with its barcode.
pub fn variant(label: &format::Label) -> VariantInput {
    let metric =
        |net: &&format::NetContent| !matches!(net.unit.as_str(), "oz" | "lb" | "fl oz" | "serving");
    let contents = label
        .net_contents
        .iter()
        .filter(|net| net.quantity > Decimal::ZERO);
    let best = contents
        .clone()
        .find(metric)
        .or_else(|| contents.clone().next());
    let net = best.map(|net| (net.quantity, net.unit.clone()));
    let title = net.as_ref().map(|(value, unit)| {
        crate::catalog::variant::model::NetQuantity {
            value: *value,
            unit: unit.clone(),
        }
        .to_string()
    });
    VariantInput {
        sku: format!("{MADE_UP}{}", label.id),
        gtin: gtin(label),
        title: title.unwrap_or_else(|| "One size".to_owned()),
        net,
        servings: label
            .servings_per_container
            .as_deref()
            .and_then(|text| text.parse().ok())
            .filter(|servings: &Decimal| *servings > Decimal::ZERO),
        options: Vec::new(),
    }
}

/// Whether a SKU is one that [`variant`] made up, because labels have none.
pub fn is_made_up(sku: &str) -> bool {
    sku.strip_prefix(MADE_UP)
        .is_some_and(|id| id.parse::<i64>().is_ok())
}

/// The barcode, if it is one.
pub fn gtin(label: &format::Label) -> Option<Gtin> {
    label
        .upc_digits
        .as_deref()
        .and_then(|digits| digits.parse().ok())
}

/// Free-from and contains statements, one a substance; what is contained wins over what is not.
pub fn assertions(label: &format::Label) -> Vec<AssertionInput> {
    let rank = |statement: Statement| match statement {
        Statement::Contains => 0,
        Statement::MayContain => 1,
        Statement::FreeFrom | Statement::Unknown => 2,
    };
    let mut inputs: Vec<AssertionInput> = Vec::new();
    for assertion in &label.assertions {
        let statement = match assertion.statement {
            format::AssertionKind::Contains => Statement::Contains,
            format::AssertionKind::FreeFrom => Statement::FreeFrom,
            format::AssertionKind::MayContain => Statement::MayContain,
        };
        let input = AssertionInput {
            statement,
            substance: assertion.substance.clone(),
            basis: Basis::LabelStatement,
            document: Some(format!("DSLD label {}", label.id)),
            as_of: label.entered_on,
        };
        match inputs
            .iter_mut()
            .find(|known| known.substance == input.substance)
        {
            Some(known) if rank(statement) < rank(known.statement) => *known = input,
            Some(_) => {}
            None => inputs.push(input),
        }
    }
    inputs
}

/// Texts of the listing.
pub struct Texts {
    /// One sentence.
    pub summary: String,
    /// How to use it.
    pub directions: String,
    /// Cautions and warnings.
    pub cautions: Option<String>,
    /// How to store it.
    pub storage: Option<String>,
    /// For whom it is.
    pub audience: Option<String>,
    /// Everything that the label says, by kind.
    pub statements: Vec<(String, String)>,
}

/// The texts of a label.
pub fn texts(label: &format::Label) -> Texts {
    let of = |wanted: &str| -> Vec<&str> {
        let kinds = label
            .statements
            .iter()
            .filter(|statement| statement.kind.contains(wanted));
        kinds
            .map(|statement| statement.text.trim())
            .filter(|text| !text.is_empty())
            .collect()
    };
    let joined = |texts: Vec<&str>| Some(texts.join(" ")).filter(|text| !text.is_empty());
    let audiences: Vec<&str> = label.audiences.iter().map(String::as_str).collect();
    Texts {
        summary: format!(
            "{} by {}, as its label in the NIH database states it.",
            label.name, label.brand
        ),
        directions: of("Directions").join(" "),
        cautions: joined(of("Precautions")),
        storage: joined(of("Storage")),
        audience: Some(audiences.join(", ")).filter(|text| !text.is_empty()),
        statements: label
            .statements
            .iter()
            .map(|statement| (statement.kind.clone(), statement.text.clone()))
            .collect(),
    }
}
