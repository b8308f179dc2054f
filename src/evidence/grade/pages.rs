//! How pages show a grade, and the public page of the rule.

use actix_web::HttpRequest;
use askama::Template;

use super::{
    BIAS, DESIGNS, DIRECTNESS, F_CONSISTENCY, F_POINTS, Grade, Letter, RULE_VERSION, SIZES,
    STATUSES, THRESHOLDS, UNKNOWN_BIAS, UNKNOWN_DIRECTNESS, UNKNOWN_SIZE, UNKNOWN_SIZE_OF_SUMMARY,
};
use crate::state::State;
use crate::web::cache::CachePolicy;
use crate::web::page::{PageCtx, PageResult, respond};

/// Where the rule is explained.
pub const RULE_PATH: &str = "/evidence-grades";

/// A grade as a page shows it.
#[derive(Debug, Clone)]
pub struct GradeBadge {
    /// `Grade B`, `Grade D, preliminary` or `No grade`.
    pub words: String,
    /// For the colour: the letter, or `none`.
    pub sort: &'static str,
    /// What the letter means.
    pub meaning: &'static str,
    /// How it came about: points for and against.
    pub reckoning: String,
}

impl GradeBadge {
    /// Of a claim's grade; none for a claim that was published before grades.
    pub fn new(grade: Option<&Grade>) -> Option<Self> {
        let grade = grade?;
        Some(Self {
            words: grade.words(),
            sort: grade.letter.map_or("none", Letter::as_str),
            meaning: match grade.letter {
                None => "No source speaks about the effect",
                Some(_) if grade.preliminary => "No study in people yet",
                Some(letter) => letter.words(),
            },
            reckoning: format!(
                "{} points for the effect, {} against",
                hundredths(grade.points_for),
                hundredths(grade.points_against)
            ),
        })
    }
}

/// `3.6` of 360 hundredths.
fn hundredths(points: i64) -> String {
    let text = format!("{}.{:02}", points / 100, points % 100);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[derive(Template)]
#[template(path = "evidence/grades.html")]
struct GradesPage {
    page: PageCtx,
    version: &'static str,
    designs: Vec<(&'static str, String)>,
    sizes: Vec<(String, i64)>,
    directness: Vec<(&'static str, i64)>,
    biases: Vec<(&'static str, i64)>,
    statuses: Vec<(&'static str, i64)>,
    letters: Vec<LetterLine>,
}

struct LetterLine {
    letter: &'static str,
    meaning: &'static str,
    condition: String,
}

/// The rule by which claims are graded: `/evidence-grades`.
///
/// # Errors
/// A template that fails.
pub async fn grades_page(state: State, request: HttpRequest) -> PageResult {
    let page = PageCtx::new(&state.config.public_url, RULE_PATH, "How evidence is graded")
        .described("The rule that turns the studies behind a claim into a letter, with every number that it uses.")
        .in_section("education")
        .under(&[])
        .with_json_ld(Vec::<serde_json::Value>::new())?;
    let mut sizes: Vec<(String, i64)> = SIZES
        .iter()
        .map(|size| (format!("{} people or more", size.from), size.percent))
        .collect();
    sizes.push((
        "Size not stated, in a review, meta-analysis or monograph".to_owned(),
        UNKNOWN_SIZE_OF_SUMMARY,
    ));
    sizes.push((
        "Size not stated, in any other study".to_owned(),
        UNKNOWN_SIZE,
    ));
    let mut directness: Vec<(&str, i64)> = DIRECTNESS
        .iter()
        .map(|(value, percent)| (value.words(), *percent))
        .collect();
    directness.push(("Not judged", UNKNOWN_DIRECTNESS));
    let mut biases: Vec<(&str, i64)> = BIAS
        .iter()
        .map(|(value, percent)| (value.words(), *percent))
        .collect();
    biases.push(("Not judged", UNKNOWN_BIAS));
    let page = GradesPage {
        page,
        version: RULE_VERSION,
        designs: DESIGNS
            .iter()
            .map(|(design, points)| (design.words(), hundredths(*points)))
            .collect(),
        sizes,
        directness,
        biases,
        statuses: STATUSES
            .iter()
            .map(|(status, percent)| (status.words(), *percent))
            .collect(),
        letters: letters(),
    };
    respond(&request, &page, CachePolicy::Revalidate)
}

fn letters() -> Vec<LetterLine> {
    let mut lines: Vec<LetterLine> = THRESHOLDS
        .iter()
        .map(|step| {
            let also = match step.letter {
                Letter::A => ", from at least two sources that are trials or sum up trials",
                _ => "",
            };
            LetterLine {
                letter: step.letter.as_str(),
                meaning: step.letter.words(),
                condition: format!(
                    "At least {} points for the effect, which are at least {}% of all points{also}",
                    hundredths(step.points),
                    step.consistency
                ),
            }
        })
        .collect();
    lines.push(LetterLine {
        letter: Letter::D.as_str(),
        meaning: Letter::D.words(),
        condition:
            "Anything less; and always, marked as preliminary, when no study in people counts"
                .to_owned(),
    });
    lines.push(LetterLine {
        letter: Letter::F.as_str(),
        meaning: Letter::F.words(),
        condition: format!(
            "At most {F_CONSISTENCY}% of all points for the effect, and at least {} points against it from studies in people",
            hundredths(F_POINTS)
        ),
    });
    lines.push(LetterLine {
        letter: "None",
        meaning: "No source that counts speaks about the effect",
        condition: "Claims without evidence get no grade and stand on no product".to_owned(),
    });
    lines
}
