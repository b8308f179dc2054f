//! What is edited of a rule of lists.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::model::QueryMatch;
use crate::catalog::brand::model::BrandId;
use crate::catalog::category::model::CategoryId;
use crate::catalog::market::Market;
use crate::catalog::product::model::ProductId;
use crate::editing::draft::{Draft, text};
use crate::editing::form::{Field, Form, Input, Section, Shape};
use crate::editing::read::Problems;
use crate::evidence::ingredient::model::IngredientId;
use crate::evidence::topic::model::TopicId;
use crate::options;
use crate::publishing::Kind;
use crate::search::knowledge::lexicon::phrase_of;

/// A rule in its form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchRuleDraft {
    /// For editors.
    pub name: String,
    /// In which market; all when none is named.
    pub market: Option<Market>,
    /// Words of visitors.
    #[serde(deserialize_with = "text")]
    pub query: String,
    /// How they are compared.
    pub query_match: QueryMatch,
    /// The list is narrowed to it.
    pub category: Option<CategoryId>,
    /// The list is narrowed to it.
    pub brand: Option<BrandId>,
    /// The list is narrowed to it.
    pub ingredient: Option<IngredientId>,
    /// The list is narrowed to it.
    pub topic: Option<TopicId>,
    /// First day.
    pub starts_on: Option<NaiveDate>,
    /// Last day.
    pub ends_on: Option<NaiveDate>,
    /// Products that stand first, in order.
    pub pinned: Vec<ProductId>,
    /// Products that are left out.
    pub hidden: Vec<ProductId>,
    /// What is raised; one thing a row.
    pub boosts: Vec<BoostDraft>,
    /// Path to which the words lead.
    #[serde(deserialize_with = "text")]
    pub leads_to: String,
}

/// Something that is raised, in the form: exactly one member besides the number is given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoostDraft {
    /// Products of a brand.
    pub brand: Option<BrandId>,
    /// Products of a category.
    pub category: Option<CategoryId>,
    /// Products that hold an ingredient.
    pub ingredient: Option<IngredientId>,
    /// How much their relevance is multiplied by.
    pub times: Decimal,
}

impl Draft for SearchRuleDraft {
    const KIND: Kind = Kind::SearchRule;

    fn form() -> Form {
        Form::new(vec![
            Section::new("rule", "Rule", vec![
                Field::line("name", "Name", 200).required().hint("For editors."),
                Field::choice("market", "Market", options!(Market)).hint("All markets when none is chosen."),
                Field::new("starts_on", "First day", Input::Date),
                Field::new("ends_on", "Last day", Input::Date),
            ]),
            Section::new("when", "For which lists", vec![
                Field::line("query", "What a visitor types", 100),
                Field::choice("query_match", "The search", options!(QueryMatch)).required(),
                Field::pick("category", "Category", Kind::Category),
                Field::pick("brand", "Brand", Kind::Brand),
                Field::pick("ingredient", "Ingredient", Kind::Ingredient),
                Field::pick("topic", "Topic", Kind::Topic),
            ])
            .hint("All that is given must hold: the words are typed, and the list is narrowed to what is named, as its page or by a filter."),
            Section::new("then", "What happens", vec![
                Field::picks("pinned", "Stand first", "product", Kind::Product),
                Field::picks("hidden", "Are left out", "product", Kind::Product),
                Field::rows("boosts", "Are raised", "group", Shape::Plain, vec![
                    Field::pick("brand", "Brand", Kind::Brand),
                    Field::pick("category", "Category", Kind::Category),
                    Field::pick("ingredient", "Holds", Kind::Ingredient),
                    Field::new("times", "Times", Input::Decimal).required().hint("2 counts twice, 0.5 half."),
                ]),
                Field::line("leads_to", "The words lead to", 500).hint("A path of this site, instead of a list: /articles/colostrum."),
            ])
            .hint("Products stand first and are raised where a list is sorted by best match. They are left out of every order."),
        ])
    }

    fn fresh() -> Value {
        json!({ "query_match": "contains" })
    }

    fn check(&self, problems: &mut Problems) {
        if self
            .starts_on
            .zip(self.ends_on)
            .is_some_and(|(first, last)| last < first)
        {
            problems.add("ends_on", "must not lie before the first day");
        }
        if !self.query.is_empty() && phrase_of(&self.query).is_empty() {
            problems.add("query", "must hold a word: letters or digits");
        }
        if self.leads_to.contains("q=") || self.leads_to.contains("/.") || !self.leads_to.is_ascii()
        {
            problems.add(
                "leads_to",
                "must be a page of this site in plain letters, and no other search",
            );
        }
        if !self.leads_to.is_empty() {
            if self.query.is_empty() {
                problems.add("query", "must be given, or nothing leads there");
            }
            if !self.leads_to.starts_with('/')
                || self.leads_to.starts_with("//")
                || self.leads_to.contains(['\\', ' '])
            {
                problems.add(
                    "leads_to",
                    "must be a path of this site such as /articles/colostrum",
                );
            }
        }
        if self.pinned.is_empty()
            && self.hidden.is_empty()
            && self.boosts.is_empty()
            && self.leads_to.is_empty()
        {
            problems.add("pinned", "or something else that happens must be given");
        }
        let lists = self.pinned.iter().zip(0..).map(|it| ("pinned", it));
        let lists = lists.chain(self.hidden.iter().zip(0..).map(|it| ("hidden", it)));
        let mut seen: Vec<&ProductId> = Vec::new();
        for (list, (product, at)) in lists {
            if seen.contains(&product) {
                problems.add(format!("{list}.{at}.it"), "stands here already");
            }
            seen.push(product);
        }
        for (boost, at) in self.boosts.iter().zip(0..) {
            boost.check(at, problems);
        }
    }
}

impl BoostDraft {
    fn check(&self, at: usize, problems: &mut Problems) {
        let given = [
            self.brand.is_some(),
            self.category.is_some(),
            self.ingredient.is_some(),
        ];
        if given.into_iter().filter(|given| *given).count() != 1 {
            problems.add(
                format!("boosts.{at}.brand"),
                "or another field of the group must be given, and only one",
            );
        }
        if self.times <= Decimal::ZERO || self.times > Decimal::ONE_HUNDRED {
            problems.add(
                format!("boosts.{at}.times"),
                "must be more than 0 and at most 100",
            );
        }
    }
}
