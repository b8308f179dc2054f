//! Rows of a Shopify product CSV, in the column names of its older and its newer exports.

use std::io::Read;

use csv::{ByteRecord, Reader, ReaderBuilder, StringRecord};
use rust_decimal::Decimal;

use crate::catalog::market::{Currency, Money};
use crate::catalog::offer::model::Availability;
use crate::catalog::variant::Gtin;

/// The columns that say something of a variant or its offer, each with its older and its newer name.
const HANDLE: &[&str] = &["Handle", "URL handle"];
const OPTION_NAMES: [&[&str]; 3] = [&["Option1 Name"], &["Option2 Name"], &["Option3 Name"]];
const OPTION_VALUES: [&[&str]; 3] = [&["Option1 Value"], &["Option2 Value"], &["Option3 Value"]];
const SKU: &[&str] = &["Variant SKU", "SKU"];
const BARCODE: &[&str] = &["Variant Barcode", "Barcode"];
const PRICE: &[&str] = &["Variant Price", "Price"];
const LIST_PRICE: &[&str] = &["Variant Compare At Price", "Compare-at price"];
const TRACKER: &[&str] = &["Variant Inventory Tracker", "Inventory tracker"];
const QUANTITY: &[&str] = &["Variant Inventory Qty", "Inventory quantity"];
const POLICY: &[&str] = &[
    "Variant Inventory Policy",
    "Continue selling when out of stock",
];

/// What a row says of one variant and its offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The line on which it begins, from 1.
    pub line: u64,
    /// The name of its product in addresses, which all rows of a product have.
    pub handle: Option<String>,
    /// What the variants of its product differ by; only the first row of a product says so.
    pub option_names: Vec<String>,
    /// The values of those, in their order.
    pub options: Vec<String>,
    /// The merchant's code, if given.
    pub sku: Option<String>,
    /// The barcode, if it is one.
    pub gtin: Option<Gtin>,
    /// The price.
    pub price: Money,
    /// The price it is reduced from, in minor units, if that is above the price.
    pub list_minor: Option<i64>,
    /// Whether it can be bought; `None` if the file does not tell how many there are.
    pub availability: Option<Availability>,
}

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The line on which the row begins, from 1.
    pub line: u64,
    /// The column, as the file names it; empty for the whole row.
    pub column: String,
    /// What is wrong.
    pub message: String,
}

/// The rows of a file, one after the other: the file may be larger than the memory.
pub struct Rows<R> {
    reader: Reader<R>,
    columns: Columns,
    currency: Currency,
    record: ByteRecord,
}

/// A column: its place, and how the file names it.
#[derive(Debug, Clone)]
struct Column {
    at: usize,
    name: String,
}

#[derive(Debug)]
struct Columns {
    handle: Option<Column>,
    option_names: [Option<Column>; 3],
    option_values: [Option<Column>; 3],
    sku: Option<Column>,
    barcode: Option<Column>,
    price: Column,
    list_price: Option<Column>,
    tracker: Option<Column>,
    quantity: Option<Column>,
    policy: Option<Column>,
}

impl Columns {
    fn find(headers: &StringRecord) -> Result<Self, String> {
        let find = |names: &[&str]| {
            let same = |header: &str| {
                let header = header.trim();
                names.iter().any(|name| header.eq_ignore_ascii_case(name))
            };
            let at = headers.iter().position(same)?;
            let name = headers.get(at)?.trim().to_owned();
            Some(Column { at, name })
        };
        let (sku, barcode) = (find(SKU), find(BARCODE));
        let Some(price) = find(PRICE) else {
            return Err(
                "has no column Variant Price or Price: export the products from Shopify as CSV"
                    .to_owned(),
            );
        };
        if sku.is_none() && barcode.is_none() {
            return Err(
                "has neither a column for SKUs nor one for barcodes, by which variants are known"
                    .to_owned(),
            );
        }
        Ok(Self {
            handle: find(HANDLE),
            option_names: OPTION_NAMES.map(find),
            option_values: OPTION_VALUES.map(find),
            sku,
            barcode,
            price,
            list_price: find(LIST_PRICE),
            tracker: find(TRACKER),
            quantity: find(QUANTITY),
            policy: find(POLICY),
        })
    }
}

impl<R: Read> Rows<R> {
    /// Reads the names of the columns. Amounts are taken in the given currency, as the file names none.
    ///
    /// # Errors
    /// A sentence about the file when it holds no offers.
    pub fn new(file: R, currency: Currency) -> Result<Self, String> {
        let mut reader = ReaderBuilder::new().flexible(true).from_reader(file);
        let headers = reader.headers();
        let headers = headers.map_err(|error| format!("cannot be read as CSV: {error}"))?;
        Ok(Self {
            columns: Columns::find(headers)?,
            reader,
            currency,
            record: ByteRecord::new(),
        })
    }

    /// The next row of a variant, or what is wrong with it. Rows that only carry a further picture are passed over.
    pub fn next_row(&mut self) -> Option<Result<Row, Problem>> {
        loop {
            let line = self.reader.position().line();
            match self.reader.read_byte_record(&mut self.record) {
                Ok(false) => return None,
                Ok(true) => {}
                Err(error) => return Some(Err(broken(line, &error))),
            }
            let line = self.record.position().map_or(line, csv::Position::line);
            let cells = Cells {
                line,
                record: &self.record,
            };
            if let Some(row) = cells.row(&self.columns, self.currency).transpose() {
                return Some(row);
            }
        }
    }
}

fn broken(line: u64, error: &csv::Error) -> Problem {
    Problem {
        line,
        column: String::new(),
        message: format!("cannot be read: {error}"),
    }
}

/// The cells of one row.
struct Cells<'a> {
    line: u64,
    record: &'a ByteRecord,
}

impl<'a> Cells<'a> {
    /// What stands in a column, without the apostrophe by which spreadsheets keep digits as text; nothing if it is blank.
    fn text(&self, column: Option<&Column>) -> Result<Option<&'a str>, Problem> {
        let Some(column) = column else {
            return Ok(None);
        };
        let bytes = self.record.get(column.at).unwrap_or_default();
        let text = str::from_utf8(bytes);
        let text =
            text.map_err(|_| self.problem(column, "is not UTF-8: save the file as CSV UTF-8"))?;
        let text = text.trim().trim_start_matches('\'').trim();
        Ok(Some(text).filter(|text| !text.is_empty()))
    }

    fn problem(&self, column: &Column, message: &str) -> Problem {
        Problem {
            line: self.line,
            column: column.name.clone(),
            message: message.to_owned(),
        }
    }

    fn row(&self, columns: &Columns, currency: Currency) -> Result<Option<Row>, Problem> {
        let sku = self.text(columns.sku.as_ref())?;
        let barcode = self.text(columns.barcode.as_ref())?;
        let price = self.text(Some(&columns.price))?;
        if sku.is_none() && barcode.is_none() && price.is_none() {
            return Ok(None);
        }
        let Some(price) = price else {
            return Err(self.problem(&columns.price, "is empty"));
        };
        let price = Money::parse(price, currency);
        let price = price.map_err(|problem| self.problem(&columns.price, &problem))?;
        // A barcode that is none, as a spreadsheet's 9.52E+12, must not hide what the SKU says.
        let gtin = barcode.and_then(|text| text.parse().ok());
        if sku.is_none() && gtin.is_none() {
            return Err(self.nameless(columns, barcode));
        }
        let (option_names, options) = self.options(columns)?;
        Ok(Some(Row {
            line: self.line,
            handle: self.text(columns.handle.as_ref())?.map(str::to_owned),
            option_names,
            options,
            sku: sku.map(str::to_owned),
            gtin,
            price,
            list_minor: self.list_minor(columns, price)?,
            availability: self.availability(columns)?,
        }))
    }

    /// Names and values of options. A product of one variant has the value `Default Title`, which says nothing.
    fn options(&self, columns: &Columns) -> Result<(Vec<String>, Vec<String>), Problem> {
        let texts = |columns: &[Option<Column>; 3]| -> Result<Vec<String>, Problem> {
            let mut texts = Vec::new();
            for column in columns {
                match self.text(column.as_ref())? {
                    Some(text) => texts.push(text.to_owned()),
                    None => break,
                }
            }
            Ok(texts)
        };
        let values = texts(&columns.option_values)?;
        if values == ["Default Title"] {
            return Ok((Vec::new(), Vec::new()));
        }
        Ok((texts(&columns.option_names)?, values))
    }

    fn nameless(&self, columns: &Columns, barcode: Option<&str>) -> Problem {
        let message = match barcode {
            Some(barcode) => format!("{barcode} is no barcode, and there is no SKU"),
            None => "there is neither a SKU nor a barcode".to_owned(),
        };
        let column = columns.barcode.as_ref().unwrap_or(&columns.price);
        self.problem(column, &message)
    }

    /// Shopify reduces from a price only where that is above the price; others are leftovers.
    fn list_minor(&self, columns: &Columns, price: Money) -> Result<Option<i64>, Problem> {
        let column = columns.list_price.as_ref();
        let (Some(column), Some(text)) = (column, self.text(column)?) else {
            return Ok(None);
        };
        if text.parse::<Decimal>().is_ok_and(|amount| amount.is_zero()) {
            return Ok(None);
        }
        let list = Money::parse(text, price.currency);
        let list = list.map_err(|problem| self.problem(column, &problem))?;
        Ok(Some(list.minor).filter(|minor| *minor > price.minor))
    }

    fn availability(&self, columns: &Columns) -> Result<Option<Availability>, Problem> {
        if columns.tracker.is_some() && self.text(columns.tracker.as_ref())?.is_none() {
            // Without a tracker Shopify always sells.
            return Ok(Some(Availability::InStock));
        }
        let column = columns.quantity.as_ref();
        let (Some(column), Some(text)) = (column, self.text(column)?) else {
            return Ok(None);
        };
        let quantity: Result<Decimal, _> = text.parse();
        let quantity = quantity.map_err(|_| self.problem(column, "must be a number"))?;
        let policy = self.text(columns.policy.as_ref())?.unwrap_or_default();
        let sells_on = ["continue", "true", "yes"]
            .iter()
            .any(|word| policy.eq_ignore_ascii_case(word));
        Ok(Some(if quantity > Decimal::ZERO {
            Availability::InStock
        } else if sells_on {
            Availability::Backorder
        } else {
            Availability::OutOfStock
        }))
    }
}

#[cfg(test)]
mod tests {
    #![expect(
        clippy::unwrap_used,
        clippy::indexing_slicing,
        reason = "tests may panic"
    )]
    use super::*;

    fn rows(text: &str) -> Vec<Result<Row, Problem>> {
        let mut rows = Rows::new(text.as_bytes(), Currency::USD).unwrap();
        std::iter::from_fn(|| rows.next_row()).collect()
    }

    #[test]
    fn rows_are_read_in_old_and_new_column_names_and_pictures_are_passed_over() {
        let old = "\u{feff}Handle,Variant SKU,Variant Inventory Tracker,Variant Inventory Qty,Variant Inventory Policy,Variant Price,\
                   Variant Compare At Price,Variant Barcode,Image Src\n\
                   a,A-1,shopify,0,continue,14.50,20,'9520000000004,\"https://x.example/a\nb.png\"\n\
                   a,,,,,,,,https://x.example/c.png\n\
                   b,B-1,,,deny,9,9,9.52E+12,\n";
        let read: Vec<Row> = rows(old).into_iter().map(Result::unwrap).collect();
        assert_eq!(read.len(), 2);
        assert_eq!(read[0].line, 2);
        assert_eq!(read[0].sku.as_deref(), Some("A-1"));
        assert_eq!(read[0].gtin.as_ref().unwrap().as_str(), "9520000000004");
        assert_eq!(
            (read[0].price.minor, read[0].list_minor),
            (1450, Some(2000))
        );
        assert_eq!(read[0].availability, Some(Availability::Backorder));
        // The cell above spans two lines.
        assert_eq!(read[1].line, 5);
        assert_eq!((read[1].gtin.as_ref(), read[1].list_minor), (None, None));
        assert_eq!(read[1].availability, Some(Availability::InStock));
        let new = "Title,URL handle,SKU,Barcode,Price,Compare-at price,Inventory tracker,Inventory quantity,\
                   Continue selling when out of stock\n\
                   A,a,A-1,,14.50,,shopify,-2,DENY\n";
        let read = rows(new).remove(0).unwrap();
        assert_eq!(read.availability, Some(Availability::OutOfStock));
    }

    #[test]
    fn what_is_wrong_with_a_row_names_its_line_and_column() {
        let text = "Handle,Variant SKU,Variant Price,Variant Inventory Qty,Variant Barcode\n\
                    a,A-1,,3,\nb,B-1,\"12,50\",3,\nc,,10,3,12345\nd,D-1,10,many,\ne,E-1,10,3,\n";
        let told: Vec<(u64, String)> = rows(text)
            .into_iter()
            .filter_map(Result::err)
            .map(|problem| (problem.line, problem.column))
            .collect();
        let expected = [
            (2, "Variant Price"),
            (3, "Variant Price"),
            (4, "Variant Barcode"),
            (5, "Variant Inventory Qty"),
        ];
        assert_eq!(
            told,
            expected.map(|(line, column)| (line, column.to_owned()))
        );
    }

    #[test]
    fn a_file_without_offers_is_refused_in_a_sentence() {
        for text in [
            "",
            "Handle,Title\na,b\n",
            "Variant Price\n10\n",
            "\u{0}\u{1}PK",
        ] {
            assert!(
                Rows::new(text.as_bytes(), Currency::USD).is_err(),
                "{text:?}"
            );
        }
    }
}
