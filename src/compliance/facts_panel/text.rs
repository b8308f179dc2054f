//! A panel as monospaced text, for tests, e-mails and terminals.

use super::percent::printed;
use super::{AmountState, BlockKind, Cell, Panel, PanelRow};

/// Widest column of names, in characters; longer names wrap.
const NAME_WIDTH: usize = 44;
/// Narrowest column of amounts or percentages, in characters.
const CELL_WIDTH: usize = 10;
/// Between two columns.
const GAP: &str = "  ";

/// The panel as text, with the box, the bars and what stands below the box; ends with a line break.
/// An amount that the label doesn't state reads "not stated".
pub fn to_text(panel: &Panel) -> String {
    let grid = Grid::of(panel);
    let mut page = Page {
        width: grid.width(),
        lines: Vec::new(),
    };
    page.border();
    page.text("Supplement Facts");
    for serving in &panel.servings {
        page.text(&format!("Serving Size {}", serving.size));
        if let Some(count) = &serving.per_container {
            page.text(&format!("Servings Per Container {count}"));
        }
    }
    page.bar('=');
    page.headings(panel, &grid);
    page.bar('-');
    page.blocks(panel, &grid);
    for footnote in &panel.footnotes {
        page.text(&format!("{} {}", footnote.symbol, footnote.text));
    }
    page.border();
    page.below(
        &panel.ingredients_heading,
        panel.other_ingredients.as_deref(),
    );
    page.below("Contains", panel.contains.as_deref());
    page.lines.push(String::new());
    page.lines.join("\n")
}

/// The widths of the columns, in characters.
struct Grid {
    name: usize,
    cells: Vec<usize>,
}

impl Grid {
    fn of(panel: &Panel) -> Self {
        let rows = || panel.blocks.iter().flat_map(|block| &block.rows);
        let names = rows().map(|row| row_name(row).chars().count());
        let cells = panel
            .columns
            .iter()
            .enumerate()
            .flat_map(|(index, column)| {
                let texts = rows()
                    .filter_map(|row| row.cells.get(index))
                    .map(|cell| (amount(cell), printed(&cell.percent)));
                let (amounts, percents): (Vec<String>, Vec<String>) = texts.unzip();
                [
                    cell_width(&column.amount_heading, &amounts),
                    cell_width(&panel.percent_heading, &percents),
                ]
            });
        Self {
            name: names.max().unwrap_or(0).clamp(24, NAME_WIDTH),
            cells: cells.collect(),
        }
    }

    fn width(&self) -> usize {
        let cells: usize = self
            .cells
            .iter()
            .map(|width| width.saturating_add(GAP.len()))
            .sum();
        self.name.saturating_add(cells)
    }

    /// One line of the table: the name to the left, the cells to the right of their columns.
    fn line(&self, name: &str, cells: &[&str]) -> String {
        let mut line = format!("{name:<width$}", width = self.name);
        for (index, width) in self.cells.iter().enumerate() {
            let cell = cells.get(index).copied().unwrap_or_default();
            line.push_str(GAP);
            line.push_str(&format!("{cell:>width$}"));
        }
        line
    }
}

/// Wide enough for every cell and for the longest word of the heading, which wraps.
fn cell_width(heading: &str, cells: &[String]) -> usize {
    let words = heading.split_whitespace().map(|word| word.chars().count());
    let cells = cells.iter().map(|cell| cell.chars().count());
    words.chain(cells).max().unwrap_or(0).max(CELL_WIDTH)
}

struct Page {
    /// Between the sides of the box.
    width: usize,
    lines: Vec<String>,
}

impl Page {
    fn border(&mut self) {
        self.lines.push(format!("+-{}-+", "-".repeat(self.width)));
    }

    fn bar(&mut self, stroke: char) {
        self.boxed(&stroke.to_string().repeat(self.width));
    }

    fn boxed(&mut self, text: &str) {
        self.lines
            .push(format!("| {text:<width$} |", width = self.width));
    }

    fn text(&mut self, text: &str) {
        for line in wrapped(text, self.width) {
            self.boxed(&line);
        }
    }

    /// Headings stand on the bar below them.
    fn headings(&mut self, panel: &Panel, grid: &Grid) {
        let texts = panel
            .columns
            .iter()
            .flat_map(|column| [&column.amount_heading, &panel.percent_heading]);
        let cells: Vec<Vec<String>> = texts
            .zip(&grid.cells)
            .map(|(text, width)| wrapped(text, *width))
            .collect();
        let height = cells.iter().map(Vec::len).max().unwrap_or(0);
        for line in 0..height {
            let words: Vec<&str> = cells
                .iter()
                .map(|cell| {
                    let from_top = (line + cell.len()).checked_sub(height);
                    from_top
                        .and_then(|index| cell.get(index))
                        .map_or("", String::as_str)
                })
                .collect();
            self.boxed(&grid.line("", &words));
        }
    }

    fn blocks(&mut self, panel: &Panel, grid: &Grid) {
        let mut blocks = panel.blocks.iter().peekable();
        while let Some(block) = blocks.next() {
            for row in &block.rows {
                self.row(row, grid);
            }
            let next = blocks.peek().map(|block| block.kind);
            // Calories are (b)(2) ingredients too: the heavy bar comes after the last of those.
            self.bar(if next == Some(BlockKind::Nutrients) {
                '-'
            } else {
                '='
            });
        }
    }

    fn row(&mut self, row: &PanelRow, grid: &Grid) {
        let indent = " ".repeat(usize::from(row.depth).saturating_mul(2));
        let hanging = format!("{indent}    ");
        let room = grid.name.saturating_sub(hanging.len()).max(12);
        let texts: Vec<String> = row
            .cells
            .iter()
            .flat_map(|cell| [amount(cell), printed(&cell.percent)])
            .collect();
        let cells: Vec<&str> = texts.iter().map(String::as_str).collect();
        let fits = row_name(row).chars().count() <= grid.name;
        let names = match fits {
            true => vec![row_name(row)],
            false => {
                let lines = wrapped(row_name(row).trim_start(), room);
                let indents = std::iter::once(&indent).chain(std::iter::repeat(&hanging));
                indents
                    .zip(lines)
                    .map(|(indent, line)| format!("{indent}{line}"))
                    .collect()
            }
        };
        for (index, name) in names.iter().enumerate() {
            self.boxed(&grid.line(name, if index == 0 { &cells } else { &[] }));
        }
    }

    fn below(&mut self, heading: &str, list: Option<&str>) {
        if let Some(list) = list {
            let stop = if list.ends_with('.') { "" } else { "." };
            let width = self.width.saturating_add(4);
            self.lines
                .extend(wrapped(&format!("{heading}: {list}{stop}"), width));
        }
    }
}

fn row_name(row: &PanelRow) -> String {
    let indent = " ".repeat(usize::from(row.depth).saturating_mul(2));
    match &row.detail {
        Some(detail) => format!("{indent}{} ({detail})", row.name),
        None => format!("{indent}{}", row.name),
    }
}

fn amount(cell: &Cell) -> String {
    match cell.amount_state {
        AmountState::NotDeclared => "not stated".to_owned(),
        AmountState::Declared | AmountState::InBlend => cell.amount.clone(),
    }
}

/// Breaks at spaces; a word longer than the width keeps a line of its own.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}
