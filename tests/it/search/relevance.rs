//! What people type finds what they mean among the first three: at least 95 of 100 questions, over the demo and over a generated
//! catalog.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::{names, search};
use crate::support::{TestApp, demo, skip_optional};

/// What is typed, and what a name among the first three must hold.
const DEMO: &[(&str, &str)] = &[
    // plain words and beginnings
    ("magnesium", "Magnesium"),
    ("magn", "Magnesium"),
    ("zinc", "Zinc"),
    ("iron", "Iron"),
    ("colostrum", "Colostrum"),
    ("colos", "Colostrum"),
    ("creat", "Creatine"),
    ("whey", "Whey"),
    ("gummies", "Gummies"),
    ("elderberry syr", "Elderberry"),
    ("multivit", "Multivitamin"),
    ("psyll", "Psyllium"),
    // typos
    ("magnezium", "Magnesium"),
    ("colostrm", "Colostrum"),
    ("ashwaganda", "Ashwagandha"),
    ("creatin monohidrate", "Creatine"),
    ("lactoferin", "Lactoferrin"),
    ("immunoglobulines", "Immunoglobulins"),
    ("valarian root", "Valerian"),
    ("seleniun", "Selenium"),
    ("psylium", "Psyllium"),
    ("flaxsed oil", "Flaxseed"),
    ("ubiqinone", "Coenzyme Q10"),
    ("multivitamine", "Multivitamin"),
    ("potasium", "Potassium"),
    ("bisglycinat", "Iron"),
    ("choline bitartrat", "Choline"),
    // names with digits, hyphens and short forms
    ("q10", "Coenzyme Q10"),
    ("coq10", "Coenzyme Q10"),
    ("co q 10", "Coenzyme Q10"),
    ("b12", "Vitamin B12"),
    ("b-12", "Vitamin B12"),
    ("vitamin b 12", "Vitamin B12"),
    ("vit c", "Vitamin C"),
    ("vit d3", "Vitamin D"),
    ("vitamin k2", "Vitamin K2"),
    ("mk7", "Vitamin K2"),
    ("mk-7", "Vitamin K2"),
    ("omega3", "Omega-3"),
    ("omega 3", "Omega-3"),
    ("beta alanine", "Beta-Alanine"),
    ("l carnitine", "L-Carnitine"),
    ("dha", "Algal DHA"),
    // synonyms of ingredients
    ("ascorbic acid", "Vitamin C"),
    ("cholecalciferol", "Vitamin D"),
    ("tocopherol", "Vitamin E"),
    ("retinol", "Vitamin A"),
    ("cobalamin", "B12"),
    ("first milk", "Colostrum"),
    ("withania somnifera", "Ashwagandha"),
    ("pyridoxine", "B Complex"),
    ("melissa", "Lemon Balm"),
    ("cyanocobalamin", "B12"),
    ("ubiquinone", "Coenzyme Q10"),
    // amounts and units
    ("vitamin c 500mg", "Vitamin C 500 mg"),
    ("zinc 15 mg", "Zinc Picolinate 15 mg"),
    ("vitamin d 25 µg", "Vitamin D3 25 mcg"),
    ("fish oil 1000 mg", "Fish Oil"),
    ("b12 1000mcg", "B12"),
    ("flaxseed 1,000 mg", "Flaxseed"),
    // brand and ingredient, form, goal
    ("northalder zinc", "Zinc"),
    ("quillwater fish oil", "Fish Oil"),
    ("pip sorrel gummies", "Gummies"),
    ("ostrand protein", "Protein"),
    ("creatine powder", "Creatine"),
    ("magnesium capsules", "Magnesium"),
    ("vitamin d drops", "Vitamin D Drops"),
    ("kids multivitamin", "Multivitamin"),
    // codes
    ("NA-ZINC-60", "Zinc Picolinate"),
    ("na-coq10-60", "Coenzyme Q10"),
    ("9521002008227", "Lactoferrin"),
    ("09521002008227", "Lactoferrin"),
    ("9 521002 008227", "Lactoferrin"),
    // words that rules object to lead to products of the goal
    ("colostrum leaky gut", "Immunoglobulins"),
];

/// The questions whose answer is not among the first three.
async fn missed(app: &TestApp, questions: &[(String, String)]) -> Vec<String> {
    let mut missed = Vec::new();
    for (typed, expected) in questions {
        let query = serde_urlencoded::to_string([("q", typed.as_str()), ("limit", "3")]).unwrap();
        let answer = search(app, &query).await;
        let found = names(&answer);
        if !found.iter().any(|name| name.contains(expected.as_str())) {
            missed.push(format!("{typed:?}: {found:?}"));
        }
    }
    missed
}

#[track_caller]
fn most_are_met(questions: usize, missed: &[String]) {
    assert!(questions >= 60, "{questions} questions are too few");
    println!(
        "relevance: {} of {questions} questions met",
        questions - missed.len()
    );
    assert!(
        missed.len() * 20 <= questions,
        "{} of {questions} missed: {missed:#?}",
        missed.len()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn questions_to_the_demo_find_what_is_meant() {
    let questions: Vec<(String, String)> = DEMO
        .iter()
        .map(|(typed, expected)| ((*typed).to_owned(), (*expected).to_owned()))
        .collect();
    let missed = missed(demo(), &questions).await;
    most_are_met(questions.len(), &missed);
}

/// A word with a letter left out in its middle, as fast fingers do.
fn mistyped(word: &str) -> String {
    let middle = word.len() / 2;
    let letters = word.chars().zip(0..).filter(|(_, at)| *at != middle);
    letters.map(|(letter, _)| letter).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn questions_to_a_generated_catalog_find_what_is_meant() {
    let generator = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/bench/gen.py");
    if !generator.exists() {
        return skip_optional("the generator of catalogs");
    }
    let folder = tempfile::tempdir().unwrap();
    let made = Command::new("python3")
        .arg(&generator)
        .arg("60")
        .arg(folder.path())
        .output()
        .unwrap();
    assert!(
        made.status.success(),
        "{}",
        String::from_utf8_lossy(&made.stderr)
    );
    let app = TestApp::new().await;
    crate::dsld::import(
        &app,
        &[folder.path().join("labels.jsonl")],
        crate::dsld::PUBLISH,
    )
    .await;
    let listed = search(&app, "limit=100").await;
    let public: Vec<String> = names(&listed).into_iter().map(str::to_owned).collect();
    let products = std::fs::read_to_string(folder.path().join("products.jsonl")).unwrap();
    let mut questions = Vec::new();
    for line in products.lines() {
        let product: Value = serde_json::from_str(line).unwrap();
        let text = |name: &str| product[name].as_str().unwrap().to_owned();
        let (brand, ingredient, form, strength) = (
            text("brand"),
            text("ingredient"),
            text("form"),
            text("strength"),
        );
        let name = format!("{ingredient} {form} {strength}");
        // What the rules keep from the public is not found, and should not be.
        let Some(name) = public.iter().find(|public| public.ends_with(&name)) else {
            continue;
        };
        let barcode = product["variants"][0]["barcode"]
            .as_str()
            .unwrap()
            .to_owned();
        let first = ingredient.split(' ').next().unwrap_or_default().to_owned();
        questions.push((barcode, name.clone()));
        questions.push((
            format!("{brand} {ingredient}").to_lowercase(),
            ingredient.clone(),
        ));
        questions.push((
            format!("{ingredient} {strength} {form}").to_lowercase(),
            name.clone(),
        ));
        if first.len() > 5 && first.chars().all(char::is_alphabetic) {
            questions.push((mistyped(&ingredient.to_lowercase()), ingredient.clone()));
            questions.push((first.to_lowercase()[..5].to_owned(), first));
        }
    }
    let missed = missed(&app, &questions).await;
    most_are_met(questions.len(), &missed);
}
