//! What names of ingredients bring, and what texts claim.

use super::*;

fn in_name(name: &str) -> Vec<(Substance, Certainty)> {
    let material = Material {
        name,
        ..Material::default()
    };
    present_in(&[material])
        .into_iter()
        .map(|presence| (presence.substance, presence.certainty))
        .collect()
}

fn certainly(name: &str) -> Vec<Substance> {
    let found = in_name(name).into_iter();
    found
        .filter(|(_, certainty)| *certainty == Certainty::Certain)
        .map(|(substance, _)| substance)
        .collect()
}

#[test]
fn ingredients_bring_their_allergens() {
    use Substance::*;
    let cases: &[(&str, &[Substance])] = &[
        ("Bovine Colostrum Powder", &[Milk, AnimalProducts]),
        ("Whey protein isolate", &[Milk, AnimalProducts]),
        ("Micellar Casein", &[Milk, AnimalProducts]),
        ("Lactoferrin", &[Milk, AnimalProducts]),
        ("soy lecithin", &[Soybeans]),
        ("Cod Liver Oil", &[Fish, AnimalProducts, Meat]),
        ("Krill Oil", &[CrustaceanShellfish, AnimalProducts, Meat]),
        (
            "Glucosamine sulfate (from shrimp)",
            &[CrustaceanShellfish, AnimalProducts, Meat],
        ),
        ("Wheat germ", &[Wheat, Gluten]),
        ("Barley malt", &[Gluten]),
        ("Gelatin (capsule)", &[AnimalProducts, Meat]),
        ("Saccharomyces boulardii", &[Yeast]),
        ("Brewer's yeast", &[Yeast]),
        ("Sucralose", &[ArtificialSweeteners]),
        ("FD&C Yellow No. 5", &[ArtificialColors]),
        ("Red 40 lake", &[ArtificialColors]),
        ("Egg white powder", &[Eggs, AnimalProducts]),
        ("Almonds", &[TreeNuts]),
        ("Peanut flour", &[Peanuts]),
        ("Peanut butter", &[Peanuts]),
        ("Almond milk powder", &[TreeNuts]),
        ("Sesame seed oil", &[Sesame]),
        ("Beeswax", &[AnimalProducts]),
        ("Potassium sorbate", &[Preservatives]),
        ("Cane sugar", &[AddedSugar]),
    ];
    for (name, expected) in cases {
        assert_eq!(certainly(name), *expected, "{name}");
    }
}

#[test]
fn names_that_only_look_alike_bring_nothing() {
    let names = [
        "Milk Thistle (seed)",
        "Coconut milk powder",
        "Cocoa butter",
        "Eggplant",
        "Buckwheat",
        "Horse Chestnut",
        "Red Yeast Rice",
        "Calcium lactate",
        "Lactobacillus acidophilus",
        "Sunflower lecithin",
        "Nutmeg",
        "Gelatin-free vegetable capsule",
        "Non-dairy creamer",
        "DHA (from algal oil)",
        "Vegan glucosamine (from corn)",
        "Hypromellose (capsule)",
        "Total Sugars",
        "Sugar Alcohol",
    ];
    for name in names {
        assert_eq!(in_name(name), [], "{name}");
    }
}

#[test]
fn what_depends_on_the_source_is_only_possible() {
    let cases = [
        ("Glucosamine sulfate", Substance::CrustaceanShellfish),
        ("Wheat grass juice powder", Substance::Gluten),
        ("Stevia leaf extract", Substance::ArtificialSweeteners),
        ("Xylitol", Substance::ArtificialSweeteners),
        ("Lecithin", Substance::Soybeans),
        ("Vitamin D3", Substance::AnimalProducts),
        ("DHA", Substance::Fish),
    ];
    for (name, substance) in cases {
        assert!(
            in_name(name).contains(&(substance, Certainty::Possible)),
            "{name}"
        );
        assert!(!certainly(name).contains(&substance), "{name}");
    }
}

#[test]
fn an_ingredient_tells_the_source_of_what_is_within_it() {
    let dha = |parent| Material {
        name: "DHA",
        parent,
        ..Material::default()
    };
    assert_eq!(present_in(&[dha(Some("Algal Oil"))]), []);
    assert!(!present_in(&[dha(Some("Omega Oil"))]).is_empty());
    assert_eq!(certainly("Added Sugars"), [Substance::AddedSugar]);
}

#[test]
fn source_slug_and_kind_count_like_the_name() {
    let by_source = Material {
        name: "Capsule",
        source: Some("gelatin"),
        ..Material::default()
    };
    let by_slug = Material {
        name: "First Day Complex",
        slug: Some("bovine-colostrum"),
        ..Material::default()
    };
    let by_kind = Material {
        name: "Complex",
        is_animal_product: true,
        ..Material::default()
    };
    let has = |material, substance| {
        let found = present_in(&[material]);
        found.iter().any(|presence| presence.substance == substance)
    };
    assert!(has(by_source, Substance::Meat));
    assert!(has(by_slug, Substance::Milk));
    assert!(has(by_kind, Substance::AnimalProducts));
}

#[test]
fn texts_claim_what_they_say() {
    use Substance::*;
    let cases: &[(&str, &[Substance])] = &[
        ("Dairy-Free Colostrum", &[Milk]),
        ("Nondairy creamer", &[Milk]),
        ("Non-dairy, non-GMO", &[Milk, Gmo]),
        ("Free from milk, soy and gluten.", &[Milk, Soybeans, Gluten]),
        ("Gluten, soy & nut free", &[Gluten, Soybeans, TreeNuts]),
        ("Gluten-free and dairy-free", &[Gluten, Milk]),
        ("Contains no gluten", &[Gluten]),
        ("Made without soy", &[Soybeans]),
        ("Does not contain eggs or peanuts", &[Eggs, Peanuts]),
        ("No fillers, wheat, yeast", &[Wheat, Yeast]),
        (
            "No artificial colors, flavors or sweeteners",
            &[ArtificialColors, ArtificialSweeteners],
        ),
        ("Vegan Omega-3", &[AnimalProducts]),
        ("Suitable for vegetarians", &[Meat]),
        ("no added sugar", &[AddedSugar]),
        ("Free of any animal products", &[AnimalProducts]),
    ];
    for (text, expected) in cases {
        assert_eq!(claims_free_from(text), *expected, "{text}");
    }
}

#[test]
fn denials_directions_and_other_words_claim_nothing() {
    let texts = [
        "Not gluten free",
        "This product is not suitable for vegans",
        "Take without milk",
        "Contains milk and soy",
        "Free shipping on every order",
        "There is no need to take it with milk",
        "Caffeine-free green tea",
        "Milk thistle",
        "Feel free to mix with milk",
        "",
    ];
    for text in texts {
        assert_eq!(claims_free_from(text), [], "{text}");
    }
}

#[test]
fn every_substance_is_found_by_its_key() {
    for substance in Substance::ALL {
        assert_eq!(Substance::from_key(substance.key()), Some(substance));
    }
    assert_eq!(Substance::from_key("whey"), Some(Substance::Milk));
    assert_eq!(Substance::from_key("bpa"), None);
}

#[test]
fn a_name_tells_an_allergen_only_by_its_plain_word_or_its_species() {
    assert!(names_allergen("Soy lecithin", Substance::Soybeans));
    assert!(!names_allergen("Whey", Substance::Milk));
    assert!(names_allergen("Whey (milk)", Substance::Milk));
    assert!(names_allergen("Anchovy oil", Substance::Fish));
    assert!(!names_allergen("Fish oil", Substance::Fish));
    assert!(is_generic("Tree nuts", Substance::TreeNuts));
    assert!(!is_generic("Tree nuts (almonds)", Substance::TreeNuts));
}
