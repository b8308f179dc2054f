//! Names of substances that people avoid, and the one key each of them gets.

/// Words for substances in statements that say what is not in a product.
const SUBSTANCES: &[(&str, &str)] = &[
    ("milk", "milk"),
    ("dairy", "milk"),
    ("lactose", "lactose"),
    ("casein", "casein"),
    ("whey", "whey"),
    ("egg", "eggs"),
    ("fish", "fish"),
    ("shellfish", "crustacean_shellfish"),
    ("crustacean", "crustacean_shellfish"),
    ("crustacean shellfish", "crustacean_shellfish"),
    ("nut", "tree_nuts"),
    ("tree nut", "tree_nuts"),
    ("treenut", "tree_nuts"),
    ("peanut", "peanuts"),
    ("wheat", "wheat"),
    ("soy", "soybeans"),
    ("soya", "soybeans"),
    ("soybean", "soybeans"),
    ("sesame", "sesame"),
    ("sesame seed", "sesame"),
    ("gluten", "gluten"),
    ("mustard", "mustard"),
    ("celery", "celery"),
    ("lupin", "lupin"),
    ("mollusc", "molluscs"),
    ("mollusk", "molluscs"),
    ("sulfite", "sulfites"),
    ("sulphite", "sulfites"),
    ("sulfur dioxide", "sulfites"),
    ("corn", "corn"),
    ("maize", "corn"),
    ("rice", "rice"),
    ("barley", "barley"),
    ("rye", "rye"),
    ("oat", "oats"),
    ("yeast", "yeast"),
    ("starch", "starch"),
    ("citrus", "citrus"),
    ("sugar", "sugar"),
    ("salt", "salt"),
    ("sodium", "sodium"),
    ("fat", "fat"),
    ("trans fat", "trans_fat"),
    ("cholesterol", "cholesterol"),
    ("sweetener", "sweeteners"),
    ("preservative", "preservatives"),
    ("filler", "fillers"),
    ("binder", "binders"),
    ("additive", "additives"),
    ("caffeine", "caffeine"),
    ("stimulant", "stimulants"),
    ("alcohol", "alcohol"),
    ("gelatin", "gelatin"),
    ("pork", "pork"),
    ("beef", "beef"),
    ("meat", "meat"),
    ("animal product", "animal_products"),
    ("animal", "animal_products"),
    ("msg", "msg"),
    ("monosodium glutamate", "msg"),
    ("aspartame", "aspartame"),
    ("carrageenan", "carrageenan"),
    ("magnesium stearate", "magnesium_stearate"),
    ("titanium dioxide", "titanium_dioxide"),
    ("paraben", "parabens"),
    ("hormone", "hormones"),
    ("antibiotic", "antibiotics"),
    ("pesticide", "pesticides"),
    ("bpa", "bpa"),
    ("latex", "latex"),
    ("iron", "iron"),
    ("gmo", "gmo"),
    ("gmo'", "gmo"),
    ("gm", "gmo"),
    ("genetically modified organism", "gmo"),
    ("genetically modified", "gmo"),
    ("genetically engineered", "gmo"),
];

/// Words that follow "artificial", also at a distance: "artificial colors, flavors or sweeteners".
const ARTIFICIAL: &[(&str, &str)] = &[
    ("color", "artificial_colors"),
    ("colour", "artificial_colors"),
    ("coloring", "artificial_colors"),
    ("colouring", "artificial_colors"),
    ("dye", "artificial_colors"),
    ("flavor", "artificial_flavors"),
    ("flavour", "artificial_flavors"),
    ("flavoring", "artificial_flavors"),
    ("flavouring", "artificial_flavors"),
    ("sweetener", "artificial_sweeteners"),
    ("preservative", "artificial_preservatives"),
    ("ingredient", "artificial_ingredients"),
    ("additive", "artificial_additives"),
];

/// Species and parts that make a product contain an allergen. Being free of one of them says nothing of the others.
const PARTS: &[(&str, &str)] = &[
    ("lactose", "milk"),
    ("casein", "milk"),
    ("caseinate", "milk"),
    ("whey", "milk"),
    ("almond", "tree_nuts"),
    ("cashew", "tree_nuts"),
    ("walnut", "tree_nuts"),
    ("hazelnut", "tree_nuts"),
    ("pecan", "tree_nuts"),
    ("pistachio", "tree_nuts"),
    ("shrimp", "crustacean_shellfish"),
    ("crab", "crustacean_shellfish"),
    ("lobster", "crustacean_shellfish"),
    ("krill", "crustacean_shellfish"),
    ("anchovy", "fish"),
    ("anchovie", "fish"),
    ("cod", "fish"),
    ("salmon", "fish"),
    ("sardine", "fish"),
    ("mackerel", "fish"),
    ("tuna", "fish"),
    ("tilapia", "fish"),
    ("pollock", "fish"),
];

/// What a "contains" statement may be read for; anything else in one is an ingredient, not an allergen.
const ALLERGENS: &[&str] = &[
    "milk",
    "eggs",
    "fish",
    "crustacean_shellfish",
    "tree_nuts",
    "peanuts",
    "wheat",
    "soybeans",
    "sesame",
    "gluten",
    "sulfites",
    "mustard",
    "celery",
    "lupin",
    "molluscs",
];

/// The key of a substance that a product is free from. The whole text must name it.
pub fn avoided(words: &str) -> Option<&'static str> {
    let words = words.trim();
    if let Some(rest) = words.strip_prefix("artificial ") {
        return artificial(rest);
    }
    let core = without_last(
        words,
        &[
            " ingredients",
            " products",
            " derivatives",
            " derivative",
            " derived",
        ],
    );
    look_up(SUBSTANCES, words).or_else(|| look_up(SUBSTANCES, core))
}

/// The key of what stands behind "artificial".
pub fn artificial(words: &str) -> Option<&'static str> {
    look_up(ARTIFICIAL, words)
}

/// The key of an allergen that a product contains. The whole text must name it or a part of it.
pub fn allergen(words: &str) -> Option<&'static str> {
    const ENDINGS: [&str; 10] = [
        " ingredients",
        " products",
        " derivatives",
        " derivative",
        " proteins",
        " protein",
        " lecithin",
        " gelatin",
        " oil",
        " powder",
    ];
    let core = without_last(words, &ENDINGS);
    let found = look_up(PARTS, core).or_else(|| look_up(SUBSTANCES, core));
    found.filter(|substance| ALLERGENS.contains(substance))
}

fn without_last<'a>(words: &'a str, endings: &[&str]) -> &'a str {
    let mut core = words.trim();
    for ending in endings {
        core = core.strip_suffix(ending).unwrap_or(core);
    }
    core.trim()
}

/// Looks a word up in the singular and the plural.
fn look_up(table: &[(&'static str, &'static str)], words: &str) -> Option<&'static str> {
    let words = words.trim();
    let singular = words.strip_suffix('s').unwrap_or(words);
    let found = table
        .iter()
        .find(|(word, _)| *word == words)
        .or_else(|| table.iter().find(|(word, _)| *word == singular));
    found.map(|(_, key)| *key)
}
