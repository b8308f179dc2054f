//! The small language in which packs write what to look for.
//!
//! A pattern is a row of elements over the units of one sentence:
//!
//! | element | stands for |
//! |---|---|
//! | `word` | this very word |
//! | `<class>` | a unit of the class, or of the group of classes |
//! | `<a\|b>` | a unit of either |
//! | `<a&b>` | a unit of both |
//! | `<a!b>` | a unit of `a` that is not of `b` |
//! | `…?` | the element before may be missing |
//! | `...` | up to eight units in between; `..3` up to three |
//! | `^`, `$` | the first, the last place of the sentence |
//!
//! Units of the class `filler` (articles, possessives, some adverbs) may stand between any two elements. Nothing reaches across a
//! semicolon, bullet or line end.

use super::class::{ClassSet, Classes};
use super::vocabulary::Unit;

const WIDE_GAP: u8 = 8;
const FILLERS: u8 = 3;

#[derive(Clone, Copy, Debug)]
enum Step {
    Unit {
        any: ClassSet,
        all: ClassSet,
        none: ClassSet,
        optional: bool,
    },
    Gap(u8),
    Start,
    End,
}

/// A compiled pattern.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    steps: Vec<Step>,
    /// For every element that may not be missing: classes of which the sentence must show one.
    needs: Vec<ClassSet>,
    /// The rarest of the needs, by which patterns are indexed.
    pub key: ClassSet,
}

/// A quick test that most patterns fail: the shadows of up to three needs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Gate([u64; 3]);

impl Gate {
    /// False only when the pattern cannot match a sentence with this shadow.
    #[inline]
    pub(super) fn admits(&self, shadow: u64) -> bool {
        let Self([one, two, three]) = self;
        one & shadow != 0 && two & shadow != 0 && three & shadow != 0
    }
}

/// The literal words of a pattern, which become classes of their own.
pub(super) fn literals(source: &str) -> impl Iterator<Item = &str> {
    source
        .split_whitespace()
        .map(|element| element.trim_end_matches('?'))
        .filter(|element| is_literal(element))
}

/// The name of the class of a literal word.
pub(super) fn literal_class(word: &str) -> String {
    format!("={word}")
}

fn is_literal(element: &str) -> bool {
    !element.is_empty() && !element.starts_with(['<', '.', '^', '$'])
}

impl Pattern {
    /// Compiles a pattern; the error says what is wrong with it.
    pub(super) fn parse(source: &str, classes: &Classes) -> Result<Self, String> {
        let mut steps = Vec::new();
        for element in source.split_whitespace() {
            steps.push(step(element, classes)?);
        }
        let needs: Vec<ClassSet> = steps
            .iter()
            .filter_map(|step| match step {
                Step::Unit {
                    any,
                    optional: false,
                    ..
                } => Some(*any),
                _ => None,
            })
            .collect();
        let Some(first) = needs.first().copied() else {
            return Err("it needs at least one word or class that may not be missing".to_owned());
        };
        let key = needs
            .iter()
            .copied()
            .find(|need| !classes.is_common(need))
            .unwrap_or(first);
        Ok(Self { steps, needs, key })
    }

    pub(super) fn gate(&self) -> Gate {
        let mut shadows = self.needs.iter().map(ClassSet::shadow);
        Gate([(); 3].map(|()| shadows.next().unwrap_or(u64::MAX)))
    }

    /// Whether a sentence that shows these classes can match at all.
    #[inline]
    pub(super) fn possible(&self, shown: &ClassSet) -> bool {
        self.needs.iter().all(|need| need.meets(shown))
    }

    /// The first match that begins at `from` or later: first unit and one past the last.
    pub(super) fn find(
        &self,
        units: &[Unit],
        from: usize,
        filler: &ClassSet,
    ) -> Option<(usize, usize)> {
        (from..units.len()).find_map(|begin| {
            let starts = match self.steps.first() {
                Some(Step::Unit {
                    any,
                    optional: false,
                    ..
                }) => units.get(begin).is_some_and(|unit| unit.classes.meets(any)),
                _ => true,
            };
            let end = if starts {
                matched(units, begin, &self.steps, filler, FILLERS)
            } else {
                None
            };
            end.filter(|end| *end > begin).map(|end| (begin, end))
        })
    }
}

fn matched(
    units: &[Unit],
    at: usize,
    steps: &[Step],
    filler: &ClassSet,
    fillers: u8,
) -> Option<usize> {
    let Some((step, rest)) = steps.split_first() else {
        return Some(at);
    };
    match step {
        Step::Start => (at == 0)
            .then(|| matched(units, at, rest, filler, FILLERS))
            .flatten(),
        Step::End => {
            let over = units
                .get(at..)
                .unwrap_or_default()
                .iter()
                .all(|unit| unit.breaks || unit.pause);
            over.then_some(at)
        }
        Step::Gap(most) => {
            for here in at..=at + usize::from(*most) {
                if let Some(end) = matched(units, here, rest, filler, 0) {
                    return Some(end);
                }
                if units.get(here).is_none_or(|unit| unit.breaks) {
                    return None;
                }
            }
            None
        }
        Step::Unit {
            any,
            all,
            none,
            optional,
        } => {
            let unit = units.get(at);
            if let Some(unit) = unit
                && unit.classes.meets(any)
                && unit.classes.holds(all)
                && !unit.classes.meets(none)
                && let Some(end) = matched(units, at + 1, rest, filler, FILLERS)
            {
                return Some(end);
            }
            if *optional && let Some(end) = matched(units, at, rest, filler, fillers) {
                return Some(end);
            }
            let skip = fillers > 0 && unit.is_some_and(|unit| unit.classes.meets(filler));
            if skip {
                matched(units, at + 1, steps, filler, fillers - 1)
            } else {
                None
            }
        }
    }
}

fn step(element: &str, classes: &Classes) -> Result<Step, String> {
    match element {
        "^" => return Ok(Step::Start),
        "$" => return Ok(Step::End),
        "..." => return Ok(Step::Gap(WIDE_GAP)),
        _ => {}
    }
    if let Some(count) = element.strip_prefix("..") {
        return match count.parse::<u8>() {
            Ok(count) if (1..=20).contains(&count) => Ok(Step::Gap(count)),
            _ => Err(format!(
                "`{element}` is no gap: write `...`, or two dots and a number from 1 to 20"
            )),
        };
    }
    let (body, optional) = match element.strip_suffix('?') {
        Some(body) => (body, true),
        None => (element, false),
    };
    let Some(inner) = body.strip_prefix('<') else {
        let name = literal_class(body);
        let any = classes
            .named(&name)
            .ok_or_else(|| format!("`{body}` is not one plain word"))?;
        return Ok(Step::Unit {
            any,
            all: ClassSet::default(),
            none: ClassSet::default(),
            optional,
        });
    };
    let inner = inner
        .strip_suffix('>')
        .ok_or_else(|| format!("`{element}` lacks its closing `>`"))?;
    let named = |name: &str| {
        classes.named(name).ok_or_else(|| {
            format!("there is no class or group `{name}`; add it to a lexicon or mend the name")
        })
    };
    let mut excluded = inner.split('!');
    let wanted = excluded.next().unwrap_or_default();
    let mut none = ClassSet::default();
    for name in excluded {
        none.add(&named(name)?);
    }
    let mut any = ClassSet::default();
    let mut all = ClassSet::default();
    if let Some((first, second)) = wanted.split_once('&') {
        any = named(first)?;
        for name in std::iter::once(first).chain(second.split('&')) {
            all.add(&named(name)?);
        }
    } else {
        for name in wanted.split('|') {
            any.add(&named(name)?);
        }
    }
    Ok(Step::Unit {
        any,
        all,
        none,
        optional,
    })
}
