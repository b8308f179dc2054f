//! A table of composition as monospaced text.

use super::{Composition, CompositionRow};

/// The table as text; ends with a line break. Amounts that the label doesn't state read "not stated".
pub fn to_text(composition: &Composition) -> String {
    let mut lines: Vec<[String; 3]> = vec![[
        String::new(),
        composition.amount_heading.clone(),
        composition.percent_heading.clone(),
    ]];
    lines.extend(composition.rows.iter().map(line));
    let width = |column: usize| {
        let cells = lines.iter().filter_map(|line| line.get(column));
        cells
            .map(|cell| cell.chars().count())
            .max()
            .unwrap_or_default()
    };
    let (names, amounts, percents) = (width(0), width(1), width(2));
    let mut text = format!("Daily portion: {}\n", composition.daily_portion);
    for [name, amount, percent] in &lines {
        text.push_str(&format!(
            "{name:<names$}  {amount:>amounts$}  {percent:>percents$}\n"
        ));
    }
    text.push_str(&format!("{}\n", composition.footnote));
    for statement in &composition.statements {
        text.push_str(&format!("{statement}\n"));
    }
    text
}

fn line(row: &CompositionRow) -> [String; 3] {
    let indent = " ".repeat(usize::from(row.depth).saturating_mul(2));
    let name = match &row.detail {
        Some(detail) => format!("{indent}{} ({detail})", row.name),
        None => format!("{indent}{}", row.name),
    };
    [
        name,
        row.text().to_owned(),
        row.percent.clone().unwrap_or_default(),
    ]
}
