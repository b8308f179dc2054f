//! Life stages of the Dietary Reference Intakes, and the readers whom a label may address.

use crate::compliance::daily_values::Population;

/// A column of the tables of the Dietary Reference Intakes: age, sex, pregnancy and lactation.
///
/// In the order of the columns of our table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(
    missing_docs,
    reason = "every variant is the stage of its name; ages are in years where no unit is named"
)]
pub enum LifeStage {
    Infants0To6Months,
    Infants7To12Months,
    Children1To3,
    Children4To8,
    Males9To13,
    Males14To18,
    Males19To30,
    Males31To50,
    Males51To70,
    MalesOver70,
    Females9To13,
    Females14To18,
    Females19To30,
    Females31To50,
    Females51To70,
    FemalesOver70,
    Pregnancy14To18,
    Pregnancy19To30,
    Pregnancy31To50,
    Lactation14To18,
    Lactation19To30,
    Lactation31To50,
}

impl LifeStage {
    /// All of them, in the order of the columns of our table.
    pub const ALL: [Self; 22] = [
        Self::Infants0To6Months,
        Self::Infants7To12Months,
        Self::Children1To3,
        Self::Children4To8,
        Self::Males9To13,
        Self::Males14To18,
        Self::Males19To30,
        Self::Males31To50,
        Self::Males51To70,
        Self::MalesOver70,
        Self::Females9To13,
        Self::Females14To18,
        Self::Females19To30,
        Self::Females31To50,
        Self::Females51To70,
        Self::FemalesOver70,
        Self::Pregnancy14To18,
        Self::Pregnancy19To30,
        Self::Pregnancy31To50,
        Self::Lactation14To18,
        Self::Lactation19To30,
        Self::Lactation31To50,
    ];

    /// Men of 19 years and older.
    pub const MEN: [Self; 4] = [
        Self::Males19To30,
        Self::Males31To50,
        Self::Males51To70,
        Self::MalesOver70,
    ];

    /// Women of 19 years and older, neither pregnant nor lactating.
    pub const WOMEN: [Self; 4] = [
        Self::Females19To30,
        Self::Females31To50,
        Self::Females51To70,
        Self::FemalesOver70,
    ];

    /// How a sentence names it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Infants0To6Months => "infants to 6 months",
            Self::Infants7To12Months => "infants of 7 to 12 months",
            Self::Children1To3 => "children of 1 to 3 years",
            Self::Children4To8 => "children of 4 to 8 years",
            Self::Males9To13 => "boys of 9 to 13 years",
            Self::Males14To18 => "boys of 14 to 18 years",
            Self::Males19To30 => "men of 19 to 30 years",
            Self::Males31To50 => "men of 31 to 50 years",
            Self::Males51To70 => "men of 51 to 70 years",
            Self::MalesOver70 => "men over 70 years",
            Self::Females9To13 => "girls of 9 to 13 years",
            Self::Females14To18 => "girls of 14 to 18 years",
            Self::Females19To30 => "women of 19 to 30 years",
            Self::Females31To50 => "women of 31 to 50 years",
            Self::Females51To70 => "women of 51 to 70 years",
            Self::FemalesOver70 => "women over 70 years",
            Self::Pregnancy14To18 => "pregnant women of 14 to 18 years",
            Self::Pregnancy19To30 => "pregnant women of 19 to 30 years",
            Self::Pregnancy31To50 => "pregnant women of 31 to 50 years",
            Self::Lactation14To18 => "lactating women of 14 to 18 years",
            Self::Lactation19To30 => "lactating women of 19 to 30 years",
            Self::Lactation31To50 => "lactating women of 31 to 50 years",
        }
    }
}

/// Several life stages that one label addresses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Audience {
    /// Adults of 19 years and older, neither pregnant nor lactating.
    #[default]
    Adults,
    /// Infants through 12 months.
    Infants,
    /// Children of 1 through 3 years.
    Children1To3,
    /// Pregnant women and lactating women.
    PregnantAndLactating,
}

impl Audience {
    /// The life stages in it.
    pub fn stages(self) -> &'static [LifeStage] {
        use LifeStage as Stage;
        match self {
            Self::Adults => &[
                Stage::Males19To30,
                Stage::Males31To50,
                Stage::Males51To70,
                Stage::MalesOver70,
                Stage::Females19To30,
                Stage::Females31To50,
                Stage::Females51To70,
                Stage::FemalesOver70,
            ],
            Self::Infants => &[Stage::Infants0To6Months, Stage::Infants7To12Months],
            Self::Children1To3 => &[Stage::Children1To3],
            Self::PregnantAndLactating => &[
                Stage::Pregnancy14To18,
                Stage::Pregnancy19To30,
                Stage::Pregnancy31To50,
                Stage::Lactation14To18,
                Stage::Lactation19To30,
                Stage::Lactation31To50,
            ],
        }
    }

    /// How a sentence names it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Adults => "adults",
            Self::Infants => "infants",
            Self::Children1To3 => "children of 1 to 3 years",
            Self::PregnantAndLactating => "pregnant and lactating women",
        }
    }
}

impl From<Population> for Audience {
    /// A label for "adults and children of 4 years and older" is measured by what adults need.
    fn from(population: Population) -> Self {
        match population {
            Population::AdultsAndChildrenFrom4 => Self::Adults,
            Population::Infants => Self::Infants,
            Population::Children1To3 => Self::Children1To3,
            Population::PregnantAndLactating => Self::PregnantAndLactating,
        }
    }
}
