//! The figures: Recommended Dietary Allowances (RDA), Adequate Intakes (AI) and Tolerable Upper Intake Levels (UL) of the
//! Food and Nutrition Board, National Academies, as its summary tables give them.
//!
//! Sodium has no UL: the report of 2019 sets a Chronic Disease Risk Reduction Intake instead, which is something else.

use rust_decimal::Decimal;

use super::report::Report;
use super::{LifeStage, RecommendationKind};
use crate::compliance::daily_values::Nutrient as N;

/// One figure per life stage, in the order of [`LifeStage::ALL`]; 0 where none has been established.
pub(super) type Figures = [u32; 22];

/// A nutrient: who set its figures, from which life stage on the recommendation is an RDA (before, or without one, it is
/// an AI), how many digits of the figures are decimals, the recommendations, and the upper limits. In the unit of
/// [`N::unit`], where the tables of the reports sometimes use another (chloride in g, copper in mcg).
pub(super) type Row = (N, Report, Option<LifeStage>, u32, Figures, Figures);

/// The recommendation of a row for a life stage, with its kind.
pub(super) fn recommended(row: &Row, stage: LifeStage) -> Option<(RecommendationKind, Decimal)> {
    let (_, _, rda_from, decimals, figures, _) = row;
    let kind = match rda_from {
        Some(first) if stage >= *first => RecommendationKind::Rda,
        _ => RecommendationKind::Ai,
    };
    Some((kind, figure(figures, stage, *decimals)?))
}

/// The upper limit of a row for a life stage.
pub(super) fn upper_limit(row: &Row, stage: LifeStage) -> Option<Decimal> {
    let (_, _, _, decimals, _, figures) = row;
    figure(figures, stage, *decimals)
}

/// The row of a nutrient.
pub(super) fn row(nutrient: N) -> Option<&'static Row> {
    TABLE.iter().find(|(of, ..)| *of == nutrient)
}

fn figure(figures: &Figures, stage: LifeStage, decimals: u32) -> Option<Decimal> {
    let (_, digits) = LifeStage::ALL
        .iter()
        .zip(figures)
        .find(|(column, _)| **column == stage)?;
    (*digits > 0).then(|| Decimal::new(i64::from(*digits), decimals).normalize())
}

const BONE: Report = Report::BoneNutrients1997;
const B_VITS: Report = Report::BVitamins1998;
const ANTIOX: Report = Report::Antioxidants2000;
const TRACE: Report = Report::TraceElements2001;
const MACRO: Report = Report::Macronutrients2005;
const WATER: Report = Report::Electrolytes2005;
const CA_D: Report = Report::CalciumVitaminD2011;
const NA_K: Report = Report::SodiumPotassium2019;

/// An AI for everybody.
const AI: Option<LifeStage> = None;
/// An AI for infants, an RDA from one year.
const RDA1: Option<LifeStage> = Some(LifeStage::Children1To3);
/// An AI to six months, an RDA from seven.
const RDA7M: Option<LifeStage> = Some(LifeStage::Infants7To12Months);
/// No figure for any life stage.
const NONE: Figures = [0; 22];

#[rustfmt::skip] // a table is read by its columns
pub(super) const TABLE: &[Row] = &[
    // infants 0-6 mo, 7-12 mo | children 1-3, 4-8 | males and females, each 9-13, 14-18, 19-30, 31-50, 51-70, over 70 |
    // pregnancy 14-18, 19-30, 31-50 | lactation 14-18, 19-30, 31-50
    (N::TotalFat,            MACRO, AI, 0,
        [31, 30, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        NONE),
    (N::TotalCarbohydrate,   MACRO, RDA1, 0,
        [60, 95, 130, 130, 130, 130, 130, 130, 130, 130, 130, 130, 130, 130, 130, 130, 175, 175, 175, 210, 210, 210],
        NONE),
    (N::DietaryFiber,        MACRO, AI, 0,
        [0, 0, 19, 25, 31, 38, 38, 38, 30, 30, 26, 26, 25, 25, 21, 21, 28, 28, 28, 29, 29, 29],
        NONE),
    (N::Protein,             MACRO, RDA7M, 1,
        [91, 110, 130, 190, 340, 520, 560, 560, 560, 560, 340, 460, 460, 460, 460, 460, 710, 710, 710, 710, 710, 710],
        NONE),
    (N::VitaminA,            TRACE, RDA1, 0,
        [400, 500, 300, 400,  600,  900,  900,  900,  900,  900,  600,  700,  700,  700,  700,  700,  750,  770,  770, 1200, 1300, 1300],
        [600, 600, 600, 900, 1700, 2800, 3000, 3000, 3000, 3000, 1700, 2800, 3000, 3000, 3000, 3000, 2800, 3000, 3000, 2800, 3000, 3000]),
    (N::VitaminC,            ANTIOX, RDA1, 0,
        [40, 50,  15,  25,   45,   75,   90,   90,   90,   90,   45,   65,   75,   75,   75,   75,   80,   85,   85,  115,  120,  120],
        [ 0,  0, 400, 650, 1200, 1800, 2000, 2000, 2000, 2000, 1200, 1800, 2000, 2000, 2000, 2000, 1800, 2000, 2000, 1800, 2000, 2000]),
    (N::VitaminD,            CA_D, RDA1, 0,
        [10, 10, 15, 15,  15,  15,  15,  15,  15,  20,  15,  15,  15,  15,  15,  20,  15,  15,  15,  15,  15,  15],
        [25, 38, 63, 75, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100]),
    (N::VitaminE,            ANTIOX, RDA1, 0,
        [4, 5,   6,   7,  11,  15,   15,   15,   15,   15,  11,  15,   15,   15,   15,   15,  15,   15,   15,  19,   19,   19],
        [0, 0, 200, 300, 600, 800, 1000, 1000, 1000, 1000, 600, 800, 1000, 1000, 1000, 1000, 800, 1000, 1000, 800, 1000, 1000]),
    (N::VitaminK,            TRACE, AI, 1,
        [20, 25, 300, 550, 600, 750, 1200, 1200, 1200, 1200, 600, 750, 900, 900, 900, 900, 750, 900, 900, 750, 900, 900],
        NONE),
    (N::Thiamin,             B_VITS, RDA1, 1,
        [2, 3, 5, 6, 9, 12, 12, 12, 12, 12, 9, 10, 11, 11, 11, 11, 14, 14, 14, 14, 14, 14],
        NONE),
    (N::Riboflavin,          B_VITS, RDA1, 1,
        [3, 4, 5, 6, 9, 13, 13, 13, 13, 13, 9, 10, 11, 11, 11, 11, 14, 14, 14, 16, 16, 16],
        NONE),
    (N::Niacin,              B_VITS, RDA1, 0,
        [2, 4,  6,  8, 12, 16, 16, 16, 16, 16, 12, 14, 14, 14, 14, 14, 18, 18, 18, 17, 17, 17],
        [0, 0, 10, 15, 20, 30, 35, 35, 35, 35, 20, 30, 35, 35, 35, 35, 30, 35, 35, 30, 35, 35]),
    (N::VitaminB6,           B_VITS, RDA1, 1,
        [1, 3,   5,   6,  10,  13,   13,   13,   17,   17,  10,  12,   13,   13,   15,   15,  19,   19,   19,  20,   20,   20],
        [0, 0, 300, 400, 600, 800, 1000, 1000, 1000, 1000, 600, 800, 1000, 1000, 1000, 1000, 800, 1000, 1000, 800, 1000, 1000]),
    (N::Folate,              B_VITS, RDA1, 0,
        [65, 80, 150, 200, 300, 400,  400,  400,  400,  400, 300, 400,  400,  400,  400,  400, 600,  600,  600, 500,  500,  500],
        [ 0,  0, 300, 400, 600, 800, 1000, 1000, 1000, 1000, 600, 800, 1000, 1000, 1000, 1000, 800, 1000, 1000, 800, 1000, 1000]),
    (N::VitaminB12,          B_VITS, RDA1, 1,
        [4, 5, 9, 12, 18, 24, 24, 24, 24, 24, 18, 24, 24, 24, 24, 24, 26, 26, 26, 28, 28, 28],
        NONE),
    (N::Biotin,              B_VITS, AI, 0,
        [5, 6, 8, 12, 20, 25, 30, 30, 30, 30, 20, 25, 30, 30, 30, 30, 30, 30, 30, 35, 35, 35],
        NONE),
    (N::PantothenicAcid,     B_VITS, AI, 1,
        [17, 18, 20, 30, 40, 50, 50, 50, 50, 50, 40, 50, 50, 50, 50, 50, 60, 60, 60, 70, 70, 70],
        NONE),
    (N::Choline,             B_VITS, AI, 0,
        [125, 150,  200,  250,  375,  550,  550,  550,  550,  550,  375,  400,  425,  425,  425,  425,  450,  450,  450,  550,  550,  550],
        [  0,   0, 1000, 1000, 2000, 3000, 3500, 3500, 3500, 3500, 2000, 3000, 3500, 3500, 3500, 3500, 3000, 3500, 3500, 3000, 3500, 3500]),
    (N::Calcium,             CA_D, RDA1, 0,
        [ 200,  260,  700, 1000, 1300, 1300, 1000, 1000, 1000, 1200, 1300, 1300, 1000, 1000, 1200, 1200, 1300, 1000, 1000, 1300, 1000, 1000],
        [1000, 1500, 2500, 2500, 3000, 3000, 2500, 2500, 2000, 2000, 3000, 3000, 2500, 2500, 2000, 2000, 3000, 2500, 2500, 3000, 2500, 2500]),
    (N::Iron,                TRACE, RDA7M, 2,
        [  27, 1100,  700, 1000,  800, 1100,  800,  800,  800,  800,  800, 1500, 1800, 1800,  800,  800, 2700, 2700, 2700, 1000,  900,  900],
        [4000, 4000, 4000, 4000, 4000, 4500, 4500, 4500, 4500, 4500, 4000, 4500, 4500, 4500, 4500, 4500, 4500, 4500, 4500, 4500, 4500, 4500]),
    (N::Phosphorus,          BONE, RDA1, 0,
        [100, 275,  460,  500, 1250, 1250,  700,  700,  700,  700, 1250, 1250,  700,  700,  700,  700, 1250,  700,  700, 1250,  700,  700],
        [  0,   0, 3000, 3000, 4000, 4000, 4000, 4000, 4000, 3000, 4000, 4000, 4000, 4000, 4000, 3000, 3500, 3500, 3500, 4000, 4000, 4000]),
    (N::Iodine,              TRACE, RDA1, 0,
        [110, 130,  90,  90, 120, 150,  150,  150,  150,  150, 120, 150,  150,  150,  150,  150, 220,  220,  220, 290,  290,  290],
        [  0,   0, 200, 300, 600, 900, 1100, 1100, 1100, 1100, 600, 900, 1100, 1100, 1100, 1100, 900, 1100, 1100, 900, 1100, 1100]),
    (N::Magnesium,           BONE, RDA1, 0,
        [30, 75, 80, 130, 240, 410, 400, 420, 420, 420, 240, 360, 310, 320, 320, 320, 400, 350, 360, 360, 310, 320],
        [ 0,  0, 65, 110, 350, 350, 350, 350, 350, 350, 350, 350, 350, 350, 350, 350, 350, 350, 350, 350, 350, 350]),
    (N::Zinc,                TRACE, RDA7M, 0,
        [2, 3, 3,  5,  8, 11, 11, 11, 11, 11,  8,  9,  8,  8,  8,  8, 12, 11, 11, 13, 12, 12],
        [4, 5, 7, 12, 23, 34, 40, 40, 40, 40, 23, 34, 40, 40, 40, 40, 34, 40, 40, 34, 40, 40]),
    (N::Selenium,            ANTIOX, RDA1, 0,
        [15, 20, 20,  30,  40,  55,  55,  55,  55,  55,  40,  55,  55,  55,  55,  55,  60,  60,  60,  70,  70,  70],
        [45, 60, 90, 150, 280, 400, 400, 400, 400, 400, 280, 400, 400, 400, 400, 400, 400, 400, 400, 400, 400, 400]),
    (N::Copper,              TRACE, RDA1, 2,
        [20, 22,  34,  44,  70,  89,   90,   90,   90,   90,  70,  89,   90,   90,   90,   90, 100,  100,  100, 130,  130,  130],
        [ 0,  0, 100, 300, 500, 800, 1000, 1000, 1000, 1000, 500, 800, 1000, 1000, 1000, 1000, 800, 1000, 1000, 800, 1000, 1000]),
    (N::Manganese,           TRACE, AI, 3,
        [3, 600, 1200, 1500, 1900, 2200,  2300,  2300,  2300,  2300, 1600, 1600,  1800,  1800,  1800,  1800, 2000,  2000,  2000, 2600,  2600,  2600],
        [0,   0, 2000, 3000, 6000, 9000, 11000, 11000, 11000, 11000, 6000, 9000, 11000, 11000, 11000, 11000, 9000, 11000, 11000, 9000, 11000, 11000]),
    (N::Chromium,            TRACE, AI, 1,
        [2, 55, 110, 150, 250, 350, 350, 350, 300, 300, 210, 240, 250, 250, 200, 200, 290, 300, 300, 440, 450, 450],
        NONE),
    (N::Molybdenum,          TRACE, RDA1, 0,
        [2, 3,  17,  22,   34,   43,   45,   45,   45,   45,   34,   43,   45,   45,   45,   45,   50,   50,   50,   50,   50,   50],
        [0, 0, 300, 600, 1100, 1700, 2000, 2000, 2000, 2000, 1100, 1700, 2000, 2000, 2000, 2000, 1700, 2000, 2000, 1700, 2000, 2000]),
    (N::Chloride,            WATER, AI, 0,
        [180, 570, 1500, 1900, 2300, 2300, 2300, 2300, 2000, 1800, 2300, 2300, 2300, 2300, 2000, 1800, 2300, 2300, 2300, 2300, 2300, 2300],
        [  0,   0, 2300, 2900, 3400, 3600, 3600, 3600, 3600, 3600, 3400, 3600, 3600, 3600, 3600, 3600, 3600, 3600, 3600, 3600, 3600, 3600]),
    (N::Sodium,              NA_K, AI, 0,
        [110, 370, 800, 1000, 1200, 1500, 1500, 1500, 1500, 1500, 1200, 1500, 1500, 1500, 1500, 1500, 1500, 1500, 1500, 1500, 1500, 1500],
        NONE),
    (N::Potassium,           NA_K, AI, 0,
        [400, 860, 2000, 2300, 2500, 3000, 3400, 3400, 3400, 3400, 2300, 2300, 2600, 2600, 2600, 2600, 2600, 2900, 2900, 2500, 2800, 2800],
        NONE),
    (N::Fluoride,            BONE, AI, 2,
        [ 1, 50,  70, 100,  200,  300,  400,  400,  400,  400,  200,  300,  300,  300,  300,  300,  300,  300,  300,  300,  300,  300],
        [70, 90, 130, 220, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000]),
];
