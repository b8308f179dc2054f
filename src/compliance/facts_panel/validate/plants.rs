//! Plants by their common names, and the parts of plants.

use crate::compliance::facts_panel::{RowInput, RowKind};

/// Parts in English; algae need none (101.4(h)(1)).
const PARTS: &[&str] = &[
    "aerial",
    "bark",
    "bean",
    "berry",
    "berries",
    "bud",
    "bulb",
    "cone",
    "corm",
    "flower",
    "fruit",
    "fruiting",
    "germ",
    "grass",
    "gum",
    "herb",
    "hull",
    "husk",
    "juice",
    "kernel",
    "leaf",
    "leaves",
    "mycelium",
    "needle",
    "nut",
    "oil",
    "peel",
    "pericarp",
    "plant",
    "pod",
    "pollen",
    "resin",
    "rhizome",
    "rind",
    "root",
    "seed",
    "shell",
    "shoot",
    "sprout",
    "stalk",
    "stem",
    "stigma",
    "strobile",
    "top",
    "tuber",
    "twig",
    "wood",
    "skin",
    "heartwood",
    "mushroom",
    "sclerotium",
];

/// Common plants and fungi of supplements; a record that says so finds the others.
const PLANTS: &[&str] = &[
    "american ginseng",
    "andrographis",
    "artichoke",
    "ashwagandha",
    "asian ginseng",
    "astragalus",
    "bacopa",
    "barberry",
    "bilberry",
    "bitter melon",
    "black cohosh",
    "black walnut",
    "blueberry",
    "boswellia",
    "burdock",
    "butcher's broom",
    "calendula",
    "cascara sagrada",
    "cat's claw",
    "cayenne",
    "chamomile",
    "chaste tree",
    "chasteberry",
    "cinnamon",
    "clove",
    "cordyceps",
    "cranberry",
    "damiana",
    "dandelion",
    "devil's claw",
    "dong quai",
    "echinacea",
    "elder",
    "elderberry",
    "eleuthero",
    "ephedra",
    "eucalyptus",
    "eyebright",
    "fennel",
    "fenugreek",
    "feverfew",
    "forskohlii",
    "garcinia",
    "garlic",
    "gentian",
    "ginger",
    "ginkgo",
    "ginkgo biloba",
    "ginseng",
    "goldenseal",
    "gotu kola",
    "green coffee",
    "green tea",
    "guarana",
    "guggul",
    "gymnema",
    "hawthorn",
    "hibiscus",
    "holy basil",
    "hops",
    "horehound",
    "horny goat weed",
    "horse chestnut",
    "horsetail",
    "hyssop",
    "juniper",
    "kava",
    "kudzu",
    "lavender",
    "lemon balm",
    "licorice",
    "lion's mane",
    "maca",
    "maitake",
    "marshmallow",
    "milk thistle",
    "moringa",
    "mullein",
    "myrrh",
    "neem",
    "nettle",
    "noni",
    "oat straw",
    "olive",
    "oregano",
    "oregon grape",
    "parsley",
    "passionflower",
    "pau d'arco",
    "peppermint",
    "plantain",
    "pomegranate",
    "psyllium",
    "pygeum",
    "quercus",
    "red clover",
    "reishi",
    "rhodiola",
    "rosemary",
    "sage",
    "saffron",
    "sarsaparilla",
    "saw palmetto",
    "schisandra",
    "senna",
    "shatavari",
    "shiitake",
    "skullcap",
    "slippery elm",
    "st. john's wort",
    "stinging nettle",
    "thyme",
    "tongkat ali",
    "tribulus",
    "triphala",
    "turkey tail",
    "turmeric",
    "uva ursi",
    "valerian",
    "white willow",
    "wild yam",
    "witch hazel",
    "yarrow",
    "yerba mate",
    "yohimbe",
];

/// What may be taken off a plant's name before it is looked up.
const QUALIFIERS: &[&str] = &["organic ", "wild ", "raw ", "fresh ", "dried "];
const ENDINGS: &[&str] = &[" dry extract", " extract", " powder", " concentrate"];

/// Whether a row is a plant, by its record or its name, and no part of it is named.
pub(super) fn is_plant_without_part(row: &RowInput) -> bool {
    let is_named_part = row
        .plant_part
        .as_deref()
        .is_some_and(|part| !part.trim().is_empty());
    if row.kind == RowKind::Blend || is_named_part {
        return false;
    }
    let text = row.name_and_source().to_lowercase();
    let names_part = text
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| PARTS.contains(&word) || PARTS.contains(&word.trim_end_matches('s')));
    (row.is_botanical || is_known_plant(&row.name)) && !names_part
}

fn is_known_plant(name: &str) -> bool {
    let lower = name.to_lowercase();
    let mut core = lower.split('(').next().unwrap_or_default().trim();
    for qualifier in QUALIFIERS {
        core = core.strip_prefix(qualifier).unwrap_or(core);
    }
    for ending in ENDINGS {
        core = core.strip_suffix(ending).unwrap_or(core);
    }
    PLANTS.contains(&core.trim())
}
