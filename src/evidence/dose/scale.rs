//! The scale of a dose bar: linear from zero, or logarithmic where the amounts lie far apart.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// How a scale grows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScaleKind {
    /// Equal steps add, from zero.
    Linear,
    /// Equal steps multiply: where the largest amount is more than 20 times the smallest.
    Log,
}

/// A scale that holds all amounts of one bar.
#[derive(Clone, Debug)]
pub struct Scale {
    kind: ScaleKind,
    min: f64,
    max: f64,
    ticks: Vec<Decimal>,
}

/// From how many times the smallest amount on a linear scale would press it to the edge.
const FAR_APART: f64 = 20.0;

impl Scale {
    /// A scale for amounts above zero; `None` for none.
    pub fn over(amounts: &[Decimal]) -> Option<Self> {
        let values: Vec<f64> = amounts
            .iter()
            .filter_map(|amount| amount.to_f64())
            .collect();
        let smallest = values.iter().copied().reduce(f64::min)?;
        let largest = values.iter().copied().reduce(f64::max)?;
        if smallest <= 0.0 {
            return None;
        }
        if largest / smallest > FAR_APART {
            Self::log(smallest, largest)
        } else {
            Self::linear(largest)
        }
    }

    /// How it grows.
    pub fn kind(&self) -> ScaleKind {
        self.kind
    }

    /// Round numbers on it, ascending.
    pub fn ticks(&self) -> &[Decimal] {
        &self.ticks
    }

    /// Where an amount lies: 0 at the start, 1 at the end.
    pub fn fraction(&self, amount: Decimal) -> f64 {
        let value = amount.to_f64().unwrap_or(self.min);
        let fraction = match self.kind {
            ScaleKind::Linear => (value - self.min) / (self.max - self.min),
            ScaleKind::Log => (value / self.min).ln() / (self.max / self.min).ln(),
        };
        // Also what isn't a number lands on the scale.
        if fraction > 0.0 {
            fraction.min(1.0)
        } else {
            0.0
        }
    }

    /// Four or five steps of 1, 2 or 5 times a power of ten, with some room behind the largest amount.
    fn linear(largest: f64) -> Option<Self> {
        let wanted = largest * 1.06;
        let step = round_numbers(wanted / 10.0, wanted)
            .find(|step| step.to_f64().is_some_and(|step| wanted / step <= 4.5))?;
        let steps = (wanted / step.to_f64()?).ceil().to_i64()?;
        let ticks: Vec<Decimal> = (0..=steps)
            .filter_map(|count| step.checked_mul(Decimal::from(count)))
            .map(|tick| tick.normalize())
            .collect();
        Some(Self {
            kind: ScaleKind::Linear,
            min: 0.0,
            max: ticks.last()?.to_f64()?,
            ticks,
        })
    }

    /// Between round numbers around the amounts; with powers of ten where they are enough.
    fn log(smallest: f64, largest: f64) -> Option<Self> {
        let round: Vec<Decimal> = round_numbers(smallest / 20.0, largest * 20.0).collect();
        let at_most = |tick: &&Decimal| tick.to_f64().is_some_and(|tick| tick <= smallest / 1.2);
        let at_least = |tick: &&Decimal| tick.to_f64().is_some_and(|tick| tick >= largest * 1.2);
        let first = round.iter().rfind(at_most)?;
        let last = round.iter().find(at_least)?;
        let within = round.iter().filter(|tick| *tick >= first && *tick <= last);
        let tens: Vec<Decimal> = within
            .clone()
            .filter(|tick| is_power_of_ten(**tick))
            .copied()
            .collect();
        let ticks = if tens.len() >= 3 {
            let every = tens.len().div_ceil(5);
            tens.into_iter().step_by(every).collect()
        } else {
            within.copied().collect()
        };
        Some(Self {
            kind: ScaleKind::Log,
            min: first.to_f64()?,
            max: last.to_f64()?,
            ticks,
        })
    }
}

/// 1, 2 and 5 times the powers of ten from around `from` to around `to`, ascending.
fn round_numbers(from: f64, to: f64) -> impl Iterator<Item = Decimal> {
    let exponent = |value: f64| value.log10().floor().to_i32().unwrap_or(0);
    (exponent(from)..=exponent(to).saturating_add(1))
        .flat_map(|exponent| [1, 2, 5].map(|digit| times_power_of_ten(digit, exponent)))
        .flatten()
}

fn times_power_of_ten(digit: i64, exponent: i32) -> Option<Decimal> {
    if exponent < 0 {
        return Decimal::try_new(digit, exponent.unsigned_abs()).ok();
    }
    let power = 10_i64.checked_pow(exponent.unsigned_abs())?;
    digit.checked_mul(power).map(Decimal::from)
}

/// Whether a number above zero is 1, 10, 0.1 and so on.
pub(super) fn is_power_of_ten(tick: Decimal) -> bool {
    tick.normalize()
        .to_string()
        .chars()
        .all(|c| "01.".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scale(amounts: &[&str]) -> (ScaleKind, Vec<String>) {
        let amounts: Vec<Decimal> = amounts
            .iter()
            .filter_map(|text| text.parse().ok())
            .collect();
        match Scale::over(&amounts) {
            Some(scale) => (
                scale.kind(),
                scale.ticks().iter().map(ToString::to_string).collect(),
            ),
            None => panic!("no scale"),
        }
    }

    #[test]
    fn amounts_of_one_size_lie_on_a_linear_scale_from_zero() {
        assert_eq!(
            scale(&["310", "420", "350"]),
            (
                ScaleKind::Linear,
                ["0", "100", "200", "300", "400", "500"]
                    .map(str::to_owned)
                    .to_vec()
            )
        );
        assert_eq!(
            scale(&["0.0004"]).1.last().map(String::as_str),
            Some("0.0005")
        );
    }

    #[test]
    fn amounts_far_apart_lie_on_a_logarithmic_scale() {
        assert_eq!(
            scale(&["500", "10000", "60000"]),
            (
                ScaleKind::Log,
                ["1000", "10000", "100000"].map(str::to_owned).to_vec()
            )
        );
        let (kind, ticks) = scale(&["15", "350"]);
        assert_eq!(kind, ScaleKind::Log);
        assert_eq!(ticks, ["10", "20", "50", "100", "200", "500"]);
    }

    #[test]
    fn nothing_has_no_scale() {
        assert!(Scale::over(&[]).is_none());
        assert!(Scale::over(&[Decimal::ZERO]).is_none());
    }
}
