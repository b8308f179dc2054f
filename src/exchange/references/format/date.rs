//! Dates as the formats write them. Only year and month are kept.

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// Year and month of a publication, as far as they are known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Date {
    /// 1500 to 2200, as the catalog stores years.
    pub year: Option<i32>,
    /// 1 to 12.
    pub month: Option<i32>,
}

impl Date {
    /// From numbers; what is out of range is left out, and a month without a year too.
    pub fn new(year: Option<i64>, month: Option<i64>) -> Self {
        let year = year
            .filter(|year| (1500..=2200).contains(year))
            .and_then(|year| i32::try_from(year).ok());
        let month = month
            .filter(|month| year.is_some() && (1..=12).contains(month))
            .and_then(|month| i32::try_from(month).ok());
        Self { year, month }
    }

    /// This date, with what it lacks taken from another one.
    pub fn or(self, other: Self) -> Self {
        match self.year {
            None => other,
            Some(_) if self.month.is_none() && other.year == self.year => other,
            Some(_) => self,
        }
    }
}

/// Reads `2013/06/05/`, `2013-06`, `2013 Jun 5`, `June 2013`, `2012 Jan-Feb`, `2012 Winter`, `20130605` and the like.
pub fn read(text: &str) -> Date {
    let words: Vec<&str> = text
        .split(|sign: char| !sign.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(12)
        .collect();
    let together = words.first().filter(|word| word.len() == 8);
    if let Some(date) = together.and_then(|word| of_eight_digits(word)) {
        return date;
    }
    let Some(at) = words.iter().position(|word| is_year(word)) else {
        return Date::default();
    };
    let year = words.get(at).and_then(|word| number(word));
    let named = words.iter().find_map(|word| month(word));
    // A number before the year may be a day or a month: it is not guessed.
    let numbered = words
        .get(at + 1)
        .filter(|word| word.len() <= 2)
        .and_then(|word| number(word));
    Date::new(year, named.or(numbered))
}

/// The month that a word names or a number of one or two digits counts.
pub fn month(word: &str) -> Option<i64> {
    let lower: String = word
        .trim()
        .chars()
        .take(3)
        .collect::<String>()
        .to_lowercase();
    (1..)
        .zip(MONTHS)
        .find(|(_, name)| *name == lower)
        .map(|(number, _)| number)
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && number(word).is_some_and(|year| (1500..=2200).contains(&year))
}

fn number(word: &str) -> Option<i64> {
    if word.bytes().all(|byte| byte.is_ascii_digit()) {
        word.parse().ok()
    } else {
        None
    }
}

fn of_eight_digits(word: &str) -> Option<Date> {
    let year = word.get(..4).filter(|year| is_year(year))?;
    let month = word.get(4..6)?;
    number(word)?;
    Some(Date::new(number(year), number(month)))
}
