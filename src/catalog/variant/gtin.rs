//! Global Trade Item Numbers (GS1 General Specifications): 8, 12, 13 or 14 digits, the last one a check digit.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A GTIN with a valid check digit.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, example = "9521234000016")]
pub struct Gtin(String);

impl Gtin {
    /// Padded with zeros to 14 digits, as it is stored and compared.
    pub fn padded(&self) -> String {
        format!("{:0>14}", self.0)
    }

    /// How many digits were printed: 8, 12, 13 or 14.
    pub fn digits(&self) -> i32 {
        i32::try_from(self.0.len()).unwrap_or(14)
    }

    /// From the padded form and the number of digits that were printed.
    pub fn from_padded(padded: &str, digits: i32) -> Option<Self> {
        let skip = 14usize.checked_sub(usize::try_from(digits).ok()?)?;
        padded.get(skip..)?.parse().ok()
    }

    /// The digits as printed.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Gtin {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits: String = text
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '-')
            .collect();
        if !digits.bytes().all(|byte| byte.is_ascii_digit())
            || !matches!(digits.len(), 8 | 12 | 13 | 14)
        {
            return Err("must have 8, 12, 13 or 14 digits".to_owned());
        }
        if digits.bytes().all(|byte| byte == b'0') {
            return Err("must not be all zeros".to_owned());
        }
        // Weights 1 and 3 alternate from the right, the check digit having weight 1.
        let sum: u32 = digits
            .bytes()
            .rev()
            .zip([1u32, 3].into_iter().cycle())
            .map(|(byte, weight)| u32::from(byte - b'0') * weight)
            .sum();
        if sum.is_multiple_of(10) {
            Ok(Self(digits))
        } else {
            Err("has a wrong check digit".to_owned())
        }
    }
}

impl TryFrom<String> for Gtin {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Gtin> for String {
    fn from(gtin: Gtin) -> Self {
        gtin.0
    }
}

impl fmt::Display for Gtin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gtins_of_every_length_are_checked() {
        for good in [
            "036000291452",
            "4006381333931",
            "96385074",
            "10036000291459",
            "00012345600012",
            "0 36000 29145-2",
        ] {
            assert!(good.parse::<Gtin>().is_ok(), "{good}");
        }
        for bad in [
            "036000291453",
            "12345",
            "00000000",
            "abcdefgh",
            "#1569",
            "Rev. 04",
            "",
        ] {
            assert!(bad.parse::<Gtin>().is_err(), "{bad}");
        }
    }

    #[test]
    fn padding_is_taken_back() {
        let gtin: Option<Gtin> = "036000291452".parse().ok();
        assert_eq!(
            gtin.as_ref()
                .and_then(|gtin| Gtin::from_padded(&gtin.padded(), gtin.digits())),
            gtin
        );
    }
}
