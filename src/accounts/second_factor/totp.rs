//! Codes of an authenticator: RFC 6238 with six digits, thirty seconds and SHA-1, which is what every authenticator knows.

use qrcode::QrCode;
use qrcode::render::svg;
use rand::RngExt;
use totp_rs::{Builder, Totp};

use crate::error::AppError;

/// Who asks for the code, as authenticators list it.
const ISSUER: &str = "Formulary";

/// A fresh secret: 160 random bits.
pub fn new_secret() -> Vec<u8> {
    let secret: [u8; 20] = rand::rng().random();
    secret.to_vec()
}

fn totp(secret: &[u8], account: &str) -> Result<Totp, AppError> {
    Builder::new()
        .with_secret(secret.to_vec())
        .with_issuer(Some(ISSUER))
        // A colon would end the account's name in the address.
        .with_account_name(account.replace(':', " "))
        .build()
        .map_err(|error| AppError::Internal(anyhow::anyhow!("a secret is not usable: {error}")))
}

/// The thirty-second step that a code is of, when it is of now, the step before or the one after; spaces are let pass.
///
/// # Errors
/// A secret that is none.
pub fn step_of(secret: &[u8], code: &str, unix_seconds: i64) -> Result<Option<i64>, AppError> {
    let code: String = code.split_whitespace().collect();
    let now = u64::try_from(unix_seconds).unwrap_or_default();
    let step = totp(secret, "")?.check(&code, now);
    Ok(step.and_then(|step| i64::try_from(step).ok()))
}

/// The secret as people type it: groups of four letters and digits.
///
/// # Errors
/// A secret that is none.
pub fn typed(secret: &[u8]) -> Result<String, AppError> {
    let text = totp(secret, "")?.secret().to_base32();
    let letters: Vec<char> = text.chars().collect();
    let groups: Vec<String> = letters.chunks(4).map(String::from_iter).collect();
    Ok(groups.join(" "))
}

/// The address that an authenticator reads from a QR code, as a picture of that code.
///
/// # Errors
/// A secret that is none.
pub fn qr_svg(secret: &[u8], account: &str) -> Result<String, AppError> {
    let internal = |error: &dyn std::fmt::Display| {
        AppError::Internal(anyhow::anyhow!("the QR code cannot be drawn: {error}"))
    };
    let url = totp(secret, account)?
        .to_url()
        .map_err(|error| internal(&error))?;
    let code = QrCode::new(url).map_err(|error| internal(&error))?;
    Ok(code
        .render::<svg::Color<'_>>()
        .min_dimensions(240, 240)
        .build())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests may panic")]
    use super::*;

    /// The secret of appendix B of RFC 6238.
    const SECRET: &[u8] = b"12345678901234567890";

    #[test]
    fn codes_are_those_of_rfc_6238() {
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_234_567_890, "005924"),
            (20_000_000_000, "353130"),
        ] {
            let step = step_of(SECRET, code, seconds).unwrap();
            assert_eq!(step, Some(seconds / 30), "{code}");
        }
        assert_eq!(step_of(SECRET, "287 082", 59).unwrap(), Some(1));
    }

    #[test]
    fn a_code_is_good_one_step_early_and_late_and_no_longer() {
        for (seconds, good) in [(59 - 30, true), (59 + 30, true), (59 + 60, false)] {
            assert_eq!(
                step_of(SECRET, "287082", seconds).unwrap(),
                good.then_some(1),
                "{seconds}"
            );
        }
        for code in ["", "28708", "+87082", "2870822", "２８７０８２"] {
            assert_eq!(step_of(SECRET, code, 59).unwrap(), None, "{code}");
        }
    }

    #[test]
    fn the_picture_is_an_svg_without_styles_or_scripts() {
        let picture = qr_svg(SECRET, "a:b@example.org").unwrap();
        assert!(picture.contains("<svg") && !picture.contains("style"));
        assert_eq!(
            typed(SECRET).unwrap(),
            "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ"
        );
        assert_ne!(new_secret(), new_secret());
    }
}
