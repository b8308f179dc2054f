//! Exact money: integer minor units and a currency.

use std::fmt;
use std::str::FromStr;

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::error::AppError;

/// An ISO 4217 code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, example = "USD")]
pub struct Currency([u8; 3]);

/// Currencies without minor units, and those with three (ISO 4217 list one, 2023-01-01). All others have two.
const NO_MINOR_UNIT: &[&str] = &[
    "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND",
    "VUV", "XAF", "XOF", "XPF",
];
const THREE_DIGITS: &[&str] = &["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"];

impl Currency {
    /// United States dollar.
    pub const USD: Self = Self(*b"USD");
    /// Euro.
    pub const EUR: Self = Self(*b"EUR");

    /// The code, such as `USD`.
    pub fn code(&self) -> &str {
        str::from_utf8(&self.0).unwrap_or("XXX")
    }

    /// Digits behind the decimal point.
    pub fn exponent(self) -> u32 {
        if NO_MINOR_UNIT.contains(&self.code()) {
            0
        } else if THREE_DIGITS.contains(&self.code()) {
            3
        } else {
            2
        }
    }

    fn sign(self) -> Option<&'static str> {
        match self.code() {
            "USD" => Some("$"),
            "EUR" => Some("€"),
            "GBP" => Some("£"),
            _ => None,
        }
    }
}

impl FromStr for Currency {
    type Err = AppError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        <[u8; 3]>::try_from(text.as_bytes())
            .ok()
            .filter(|bytes| bytes.iter().all(u8::is_ascii_uppercase))
            .map(Self)
            .ok_or_else(|| {
                AppError::bad_parameter("currency", "must be three capital letters of ISO 4217")
            })
    }
}

impl TryFrom<String> for Currency {
    type Error = AppError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> Self {
        currency.code().to_owned()
    }
}

/// An amount of money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Money {
    /// Integer minor units, such as cents.
    pub minor: i64,
    /// The currency.
    pub currency: Currency,
}

impl Money {
    /// The amount in major units, with all its digits: `14.50`.
    pub fn decimal(self) -> Decimal {
        Decimal::new(self.minor, self.currency.exponent())
    }

    /// This amount divided by a quantity, rounded once to minor units, half away from zero. `None` for no quantity.
    pub fn per(self, quantity: Decimal) -> Option<Self> {
        let share = Decimal::from(self.minor).checked_div(quantity)?;
        let minor =
            i64::try_from(share.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero))
                .ok()?;
        Some(Self { minor, ..self })
    }

    /// Reads what a person types into a price field: `14.5`, `$14.50`, `1,299.00`.
    ///
    /// A comma is taken for a group of thousands only where one stands; `12,50` is refused, not guessed.
    ///
    /// # Errors
    /// A sentence for the field.
    pub fn parse(text: &str, currency: Currency) -> Result<Self, String> {
        let text = text.trim();
        let text = currency
            .sign()
            .and_then(|sign| text.strip_prefix(sign))
            .unwrap_or(text)
            .trim();
        let cleaned =
            without_groups(text).ok_or_else(|| "must be an amount such as 14.50".to_owned())?;
        let exponent = currency.exponent();
        let amount: Decimal = cleaned
            .parse()
            .map_err(|_| "must be an amount such as 14.50".to_owned())?;
        if amount.is_zero() {
            return Err("must be above zero; leave it empty when there is none".to_owned());
        }
        if amount.normalize().scale() > exponent {
            return Err(format!("has more than {exponent} digits behind the point"));
        }
        let minor = amount
            .checked_mul(Decimal::from(10i64.pow(exponent)))
            .and_then(|minor| i64::try_from(minor).ok());
        minor
            .filter(|minor| *minor <= 1_000_000_000_000)
            .map(|minor| Self { minor, currency })
            .ok_or_else(|| "is too large".to_owned())
    }
}

/// Digits and at most one point, with commas taken away where they group thousands.
fn without_groups(text: &str) -> Option<String> {
    let (whole, rest) = text
        .split_once('.')
        .map_or((text, None), |(whole, rest)| (whole, Some(rest)));
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let groups: Vec<&str> = whole.split(',').collect();
    let grouped_right = groups.len() == 1
        || (groups.first().is_some_and(|first| first.len() <= 3)
            && groups.iter().skip(1).all(|group| group.len() == 3));
    let fits =
        grouped_right && groups.iter().all(|group| is_digits(group)) && rest.is_none_or(is_digits);
    fits.then(|| match rest {
        Some(rest) => format!("{}.{rest}", groups.concat()),
        None => groups.concat(),
    })
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.decimal().abs().to_string();
        let (whole, rest) = digits
            .split_once('.')
            .map_or((digits.as_str(), None), |(whole, rest)| (whole, Some(rest)));
        if self.minor < 0 {
            f.write_str("-")?;
        }
        if let Some(sign) = self.currency.sign() {
            f.write_str(sign)?;
        }
        for (at, digit) in whole.chars().enumerate() {
            if at > 0 && (whole.len() - at).is_multiple_of(3) {
                f.write_str(",")?;
            }
            write!(f, "{digit}")?;
        }
        if let Some(rest) = rest {
            write!(f, ".{rest}")?;
        }
        if self.currency.sign().is_none() {
            write!(f, " {}", self.currency.code())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests may panic")]
    use super::*;
    use proptest::prelude::*;

    fn usd(minor: i64) -> Money {
        Money {
            minor,
            currency: Currency::USD,
        }
    }

    #[test]
    fn money_prints_with_its_sign_and_digits() {
        assert_eq!(usd(1495).to_string(), "$14.95");
        assert_eq!(usd(129_900).to_string(), "$1,299.00");
        assert_eq!(usd(5).to_string(), "$0.05");
        assert_eq!(
            Money {
                minor: 1495,
                currency: "JPY".parse().unwrap()
            }
            .to_string(),
            "1,495 JPY"
        );
    }

    #[test]
    fn a_price_field_takes_what_people_type_and_refuses_the_rest() {
        assert_eq!(Money::parse(" $1,299.5 ", Currency::USD), Ok(usd(129_950)));
        for text in [
            "",
            "abc",
            "-1",
            "1.999",
            "99999999999999999999",
            "12,50",
            "0,99",
            "1e5",
            "€12",
            "0",
            "1,2345",
            ".5",
            "5.",
        ] {
            assert!(Money::parse(text, Currency::USD).is_err(), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn money_survives_being_printed_and_read(minor in 1i64..1_000_000_000_000) {
            prop_assert_eq!(Money::parse(&usd(minor).to_string(), Currency::USD), Ok(usd(minor)));
        }
    }
}
