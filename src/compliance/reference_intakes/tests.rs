#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::Value;

use super::*;

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn range(min: &str, max: &str) -> AmountRange {
    AmountRange::new(decimal(min), decimal(max))
}

#[test]
fn adults_have_a_range_and_women_and_men_their_own() {
    let magnesium = recommended_for(Nutrient::Magnesium, Audience::Adults).unwrap();
    assert_eq!(magnesium.kind, Some(RecommendationKind::Rda));
    assert_eq!(magnesium.amounts, range("310", "420"));
    assert_eq!(magnesium.women, Some(range("310", "320")));
    assert_eq!(magnesium.men, Some(range("400", "420")));
    assert_eq!(magnesium.unit, Unit::Milligram);
    let calcium = upper_limit_for(Nutrient::Calcium, Audience::Adults).unwrap();
    assert_eq!(calcium.amounts, range("2000", "2500"));
    assert_eq!(calcium.applies, UpperLimitApplies::All);
}

#[test]
fn an_audience_may_mix_an_rda_with_an_ai() {
    let iron = recommended_for(Nutrient::Iron, Audience::Infants).unwrap();
    assert_eq!(iron.kind, None);
    assert_eq!(iron.amounts, range("0.27", "11"));
    assert_eq!((iron.women, iron.men), (None, None));
}

#[test]
fn a_limit_says_what_it_counts_and_in_what() {
    let limit = |nutrient| {
        let limit = upper_limit(nutrient, LifeStage::Males19To30).unwrap();
        (limit.amount, limit.unit, limit.applies)
    };
    let supplements = UpperLimitApplies::SupplementsOnly;
    let synthetic = UpperLimitApplies::SyntheticForms;
    assert_eq!(
        limit(Nutrient::Magnesium),
        (decimal("350"), Unit::Milligram, supplements)
    );
    assert_eq!(
        limit(Nutrient::VitaminE),
        (decimal("1000"), Unit::Milligram, supplements)
    );
    assert_eq!(
        limit(Nutrient::Niacin),
        (decimal("35"), Unit::Milligram, synthetic)
    );
    assert_eq!(
        limit(Nutrient::Folate),
        (decimal("1000"), Unit::Microgram, synthetic)
    );
    assert_eq!(
        limit(Nutrient::VitaminA),
        (
            decimal("3000"),
            Unit::MicrogramRae,
            UpperLimitApplies::PreformedOnly
        )
    );
    assert_eq!(
        upper_limit(Nutrient::VitaminB12, LifeStage::Males19To30),
        None
    );
    assert_eq!(upper_limit(Nutrient::Sodium, LifeStage::Males19To30), None);
}

#[test]
fn what_the_reports_leave_out_has_no_figure() {
    assert_eq!(
        recommended(Nutrient::AddedSugars, LifeStage::Males19To30),
        None
    );
    assert_eq!(report(Nutrient::AddedSugars), None);
    assert_eq!(recommended_for(Nutrient::TotalFat, Audience::Adults), None);
    assert!(recommended(Nutrient::TotalFat, LifeStage::Infants0To6Months).is_some());
}

#[test]
fn every_nutrient_has_one_row_with_its_report() {
    let rows: Vec<_> = table::TABLE
        .iter()
        .map(|(nutrient, ..)| *nutrient)
        .collect();
    let distinct: BTreeSet<_> = rows.iter().copied().collect();
    assert_eq!(distinct.len(), rows.len());
    for nutrient in rows {
        let report = report(nutrient).unwrap();
        assert!(report.title().starts_with("Dietary Reference Intakes for "));
        assert!((1997..=2019).contains(&report.year()));
    }
}

#[test]
fn no_recommendation_is_above_its_upper_limit_where_the_limit_counts_everything() {
    for nutrient in Nutrient::ALL {
        for stage in LifeStage::ALL {
            let Some((recommended, limit)) =
                recommended(nutrient, stage).zip(upper_limit(nutrient, stage))
            else {
                continue;
            };
            if limit.applies == UpperLimitApplies::All {
                assert!(recommended.amount < limit.amount, "{nutrient:?} {stage:?}");
            }
        }
    }
}

/// A line of the data set of the tables that the National Academies published.
struct Published {
    nutrient: Nutrient,
    stage: LifeStage,
    kind: String,
    /// In the unit of labels; `None` where the tables say "ND", not determinable.
    amount: Option<Decimal>,
}

/// Lines about nutrients that labels declare; `None` where the data set is absent.
fn published() -> Option<Vec<Published>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared/data/evidence/us_dri_reference_values.jsonl");
    let Ok(text) = std::fs::read_to_string(path) else {
        static SKIPPED: AtomicUsize = AtomicUsize::new(0);
        let count = SKIPPED.fetch_add(1, Ordering::Relaxed) + 1;
        eprintln!("skipped ({count}): the published tables of reference intakes is not there");
        return None;
    };
    Some(
        text.lines()
            .filter_map(|line| read(&serde_json::from_str(line).unwrap()))
            .collect(),
    )
}

fn read(line: &Value) -> Option<Published> {
    let text = |key: &str| line.get(key).and_then(Value::as_str).unwrap_or_default();
    let nutrient = nutrient(text("nutrient"))?;
    let kind = text("reference_type").to_owned();
    let is_compared = ["RDA", "AI", "UL", "EAR"].contains(&kind.as_str());
    if !is_compared || text("unit") == "g/kg/d" {
        return None;
    }
    let stage = stage(text("population_group"), text("life_stage")).unwrap();
    let amount = (text("value") != "ND").then(|| {
        // Thousands are grouped with commas and with narrow spaces.
        let digits: String = text("value")
            .chars()
            .filter(|c| c.is_ascii_digit() || *c == '.')
            .collect();
        in_label_unit(decimal(&digits), text("unit"), nutrient)
    });
    Some(Published {
        nutrient,
        stage,
        kind,
        amount,
    })
}

/// The unit as the table printed it, to the unit of labels. "Rg/d" is a micro sign that was misread: µg/d.
fn in_label_unit(amount: Decimal, unit: &str, nutrient: Nutrient) -> Decimal {
    let micrograms = |unit: &str| match unit {
        "g" => decimal("1000000"),
        "mg" | "mg NE" | "mg alpha-tocopherol" => decimal("1000"),
        "μg" | "Rg" | "mcg" | "mcg RAE" | "mcg DFE" => decimal("1"),
        other => panic!("unknown unit {other}"),
    };
    let from = micrograms(unit.strip_suffix("/d").unwrap());
    (amount * from / micrograms(nutrient.unit().label())).normalize()
}

fn nutrient(name: &str) -> Option<Nutrient> {
    match name {
        "Fat" => Some(Nutrient::TotalFat),
        "Carbohydrate" | "CHO" => Some(Nutrient::TotalCarbohydrate),
        "Total Fiber" => Some(Nutrient::DietaryFiber),
        other => Nutrient::ALL
            .into_iter()
            .find(|nutrient| nutrient.name() == other),
    }
}

fn stage(group: &str, age: &str) -> Option<LifeStage> {
    let from: String = age
        .chars()
        .filter(|c| !" >".contains(*c))
        .take_while(char::is_ascii_digit)
        .collect();
    let offset = |ages: &[&str]| ages.iter().position(|first| *first == from);
    let adults = ["9", "14", "19", "31", "51", "70"];
    let mothers = ["14", "19", "31"];
    let at = match group {
        "Infants" => usize::from(from != "0"),
        "Children" => 2 + offset(&["1", "4"])?,
        "Males" => 4 + offset(&adults)?,
        "Females" => 10 + offset(&adults)?,
        "Pregnancy" => 16 + offset(&mothers)?,
        "Lactation" => 19 + offset(&mothers)?,
        _ => return None,
    };
    LifeStage::ALL.get(at).copied()
}

#[test]
fn the_whole_table_is_what_the_national_academies_published() {
    let Some(published) = published() else {
        return;
    };
    let mut seen = BTreeSet::new();
    for line in published.iter().filter(|line| line.kind != "EAR") {
        let about = format!("{:?} {:?} {}", line.nutrient, line.stage, line.kind);
        let is_limit = line.kind == "UL";
        let ours = if is_limit {
            upper_limit(line.nutrient, line.stage).map(|limit| limit.amount)
        } else {
            let ours = recommended(line.nutrient, line.stage);
            // "ND" stands under either heading.
            if line.amount.is_some() {
                let kind = ours.map(|ours| ours.kind.abbreviation());
                assert_eq!(kind, Some(line.kind.as_str()), "{about}");
            }
            ours.map(|ours| ours.amount)
        };
        assert_eq!(ours, line.amount, "{about}");
        assert!(
            seen.insert((line.nutrient, line.stage, is_limit)),
            "twice: {about}"
        );
    }
    // And nothing of ours goes beyond it.
    for (nutrient, stage) in Nutrient::ALL
        .into_iter()
        .flat_map(|nutrient| LifeStage::ALL.map(|stage| (nutrient, stage)))
    {
        for (ours, is_limit) in [
            (recommended(nutrient, stage).is_some(), false),
            (upper_limit(nutrient, stage).is_some(), true),
        ] {
            assert!(
                !ours || seen.contains(&(nutrient, stage, is_limit)),
                "{nutrient:?} {stage:?}"
            );
        }
    }
    assert!(seen.len() > 1_200, "{}", seen.len());
}

#[test]
fn an_average_requirement_is_below_its_rda() {
    let Some(published) = published() else {
        return;
    };
    // A check from outside on the units: these rows are the ones with the misread micro sign.
    let averages = published.iter().filter(|line| line.kind == "EAR");
    let mut compared = 0;
    for line in averages {
        let ours = recommended(line.nutrient, line.stage).unwrap();
        assert!(
            line.amount.unwrap() < ours.amount,
            "{:?} {:?}",
            line.nutrient,
            line.stage
        );
        compared += 1;
    }
    assert!(compared > 350, "{compared}");
}
