//! What gets published of a product.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::label;
use super::model::{Form, MarketText};
use crate::catalog::assertion::model::{Assertion, Statement};
use crate::catalog::attribute::model::AttributeId;
use crate::catalog::brand::model::BrandId;
use crate::catalog::category::model::CategoryId;
use crate::catalog::formula::model::Formula;
use crate::catalog::lot::document::LotDocument;
use crate::catalog::market::Market;
use crate::catalog::variant::model::VariantDocument;
use crate::compliance::lint::Part;
use crate::compliance::passage::{Found, Judged, Passage, Passages};
use crate::compliance::rules::structure_function_sentences;
use crate::compliance::surface::Surface;
use crate::content::plain::{plain, plain_with_addresses};
use crate::evidence::claim::model::ClaimId;
use crate::publishing::{Card, Document, DocumentError, Image, Kind, Link, Role};
use crate::text_enum;

/// A product as it is published. Prices are not in it: offers are live.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ProductDocument {
    /// Name without the brand.
    pub name: String,
    /// Its brand.
    pub brand_id: BrandId,
    /// Its shelf.
    pub category_id: Option<CategoryId>,
    /// What it comes as.
    pub form: Form,
    /// One sentence.
    pub summary: String,
    /// Markdown.
    pub description: String,
    /// For whom it is.
    pub audience: Option<String>,
    /// How to use it.
    pub directions: String,
    /// Cautions and warnings.
    pub cautions: Option<String>,
    /// How to store it.
    pub storage: Option<String>,
    /// What variants differ by.
    pub options: Vec<String>,
    /// What can be bought.
    pub variants: Vec<VariantDocument>,
    /// What is in it.
    pub formula: Option<Formula>,
    /// Free-from and contains statements.
    pub assertions: Vec<Assertion>,
    /// Claims that its page shows as far as evidence and wording allow.
    pub claims: Vec<ClaimId>,
    /// Pictures.
    pub images: Vec<Image>,
    /// Its texts in other markets. It is listed only where it has some; nothing falls back to the texts above.
    #[serde(default)]
    pub texts: Vec<MarketText>,
    /// Sentences of the texts above that are structure/function claims: they carry the symbol and count for the disclaimer.
    #[serde(default)]
    pub statements: Vec<TextStatement>,
    /// Batches with their laboratory reports.
    #[serde(default)]
    pub lots: Vec<LotDocument>,
    /// What it states for the attributes of its type.
    #[serde(default)]
    pub attributes: Vec<StatedAttribute>,
}

/// What a product states for an attribute, whose name and unit are published apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StatedAttribute {
    /// The attribute.
    pub attribute_id: AttributeId,
    /// The value, in the form that the type of the attribute gives it.
    pub value: String,
}

text_enum! {
    /// A text of a product.
    TextField {
        /// The one sentence.
        Summary = "summary",
        /// The description.
        Description = "description",
        /// Whom it is for.
        Audience = "audience",
        /// The directions.
        Directions = "directions",
        /// The cautions.
        Cautions = "cautions",
        /// How to store it.
        Storage = "storage",
    }
}

/// A sentence that says how the product affects structure or function of the body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TextStatement {
    /// Where it stands.
    pub field: TextField,
    /// The sentence, without marks.
    pub text: String,
}

/// The major allergens that it is stated to contain, in words.
pub fn contained_allergens(document: &ProductDocument) -> Vec<String> {
    document
        .assertions
        .iter()
        .filter(|assertion| assertion.statement == Statement::Contains && assertion.is_allergen())
        .map(Assertion::substance_words)
        .collect()
}

impl ProductDocument {
    /// Its texts in a market; none where it is not sold.
    pub fn texts_in(&self, market: Market) -> Option<MarketText> {
        if market != Market::Us {
            return self
                .texts
                .iter()
                .find(|text| text.market == market)
                .cloned();
        }
        Some(MarketText {
            market,
            summary: self.summary.clone(),
            description: self.description.clone(),
            audience: self.audience.clone(),
            directions: self.directions.clone(),
            cautions: self.cautions.clone(),
            storage: self.storage.clone(),
        })
    }

    /// With the sentences of its texts that are structure/function claims, found by the rules of the United States.
    #[must_use]
    pub fn with_statements(mut self) -> Self {
        let of = |field: TextField, text: &str| -> Vec<TextStatement> {
            structure_function_sentences(text)
                .into_iter()
                .map(|text| TextStatement { field, text })
                .collect()
        };
        let statements = [
            of(TextField::Summary, &self.summary),
            of(TextField::Description, &plain(&self.description)),
            of(
                TextField::Audience,
                self.audience.as_deref().unwrap_or_default(),
            ),
            of(TextField::Directions, &self.directions),
            of(
                TextField::Cautions,
                self.cautions.as_deref().unwrap_or_default(),
            ),
            of(
                TextField::Storage,
                self.storage.as_deref().unwrap_or_default(),
            ),
        ]
        .concat();
        self.statements = statements;
        self
    }
}

impl Judged for ProductDocument {
    // The texts of the default market by its law, and in every other market its name, label and texts by the law there.
    fn passages(&self) -> Vec<Passage> {
        let mut passages = Vec::new();
        let markets = Market::ALL
            .iter()
            .filter_map(|market| self.texts_in(*market));
        for text in markets {
            let page = Passages::on(Surface::Product, text.market.jurisdiction())
                .with("name", Part::Name, &self.name)
                .with("summary", Part::MetaDescription, &text.summary)
                .with(
                    "description",
                    Part::Text,
                    plain_with_addresses(&text.description),
                )
                .with_some("audience", Part::Text, text.audience.as_ref())
                .with("directions", Part::Text, &text.directions)
                .with_some("cautions", Part::Caution, text.cautions.as_ref())
                .with_some("storage", Part::Text, text.storage.as_ref());
            passages.extend(self.judged_label(page).done());
        }
        passages
    }

    fn contradictions(&self) -> Vec<Found> {
        label::contradictions(self)
    }
}

impl ProductDocument {
    /// What every market shows of it: pictures, variants, and the names of the label.
    fn judged_label(&self, mut page: Passages) -> Passages {
        for (image, at) in self.images.iter().zip(0..) {
            page = page.with(format!("images[{at}].alt"), Part::AltText, &image.alt);
        }
        for (variant, at) in self.variants.iter().zip(0..) {
            page = page.with(format!("variants[{at}].title"), Part::Name, &variant.title);
            if let Some(net) = &variant.net_quantity {
                page = page.with(format!("variants[{at}].unit"), Part::Text, &net.unit);
            }
            page = page.with(format!("variants[{at}].sku"), Part::Slug, &variant.sku);
            for value in &variant.options {
                page = page.with(format!("variants[{at}].options"), Part::Name, value);
            }
        }
        let files = self.lots.iter().flat_map(|lot| &lot.files);
        for (file, at) in files.zip(0..) {
            page = page.with(format!("files[{at}].title"), Part::Text, &file.title);
        }
        let formula = self.formula.iter();
        let rows = formula.flat_map(|formula| {
            formula
                .walk()
                .into_iter()
                .map(|(_, row)| row)
                .chain(&formula.other_ingredients)
        });
        for (row, at) in rows.zip(0..) {
            let of = |field: &str| format!("formula.rows[{at}].{field}");
            page = page
                .with(of("name"), Part::Name, &row.name)
                .with_some(&of("source_form"), Part::Name, row.source_form.as_ref())
                .with_some(&of("plant_part"), Part::Name, row.plant_part.as_ref())
                .with_some(&of("note"), Part::Text, row.note.as_ref());
            let units = row
                .amounts
                .iter()
                .filter_map(|amount| amount.quantity.as_ref());
            for quantity in units {
                page = page.with(of("unit"), Part::Text, &quantity.unit);
            }
        }
        for (serving, at) in self
            .formula
            .iter()
            .flat_map(|formula| &formula.servings)
            .zip(0..)
        {
            let of = |field: &str| format!("formula.servings[{at}].{field}");
            page = page.with(of("unit"), Part::Text, &serving.unit).with_some(
                &of("note"),
                Part::Text,
                serving.note.as_ref(),
            );
        }
        let count = self
            .formula
            .iter()
            .find_map(|formula| formula.servings_per_container.as_ref());
        page = page.with_some("formula.servings_per_container", Part::Text, count);
        for (name, at) in self.options.iter().zip(0..) {
            page = page.with(format!("options[{at}]"), Part::Name, name);
        }
        for (stated, at) in self.attributes.iter().zip(0..) {
            page = page.with(format!("attributes[{at}].value"), Part::Name, &stated.value);
        }
        for (assertion, at) in self.assertions.iter().zip(0..) {
            let field = format!("assertions[{at}].document");
            page = page
                .with_some(&field, Part::Text, assertion.document.as_ref())
                .with(
                    format!("assertions[{at}].substance"),
                    Part::Name,
                    assertion.substance_words(),
                );
        }
        for (lot, at) in self.lots.iter().zip(0..) {
            page = page.with(format!("lots[{at}].code"), Part::Slug, &lot.code);
        }
        let reports = self.lots.iter().flat_map(|lot| &lot.certificates);
        for (report, at) in reports.zip(0..) {
            page = page.with(
                format!("certificates[{at}].laboratory"),
                Part::Name,
                &report.laboratory,
            );
            let number = format!("certificates[{at}].number");
            page = page.with_some(&number, Part::Text, report.number.as_ref());
            for result in &report.results {
                page = page.with(
                    format!("certificates[{at}].analyte"),
                    Part::Caution,
                    &result.analyte,
                );
                let unit = format!("certificates[{at}].unit");
                page = page.with_some(&unit, Part::Text, result.unit.as_ref());
            }
        }
        page
    }
}

impl Document for ProductDocument {
    const KIND: Kind = Kind::Product;
    const SCHEMA_VERSION: i32 = 2;

    // Since 2 a product has texts per market, statements and lots, which serde fills with none.
    fn upcast(value: Value, version: i32) -> Result<Value, DocumentError> {
        match version {
            1 => Ok(value),
            _ => Err(DocumentError::UnknownVersion {
                kind: Self::KIND,
                version,
            }),
        }
    }

    fn card(&self) -> Card {
        Card {
            title: self.name.clone(),
            summary: self.summary.clone(),
            image: self.images.first().cloned(),
        }
    }

    fn links(&self) -> Vec<Link> {
        let mut links = vec![Link::new(Kind::Brand, self.brand_id.0, Role::Brand)];
        // Embedding, because the page shows the way from the root to the category.
        links.extend(
            self.category_id
                .map(|id| Link::embedding(Kind::Category, id.0, Role::Category)),
        );
        if let Some(formula) = &self.formula {
            let rows = formula
                .walk()
                .into_iter()
                .map(|(_, row)| row)
                .chain(&formula.other_ingredients);
            links.extend(rows.filter_map(|row| {
                let detail = row.quantity().map(ToString::to_string);
                row.ingredient_id.map(|id| Link {
                    detail,
                    ..Link::new(Kind::Ingredient, id.0, Role::Formula)
                })
            }));
        }
        links.extend(
            self.claims
                .iter()
                .map(|id| Link::embedding(Kind::Claim, id.0, Role::Claim)),
        );
        links.extend(self.attributes.iter().map(|stated| {
            Link::embedding(Kind::Attribute, stated.attribute_id.0, Role::Attribute)
        }));
        links
    }

    fn listing(&self) -> Vec<String> {
        let free_from = self
            .assertions
            .iter()
            .filter(|assertion| assertion.statement == Statement::FreeFrom);
        let mut keys = vec![
            format!("form:{}", self.form),
            format!("brand:{}", self.brand_id),
        ];
        keys.extend(
            self.texts
                .iter()
                .filter_map(|text| text.market.listing_key()),
        );
        keys.extend(self.category_id.map(|id| format!("category:{id}")));
        keys.extend(free_from.map(|assertion| format!("free-from:{}", assertion.substance)));
        for link in self
            .links()
            .iter()
            .filter(|link| link.role == Role::Formula)
        {
            keys.push(format!("ingredient:{}", link.to));
        }
        keys.sort();
        keys.dedup();
        keys
    }
}
