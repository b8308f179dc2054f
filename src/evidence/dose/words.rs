//! A comparison in plain sentences, and the numbers in them.

use rust_decimal::{Decimal, RoundingStrategy};

use super::comparison::{
    ComparedLimit, ComparedRecommendation, DoseComparison, LimitPosition, StudiedPosition,
};
use crate::catalog::formula::model::grouped;
use crate::compliance::daily_values::Unit;
use crate::compliance::reference_intakes::{AmountRange, RecommendationSummary};

/// A number as readers expect it: thousands grouped, three digits behind the point at most, or three that count.
pub fn number(value: Decimal) -> String {
    let rounded = value.round_dp_with_strategy(3, RoundingStrategy::MidpointAwayFromZero);
    let rounded = if rounded < Decimal::new(1, 1) {
        value.round_sf(3).unwrap_or(value)
    } else {
        rounded
    };
    grouped(rounded.normalize())
}

/// A range in a sentence: `500 to 3,000`, or one number.
pub fn range(range: AmountRange) -> String {
    if range.is_single() {
        number(range.min)
    } else {
        format!("{} to {}", number(range.min), number(range.max))
    }
}

/// A range in a table: `500–3,000`.
pub fn tight_range(range: AmountRange) -> String {
    if range.is_single() {
        number(range.min)
    } else {
        format!("{}–{}", number(range.min), number(range.max))
    }
}

/// Percentages in whole percent, halves up, after the noun or verb: `95 to 129%`, `less than 1%`.
pub fn percentages(range: AmountRange) -> String {
    let whole = |percent: Decimal| {
        percent.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero)
    };
    let (min, max) = (whole(range.min), whole(range.max));
    if max.is_zero() {
        "less than 1%".to_owned()
    } else if min == max {
        format!("{}%", number(max))
    } else if min.is_zero() {
        format!("less than 1% to {}%", number(max))
    } else {
        format!("{} to {}%", number(min), number(max))
    }
}

/// Said of a nutrient that has a recommendation and no upper limit; it doesn't follow that any amount is harmless.
pub(super) const NO_LIMIT: &str = "No upper limit has been set, for lack of data";

impl StudiedPosition {
    /// After a colon, in a sentence.
    pub fn words(self) -> &'static str {
        match self {
            Self::Below => "below the studied range",
            Self::ReachesFromBelow => "from below the studied range into it",
            Self::Within => "within the studied range",
            Self::ReachesAbove => "from within the studied range to above it",
            Self::Above => "above the studied range",
            Self::Spans => "from below the studied range to above it",
        }
    }
}

impl LimitPosition {
    /// After a colon, in a sentence.
    pub fn words(self) -> &'static str {
        match self {
            Self::NotAbove => "the product alone is not above it",
            Self::AboveInPart => "the product alone can be above it",
            Self::Above => "the product alone is above it",
            Self::NotCounted => "the form in this product does not count toward it",
            Self::DependsOnForm => {
                "whether the product is above it depends on its form, which is not known here"
            }
        }
    }
}

impl DoseComparison {
    /// All that can be said, in sentences: the day's amount with the studied range, the recommended intake, the upper limit.
    pub fn sentences(&self) -> Vec<String> {
        let mut sentences = vec![self.day_sentence()];
        sentences.extend(self.left_out_sentence());
        sentences.extend(self.recommended_sentence());
        sentences.extend(self.limit_sentence());
        sentences
    }

    /// The day's amount and where it stands to the studied range.
    pub fn day_sentence(&self) -> String {
        let studied = self.studied_words();
        match (self.amount_words(), studied, self.studied_position) {
            (amount, Some(studied), Some(position)) => {
                format!("{amount}; {studied}: {}.", position.words())
            }
            (amount, Some(studied), None) => format!("{amount}; {studied}."),
            (amount, None, _) => format!("{amount}."),
        }
    }

    fn amount_words(&self) -> String {
        let Some((amount, unit)) = self.per_serving.zip(self.unit_label()) else {
            return format!("The label does not state the amount of {}", self.name);
        };
        match self.directions.as_ref().zip(self.per_day) {
            Some((directions, day)) => format!(
                "{} a day {} {} {unit}",
                directions.taken(),
                directions.gives(),
                range(day)
            ),
            None => format!(
                "One serving gives {} {unit}; how many are taken a day is not stated",
                number(amount)
            ),
        }
    }

    fn studied_words(&self) -> Option<String> {
        let (studied, unit) = self.studied.range.zip(self.unit_label())?;
        let who = match self.studied.labels.len() {
            1 => "one study",
            _ => "studies",
        };
        Some(format!("{who} used {} {unit} a day", range(studied)))
    }

    /// What studies there are that couldn't be compared, or that there are none.
    pub fn left_out_sentence(&self) -> Option<String> {
        let studied = &self.studied;
        let more = if studied.range.is_some() { " more" } else { "" };
        let studies = |count: usize, one: &str, many: &str| match count {
            0 => None,
            1 => Some(format!("One{more} study {one}")),
            count => Some(format!("{count}{more} studies {many}")),
        };
        let other = studies(
            studied.in_other_units,
            "used an amount that cannot be compared: its unit is another.",
            "used amounts that cannot be compared: their units are others.",
        );
        let without = studies(
            studied.without_dose,
            "states no amount.",
            "state no amount.",
        );
        match (other, without) {
            (Some(other), Some(without)) => Some(format!("{other} {without}")),
            (None, None) if studied.range.is_none() => {
                Some("No studied amount is on file.".to_owned())
            }
            (one, another) => one.or(another),
        }
    }

    fn recommended_sentence(&self) -> Option<String> {
        let compared = self.recommended.as_ref()?;
        let published = &compared.published;
        let amounts = self.amounts(published.amounts, published.unit, compared.on_scale, range);
        let kind = recommendation_kind(published);
        let share = compared.percent_words();
        Some(format!(
            "The recommended intake for {} is {amounts} a day from all sources ({kind}){}.",
            self.audience.words(),
            share.map_or_else(String::new, |share| format!(": this is {share}"))
        ))
    }

    fn limit_sentence(&self) -> Option<String> {
        let Some(compared) = &self.limit else {
            return self.recommended.as_ref().map(|_| format!("{NO_LIMIT}."));
        };
        let published = &compared.published;
        Some(format!(
            "The upper limit for {} is {} a day, counting {}: {}.",
            self.audience.words(),
            self.amounts(published.amounts, published.unit, compared.on_scale, range),
            published.applies.words(),
            self.limit_words(compared)
        ))
    }

    /// Where the day's amount stands to the upper limit, or why that isn't known.
    pub(super) fn limit_words(&self, compared: &ComparedLimit) -> &'static str {
        match compared.position {
            Some(position) => position.words(),
            None if self.per_day.is_some() => "the label's unit cannot be compared with it",
            None => "the day's amount is not known",
        }
    }

    /// Published amounts in the unit of the comparison where they can be converted, else in their own.
    pub(super) fn amounts(
        &self,
        published: AmountRange,
        published_unit: Unit,
        on_scale: Option<AmountRange>,
        print: fn(AmountRange) -> String,
    ) -> String {
        match on_scale.zip(self.unit_label()) {
            Some((amounts, unit)) => format!("{} {unit}", print(amounts)),
            None => format!("{} {}", print(published), published_unit.label()),
        }
    }

    /// The label of the unit, when there is one.
    pub(super) fn unit_label(&self) -> Option<&str> {
        self.unit.as_ref().map(|unit| unit.label())
    }
}

impl ComparedRecommendation {
    /// What share of it the day's amount is.
    pub(super) fn percent_words(&self) -> Option<String> {
        let percent = self.percent?;
        Some(format!("{} of it", percentages(percent)))
    }
}

/// `RDA`, `AI`, or both where life stages differ.
pub(super) fn recommendation_kind(published: &RecommendationSummary) -> &'static str {
    published
        .kind
        .map_or("RDA or AI", |kind| kind.abbreviation())
}
