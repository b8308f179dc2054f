//! The rules of a Supplement Facts panel: each with an id that never changes, a title and its section of the regulation.

use serde::{Serialize, Serializer};

macro_rules! panel_rules {
    ($($(#[$doc:meta])+ $name:ident: $id:literal, $title:literal, $source:literal;)+) => {
        /// A rule that a panel or its formula can break.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum PanelRule {
            $($(#[$doc])+ $name,)+
        }

        impl PanelRule {
            /// Every rule, in the order of the panel, for pages that list them.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The id, which never changes.
            pub const fn id(self) -> &'static str {
                match self { $(Self::$name => $id),+ }
            }

            /// What the rule asks, in a line.
            pub const fn title(self) -> &'static str {
                match self { $(Self::$name => $title),+ }
            }

            /// The section that it comes from; of 21 CFR unless it says otherwise.
            pub const fn source(self) -> &'static str {
                match self { $(Self::$name => $source),+ }
            }
        }
    };
}

panel_rules! {
    /// Nothing follows "Serving Size", or there is no serving size at all.
    ServingSizeMissing: "facts.serving-size-missing", "A serving size is stated", "101.36(b)(1)(i)";
    /// The serving size names no unit, such as capsules or teaspoonfuls.
    ServingSizeTerm: "facts.serving-size-term", "The serving size is given in a unit that fits the form", "101.36(b)(1)(i)";
    /// Neither the panel nor the net quantity tells the servings per container.
    ServingsMissing: "facts.servings-missing", "Servings per container are stated", "101.36(b)(1)(ii)";
    /// The panel lists nothing.
    RowsMissing: "facts.rows-missing", "The panel lists a dietary ingredient", "101.36(b)(2), (b)(3)";
    /// A row without a name.
    NameMissing: "facts.name-missing", "Every row has a name", "101.36(b)(2)(i)(B), (b)(3)(i)";
    /// An ingredient outside a blend without an amount.
    AmountMissing: "facts.amount-missing", "Every ingredient outside a blend has an amount", "101.36(b)(2)(ii), (b)(3)(ii)";
    /// A (b)(2) ingredient is declared as 0.
    ZeroDeclared: "facts.zero-declared", "What is zero is not declared", "101.36(b)(2)(i)";
    /// A (b)(2) ingredient is declared in an amount that counts as zero.
    BelowDeclarable: "facts.below-declarable", "What may be declared as zero is not declared", "101.36(b)(2)(i)";
    /// Calories, a macronutrient, cholesterol or sodium is not in its increments.
    Increment: "facts.increment", "Calories and macronutrients are rounded to their increments", "101.36(b)(2)(ii), 101.9(c)(1)-(7)";
    /// A nutrient is not declared in the unit of the regulation.
    UnitNotOfNutrient: "facts.unit-not-of-nutrient", "A nutrient is declared in its unit", "101.36(b)(2)(ii), 101.9(c)(8)(iv)";
    /// International Units of vitamin A or E without the form on which their conversion depends.
    IuFormUnknown: "facts.iu-form-unknown", "International Units of vitamins A and E name their form", "101.9(c)(8)(iv)";
    /// An amount of a (b)(3) ingredient is no weight or volume.
    NotByWeight: "facts.not-by-weight", "Other ingredients are declared by weight or volume", "101.36(b)(3)(ii)";
    /// "About", "at least" or another bound where the regulation wants an amount.
    AmountNotExact: "facts.amount-not-exact", "Amounts are exact, save for \"less than 1 g\" and \"less than 5 mg\"", "101.36(b)(2)(ii), 101.9(c)";
    /// The label lists (b)(2) ingredients in another order.
    NutrientOrder: "facts.nutrient-order", "Nutrients stand in the order of the regulation, before other ingredients", "101.36(b)(2)(i)(B), (b)(3)(i)";
    /// A nutrient has two rows of its own.
    NutrientTwice: "facts.nutrient-twice", "A nutrient is declared once, with all its sources", "101.36(b)(2)(i)(B), (d)(2)";
    /// A part weighs more than what it is a part of.
    ConstituentExceedsParent: "facts.constituent-exceeds-parent", "A constituent weighs no more than its ingredient", "101.36(b)(3)(iii)";
    /// Folate as folic acid without the weight of folic acid in parentheses.
    FolicAcidMissing: "facts.folic-acid-missing", "Folate from folic acid also states mcg of folic acid", "101.9(c)(8)(vii), 101.36(b)(2)(ii)";
    /// mcg DFE and mcg of folic acid don't agree.
    FolateDfeDiffers: "facts.folate-dfe-differs", "1 mcg of folic acid is 1.7 mcg DFE", "101.9(c)(8)(vii)";
    /// The declared % Daily Value isn't what the declared amount comes to.
    DvDiffers: "facts.dv-differs", "The % Daily Value follows from the amount", "101.36(b)(2)(iii)(B)";
    /// A % Daily Value for something that has none.
    DvWithoutDailyValue: "facts.dv-without-daily-value", "Only what has a Daily Value has a percentage", "101.36(b)(2)(iii)(F), (b)(3)(iv)";
    /// The label prints no % Daily Value where there is one.
    DvMissing: "facts.dv-missing", "What has a Daily Value has a percentage", "101.36(b)(2)(iii)";
    /// "Daily Value not established" for something that has one.
    DvDenied: "facts.dv-denied", "The symbol stands only where no Daily Value is established", "101.36(b)(2)(iii)(F), (b)(3)(iv)";
    /// A percentage with a fraction.
    DvNotWhole: "facts.dv-not-whole", "Percentages are whole", "101.36(b)(2)(iii)(C)";
    /// 0% for more than nothing, or "<2%".
    DvBelowOne: "facts.dv-below-one", "More than nothing and less than one percent is \"<1%\"", "101.36(b)(2)(iii)(C)";
    /// Calories with a percentage.
    DvOfCalories: "facts.dv-of-calories", "Calories have no percentage", "101.36(b)(2)(iii)(G)";
    /// A proprietary blend without its weight.
    BlendTotalMissing: "facts.blend-total-missing", "A proprietary blend states its total weight", "101.36(c)(3)";
    /// A proprietary blend without ingredients.
    BlendMembersMissing: "facts.blend-members-missing", "A proprietary blend lists its ingredients", "101.36(c)(2)";
    /// The members of a blend together weigh more than the blend.
    BlendMembersExceedTotal: "facts.blend-members-exceed-total", "The members weigh no more than the blend", "101.36(c)(3)";
    /// A member of a blend outweighs the one before it.
    BlendOrder: "facts.blend-order", "Members stand in descending order by weight", "101.36(c)(2)";
    /// A (b)(2) ingredient in a blend or under another ingredient, without a row of its own.
    NutrientInBlend: "facts.nutrient-in-blend", "Nutrients within blends and other ingredients have rows of their own", "101.36(b)(3)(iii), (c)(1)";
    /// A plant whose part isn't named.
    PlantPartMissing: "facts.plant-part-missing", "The part of a plant is named", "101.36(d)(1), 101.4(h)(1)";
    /// A source in parentheses without "as" or "from".
    SourcePreposition: "facts.source-preposition", "A source is preceded by \"as\" or \"from\"", "101.36(d)";
    /// Sources are named neither in the panel nor below it.
    IngredientsMissing: "facts.ingredients-missing", "Sources not named in the panel stand in the ingredient list", "101.36(d), 101.4(g)";
    /// An ingredient holds a major allergen that isn't declared.
    AllergenUndeclared: "facts.allergen-undeclared", "Every major allergen is declared", "FD&C Act 403(w)(1)";
    /// Fish, crustaceans or tree nuts are declared without saying which.
    AllergenUnspecified: "facts.allergen-unspecified", "Fish, crustaceans and tree nuts are declared by species or kind", "FD&C Act 403(w)(2)";
    /// A solid product with iron without the warning of the regulation, word for word.
    IronWarningMissing: "facts.iron-warning-missing", "Solid products with iron carry the iron warning", "101.17(e)(1)";

    /// The title is another.
    Title: "facts.title", "The title is \"Supplement Facts\"", "101.36(e)(1)";
    /// No heavy bar below the servings.
    BarBelowServings: "facts.bar-below-servings", "A heavy bar stands below the servings", "101.36(e)(6)(i)";
    /// A heading of amounts without "Amount Per" or "Each".
    AmountHeading: "facts.amount-heading", "Amounts stand under \"Amount Per Serving\" or the like", "101.36(b)(2)(i)(A)";
    /// A heading of percentages that doesn't say for whom they are.
    PercentHeading: "facts.percent-heading", "The heading of percentages says for whom they are", "101.36(b)(2)(iii)(A), (E)";
    /// No light bar below the headings.
    BarBelowHeadings: "facts.bar-below-headings", "A light bar stands below the headings", "101.36(e)(7)";
    /// The blocks stand in another order.
    BlockOrder: "facts.block-order", "Calories come first, then nutrients, then other ingredients", "101.36(b)(2)(i)(B)(1), (b)(3)(i)";
    /// Two rows without a hairline between them.
    Hairlines: "facts.hairlines", "A hairline stands between two ingredients", "101.36(e)(5)";
    /// A row is indented by more than one step from the row above.
    Indentation: "facts.indentation", "A row is indented under the row that it belongs to", "101.36(b)(2)(i)(B), (b)(3)(iii), (c)(2)";
    /// A row has more or fewer cells than the panel has columns.
    Columns: "facts.columns", "Every row has a cell in every column", "101.36(b)(2)(ii), (iii)(A)";
    /// No heavy bar between the (b)(2) and the (b)(3) ingredients.
    BarBelowNutrients: "facts.bar-below-nutrients", "A heavy bar stands below the last nutrient", "101.36(e)(6)(ii)";
    /// No heavy bar below the last row.
    BarBelowRows: "facts.bar-below-rows", "A heavy bar stands below the last ingredient", "101.36(e)(6)(ii), (iii)";
    /// A symbol without a footnote.
    SymbolWithoutFootnote: "facts.symbol-without-footnote", "Every symbol has its footnote", "101.36(b)(2)(iii)(D), (F), (b)(3)(iv)";
    /// A footnote whose symbol isn't in the panel.
    FootnoteUnused: "facts.footnote-unused", "Every footnote is referred to", "101.36(b)(2)(iii)(D), (F), (b)(3)(iv)";
    /// A footnote in other words than the regulation's.
    FootnoteWording: "facts.footnote-wording", "Footnotes have the words of the regulation", "101.36(b)(2)(iii)(D), (F), (b)(3)(iv)";
    /// A symbol stands for two things.
    SymbolCollides: "facts.symbol-collides", "A symbol means one thing on a page", "101.36(b)(3)(iv), 101.93(d)";
}

impl Serialize for PanelRule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id())
    }
}
