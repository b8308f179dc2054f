//! What PubMed's publication types and a title's own words say about a publication.

use super::record::{NoticeKind, StudyDesign};

/// The study design that some publication types name; the one that says most if they name several.
pub fn design<'a>(types: impl Iterator<Item = &'a str>) -> Option<StudyDesign> {
    // In PubMed a meta-analysis is mostly a systematic review too, and every trial a clinical trial.
    types
        .filter_map(design_of)
        .min_by_key(|design| match design {
            StudyDesign::MetaAnalysis => 0,
            StudyDesign::SystematicReview => 1,
            StudyDesign::RandomizedTrial => 2,
            StudyDesign::NonRandomizedTrial => 3,
            StudyDesign::CaseSeries => 4,
            StudyDesign::NarrativeReview => 5,
        })
}

fn design_of(publication_type: &str) -> Option<StudyDesign> {
    Some(match publication_type.trim().to_lowercase().as_str() {
        "meta-analysis" | "network meta-analysis" => StudyDesign::MetaAnalysis,
        "systematic review" => StudyDesign::SystematicReview,
        "randomized controlled trial"
        | "equivalence trial"
        | "pragmatic clinical trial"
        | "randomized controlled trial, veterinary" => StudyDesign::RandomizedTrial,
        "controlled clinical trial" => StudyDesign::NonRandomizedTrial,
        "case reports" => StudyDesign::CaseSeries,
        "review" => StudyDesign::NarrativeReview,
        _ => return None,
    })
}

/// What a publication type says has become of the publication.
pub fn notice(publication_type: &str) -> Option<NoticeKind> {
    match publication_type.trim().to_lowercase().as_str() {
        "retracted publication" => Some(NoticeKind::Retraction),
        "corrected and republished article" => Some(NoticeKind::Erratum),
        _ => None,
    }
}

/// Whether the record is itself a notice about another publication.
pub fn is_notice_about_another(publication_type: &str) -> bool {
    matches!(
        publication_type.trim().to_lowercase().as_str(),
        "retraction of publication"
            | "retraction notice"
            | "published erratum"
            | "expression of concern"
    )
}

/// Marks that publishers put before the title of what they take back, in lower case.
const MARKS: &[(&str, NoticeKind)] = &[
    ("retracted article:", NoticeKind::Retraction),
    ("retracted paper:", NoticeKind::Retraction),
    ("retracted:", NoticeKind::Retraction),
    ("[retracted]", NoticeKind::Retraction),
    ("(retracted)", NoticeKind::Retraction),
    ("retracted -", NoticeKind::Retraction),
    ("retracted –", NoticeKind::Retraction),
    ("[expression of concern]", NoticeKind::Concern),
];

/// The title without a publisher's mark before it, and what that mark says.
///
/// "Retraction:" and "Expression of concern:" are titles of notices about other publications and stay.
pub fn without_mark(title: &str) -> (&str, Option<NoticeKind>) {
    for (mark, kind) in MARKS {
        if let Some((start, rest)) = title.split_at_checked(mark.len())
            && start.to_lowercase() == *mark
            && !rest.trim().is_empty()
        {
            return (rest.trim_start(), Some(*kind));
        }
    }
    (title, None)
}
