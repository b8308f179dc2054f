//! Barcodes and UNII codes.

/// The digits of a barcode if they form a GTIN: 8, 12, 13 or 14 digits, not all zero, with a right check digit.
pub fn gtin_digits(printed: &str) -> Option<String> {
    let digits: String = printed
        .chars()
        .filter(|sign| !sign.is_whitespace() && *sign != '-')
        .collect();
    if !digits.bytes().all(|byte| byte.is_ascii_digit())
        || !matches!(digits.len(), 8 | 12 | 13 | 14)
    {
        return None;
    }
    // From the right the weights are 1, 3, 1, 3, …, the check digit included.
    let sum: u32 = digits
        .bytes()
        .rev()
        .zip([1, 3].iter().cycle())
        .map(|(d, w)| u32::from(d - b'0') * w)
        .sum();
    (sum > 0 && sum.is_multiple_of(10)).then_some(digits)
}

/// What a code field holds.
#[derive(Debug, PartialEq, Eq)]
pub enum Unii {
    /// A code with a right check character.
    Good(String),
    /// The shape of a code, but another check character than the rule gives.
    Doubtful(String),
    /// One of the fillers: empty, "0", "1".
    Filler,
    /// Anything else.
    Wrong,
}

/// Reads a UNII: ten of 0-9 and A-Z, the last being the sum of the first nine (base 36) modulo 36.
pub fn unii(printed: &str) -> Unii {
    let code = printed.trim().to_ascii_uppercase();
    // "0", "1" and rows of zeros are what the database writes where it knows no code.
    if code.bytes().all(|byte| byte == b'0') || code == "1" {
        return Unii::Filler;
    }
    let values: Option<Vec<u32>> = code.chars().map(|sign| sign.to_digit(36)).collect();
    match values.as_deref() {
        Some([body @ .., check]) if body.len() == 9 => {
            if body.iter().sum::<u32>() % 36 == *check {
                Unii::Good(code)
            } else {
                Unii::Doubtful(code)
            }
        }
        _ => Unii::Wrong,
    }
}
