//! A panel as monospaced text, for tests, e-mails and terminals.

use super::{Bar, Panel, PanelRow, PercentCell};

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
    page.text(&panel.title);
    for serving in &panel.servings {
        page.text(&format!("Serving Size {}", serving.size));
        if let Some(count) = &serving.per_container {
            page.text(&format!("Servings Per Container {count}"));
        }
    }
    page.bar(panel.bar_below_servings);
    page.headings(panel, &grid);
    page.rows(panel, &grid);
    page.bar(panel.bar_below_rows);
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
        let names = panel.rows().map(|row| row_name(row).chars().count());
        let cells = headings(panel)
            .into_iter()
            .enumerate()
            .map(|(at, heading)| {
                let texts = panel
                    .rows()
                    .filter_map(|row| texts(row).into_iter().nth(at));
                cell_width(heading, texts)
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
fn cell_width(heading: &str, cells: impl Iterator<Item = String>) -> usize {
    let words = heading.split_whitespace().map(|word| word.chars().count());
    let cells = cells.map(|cell| cell.chars().count());
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

    /// Rows of text stand apart without a hairline.
    fn bar(&mut self, bar: Bar) {
        let stroke = match bar {
            Bar::Heavy => "=",
            Bar::Light => "-",
            Bar::Hairline => return,
        };
        self.boxed(&stroke.repeat(self.width));
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
        let cells: Vec<Vec<String>> = headings(panel)
            .into_iter()
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

    fn rows(&mut self, panel: &Panel, grid: &Grid) {
        for row in panel.rows() {
            self.bar(row.bar_above);
            self.row(row, grid);
        }
    }

    fn row(&mut self, row: &PanelRow, grid: &Grid) {
        let indent = " ".repeat(usize::from(row.depth).saturating_mul(2));
        let hanging = format!("{indent}    ");
        let room = grid.name.saturating_sub(hanging.len()).max(12);
        let texts = texts(row);
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

/// The headings of the columns of amounts and percentages, from left to right.
fn headings(panel: &Panel) -> Vec<&str> {
    let columns = panel.columns.iter().flat_map(|column| {
        let percents = column
            .percents
            .iter()
            .map(|percent| percent.heading.as_str());
        std::iter::once(column.amount_heading.as_str()).chain(percents)
    });
    columns.collect()
}

/// What a row has in those columns.
fn texts(row: &PanelRow) -> Vec<String> {
    let cells = row.cells.iter().flat_map(|cell| {
        let percents = cell.percents.iter().map(PercentCell::text);
        std::iter::once(cell.text()).chain(percents.map(str::to_owned))
    });
    cells.collect()
}

fn row_name(row: &PanelRow) -> String {
    let indent = " ".repeat(usize::from(row.depth).saturating_mul(2));
    match &row.detail {
        Some(detail) => format!("{indent}{} ({detail})", row.name),
        None => format!("{indent}{}", row.name),
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
