//! Products side by side: the same words and prices as on their pages, in units that can be read against each other.

use formulary::catalog::formula::model::{Formula, FormulaRow, RowKind};
use formulary::catalog::product::commands::publish_product;
use formulary::evidence::claim::model::Direction;
use formulary::evidence::ingredient::model::IngredientId;
use formulary::publishing::{Kind, transaction, withdraw};

use crate::publishing::sql;
use crate::support::builders::{formula, ingredient};
use crate::support::claims::{ClaimBuilder, reference, show_claims, trial};
use crate::support::html::Html;
use crate::support::{ProductBuilder, TestApp, author, demo};

const ONE: &str = "‡ This statement has not been evaluated by the Food and Drug Administration. This product is not intended to \
    diagnose, treat, cure, or prevent any disease.";
const MANY: &str = "‡ These statements have not been evaluated by the Food and Drug Administration. This product is not intended to \
    diagnose, treat, cure, or prevent any disease.";

/// A nutrient in a serving, of which so many are taken a day.
fn label(
    id: IngredientId,
    (name, amount, unit): (&str, Option<i64>, &str),
    (fewest, most): (i64, i64),
) -> Formula {
    let mut label = formula(&[id]);
    let row = &mut label.rows[0];
    row.kind = RowKind::Nutrient;
    row.name = name.to_owned();
    match (amount, row.amounts[0].quantity.as_mut()) {
        (Some(amount), Some(quantity)) => {
            quantity.value = amount.into();
            quantity.unit = unit.to_owned();
        }
        _ => row.amounts.clear(),
    }
    label.servings[0].per_day_min = Some(fewest.into());
    label.servings[0].per_day_max = Some(most.into());
    label
}

/// The cells of the row with a name.
fn row(page: &Html, name: &str) -> Vec<String> {
    let names = page.texts(".compare-table tbody th[scope=row]");
    let bare: Vec<&str> = names
        .iter()
        .map(|text| text.trim_start_matches('≠').trim_start_matches("Differs: "))
        .collect();
    let at = bare.iter().position(|text| text.starts_with(name));
    let at = at.unwrap_or_else(|| panic!("no row {name} in {names:?}"));
    let columns = page.count(".compare-names th");
    let cells = page.texts(".compare-table tbody td");
    cells[at * columns..(at + 1) * columns].to_vec()
}

fn names(page: &Html) -> Vec<String> {
    page.texts(".compare-names th a")
}

async fn new_ingredient(app: &TestApp, slug: &str) -> IngredientId {
    transaction(&app.db, async |tx| ingredient(tx, slug).await)
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn two_products_are_read_against_each_other_in_one_unit_with_their_cost_a_day() {
    let app = TestApp::new().await;
    let vitamin = new_ingredient(&app, "vitamin-d").await;
    ProductBuilder::new("weight")
        .variant("W", Some(1200))
        .label(label(vitamin, ("Vitamin D", Some(25), "mcg"), (1, 1)))
        .build(&app.db)
        .await;
    ProductBuilder::new("units")
        .variant("U", Some(1200))
        .label(label(vitamin, ("Vitamin D3", Some(2000), "IU"), (1, 2)))
        .build(&app.db)
        .await;
    let page = app.get("/compare?p=weight&p=units").await.ok().html();
    assert_eq!(names(&page), ["Product weight", "Product units"]);
    let amounts = row(&page, "Ingredient vitamin-d");
    assert_eq!(
        amounts[0],
        "25 mcg per serving25 mcg per dayListed as Vitamin D"
    );
    assert!(amounts[1].starts_with("50 mcg per serving"), "{amounts:?}");
    assert!(amounts[1].contains("50 to 100 mcg per day"), "{amounts:?}");
    assert!(amounts[1].contains("2,000 IU on its label"), "{amounts:?}");
    let costs = row(&page, "Cost per day");
    assert_eq!(costs, ["$0.20", "$0.20 to $0.40"]);
    let same = page.texts("tr.is-same th[scope=row]");
    assert!(same.contains(&"Form".to_owned()), "{same:?}");
    assert!(!same.iter().any(|name| name.contains('≠')));
    assert!(
        page.text(".compare-table")
            .contains("≠Differs: Cost per day")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_stated_is_told_apart_from_what_is_not_there() {
    let app = TestApp::new().await;
    let zinc = new_ingredient(&app, "zinc").await;
    let copper = new_ingredient(&app, "copper").await;
    ProductBuilder::new("stated")
        .variant("A", Some(900))
        .label(label(zinc, ("Zinc", Some(15), "mg"), (1, 1)))
        .free_from("gluten")
        .build(&app.db)
        .await;
    ProductBuilder::new("unstated")
        .label(label(zinc, ("Zinc", None, "mg"), (1, 1)))
        .build(&app.db)
        .await;
    let mut other = label(copper, ("Copper", Some(1), "mg"), (1, 1));
    other.other_ingredients = vec![FormulaRow {
        kind: RowKind::OtherIngredient,
        name: "Zinc".to_owned(),
        ..formula(&[zinc]).rows.remove(0)
    }];
    other.other_ingredients[0].amounts.clear();
    ProductBuilder::new("aside")
        .label(other)
        .build(&app.db)
        .await;
    ProductBuilder::new("without")
        .label(label(copper, ("Copper", Some(1), "mg"), (1, 1)))
        .build(&app.db)
        .await;
    ProductBuilder::new("unknown").build(&app.db).await;
    let page = app
        .get("/compare?p=stated&p=unstated&p=aside&p=without&p=unknown")
        .await
        .ok()
        .html();
    let amounts = row(&page, "Ingredient zinc");
    assert!(amounts[0].starts_with("15 mg"), "{amounts:?}");
    assert!(amounts[1].starts_with("Not stated"), "{amounts:?}");
    assert_eq!(amounts[2], "Not statedAmong the other ingredients");
    assert_eq!(amounts[3], "—Not listed on the label");
    assert_eq!(amounts[4], "Not stated", "nobody knows what is in it");
    let free_from = row(&page, "Gluten");
    assert_eq!(free_from[0], "✓ No glutenRests on a supplier's document.");
    assert!(free_from[1..].iter().all(|cell| cell == "Not stated"));
    let costs = row(&page, "Cost per day");
    assert!(costs[1].starts_with("Not stated"), "{costs:?}");
    assert!(
        !page.text(".compare-table").contains("0 mg per"),
        "unknown is not zero"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_claim_stands_only_where_its_page_shows_it_with_symbol_and_disclaimer_in_the_right_number()
 {
    let app = TestApp::new().await;
    let zinc = new_ingredient(&app, "zinc").await;
    let mut built = Vec::new();
    for slug in ["one", "two", "none"] {
        let builder = ProductBuilder::new(slug)
            .variant(slug, Some(900))
            .ingredient(zinc);
        built.push(builder.build(&app.db).await.id);
    }
    transaction(&app.db, async |tx| {
        let source = reference(tx, "ahn-2020", "A trial").await?;
        let claim = ClaimBuilder::new("zinc-immune", zinc)
            .says("Zinc supports normal immune function.")
            .rests_on(trial(source, Direction::Supports));
        let claim = claim.build(tx).await?;
        show_claims(tx, built[0], &[claim]).await?;
        show_claims(tx, built[1], &[claim]).await
    })
    .await
    .unwrap();
    let page = app.get("/compare?p=one&p=none").await.ok().html();
    assert_eq!(
        page.texts(".compare-claim"),
        ["Zinc supports normal immune function.‡"]
    );
    let cells = row(&page, "Ingredient zinc: Topic");
    assert!(
        cells[0].contains('‡') && cells[0].contains("1 source"),
        "{cells:?}"
    );
    assert_eq!(cells[1], "—Not claimed of it");
    assert_eq!(page.count(".compare-table .grade"), 1);
    assert_eq!(page.texts(".disclaimer"), [ONE]);
    let page = app.get("/compare?p=none&p=one&p=two").await.ok().html();
    assert_eq!(page.count(".compare-claim"), 2);
    assert_eq!(page.texts(".disclaimer"), [MANY]);
    ProductBuilder::new("other").build(&app.db).await;
    let page = app.get("/compare?p=none&p=other").await.ok().html();
    assert_eq!(page.count(".disclaimer") + page.count(".claim-symbol"), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_claim_of_a_comparison_is_one_of_the_products_page() {
    let app = demo();
    let slugs = [
        "daily-multivitamin-and-mineral",
        "b-complex-eight",
        "zinc-picolinate-15-mg",
        "vitamin-e-natural",
    ];
    let mut shown = 0;
    for pair in slugs.windows(2) {
        let path = format!("/compare?p={}&p={}", pair[0], pair[1]);
        let compared = app.get(&path).await.ok().html();
        let mut on_pages = Vec::new();
        for slug in pair {
            let page = app.get(&format!("/products/{slug}")).await.ok().html();
            on_pages.extend(page.texts(".claim-sentence"));
        }
        let mut here = compared.texts(".compare-claim");
        on_pages.sort();
        here.sort();
        assert_eq!(here, on_pages, "{path}");
        assert!(here.iter().all(|claim| claim.ends_with('‡')), "{here:?}");
        assert_eq!(compared.texts(".disclaimer"), [MANY]);
        shown += here.len();
    }
    assert!(shown > 8, "{shown}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_union_shows_its_prices_units_and_words_and_no_claim_of_the_united_states() {
    let app = demo();
    let path = "compare?p=vitamin-c-500-mg&p=zinc-picolinate-15-mg&p=vitamin-e-natural";
    let page = app.get(&format!("/eu/{path}")).await.ok().html();
    let text = page.text("main");
    assert_eq!(names(&page).len(), 2);
    assert!(text.contains("One of these products is not sold in the European Union"));
    assert!(text.contains('€') && !text.contains('$'), "{text}");
    assert!(!text.contains('‡') && !text.contains("Food and Drug Administration"));
    assert_eq!(
        page.count(".compare-table .grade"),
        0,
        "nothing stands beside authorised words"
    );
    let here = page.texts(".compare-claim");
    assert!(!here.is_empty());
    assert!(text.contains("A varied and balanced diet"), "{text}");
    assert!(text.contains("Conditions of use"));
    for claim in app
        .get(&format!("/{path}"))
        .await
        .ok()
        .html()
        .texts(".compare-claim")
    {
        let words = claim.trim_end_matches('‡').to_owned();
        assert!(!text.contains(&words), "{words}");
    }
    let links = page.attributes("main a[href^='/']", "href");
    assert!(
        links.iter().all(|link| link.starts_with("/eu/")),
        "{links:?}"
    );
    let micro = app
        .get("/eu/compare?p=vitamin-d3-25-mcg&p=calcium-citrate-with-d3")
        .await
        .ok()
        .html();
    let amounts = row(&micro, "Vitamin D");
    assert!(amounts[0].starts_with("25 µg per serving"), "{amounts:?}");
    assert!(!micro.texts("tbody td").concat().contains("mcg"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_is_refused_or_led_to_its_one_spelling() {
    let app = demo();
    for (path, said) in [
        ("/compare?q=zinc", "\"q\""),
        ("/compare?p=Not%20A%20Slug", "\"Not A Slug\""),
        ("/compare?p=a&p=b&p=c&p=d&p=e&p=f&p=g", "At most 6 products"),
        ("/compare?add=%00", "parameter add"),
        ("/eu/compare?p=", "parameter p"),
    ] {
        let response = app.get(path).await;
        assert_eq!(response.status, 400, "{path}");
        let text = response.html().text("main .lead");
        assert!(text.contains(said), "{path}: {text}");
    }
    for (asked, target) in [
        ("/compare?p=b&p=a&p=b", "/compare?p=b&p=a"),
        ("/eu/compare?p=a&add=", "/eu/compare?p=a"),
        ("/compare?add=+", "/compare"),
    ] {
        let response = app.get(asked).await;
        assert_eq!(
            (response.status, response.header("location")),
            (303, target)
        );
    }
    let six = "/compare?p=iron-bisglycinate-18-mg&p=zinc-picolinate-15-mg&p=selenium-100-mcg&p=vitamin-c-500-mg\
               &p=vitamin-k2-mk-7&p=choline-bitartrate";
    let page = app.get(six).await.ok().html();
    assert_eq!(names(&page).len(), 6);
    assert_eq!(
        page.count(".compare-add form"),
        0,
        "there is no room for another"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn fewer_than_two_products_get_a_page_that_helps() {
    let app = demo();
    for (path, products) in [
        ("/compare", 0),
        ("/eu/compare", 0),
        ("/compare?p=vitamin-c-500-mg", 1),
    ] {
        let page = app.get(path).await.ok().html();
        assert_eq!(page.count(".compare-one"), products, "{path}");
        assert_eq!(page.count(".compare-table"), 0, "{path}");
        assert_eq!(
            page.attribute("meta[name=robots]", "content"),
            "noindex, follow"
        );
        assert_eq!(
            page.attribute("link[rel=canonical]", "href"),
            format!("{}{path}", app.url)
        );
        let prefix = if path.starts_with("/eu") { "/eu" } else { "" };
        let links = page.attributes("main a", "href");
        assert!(
            links.contains(&format!("{prefix}/products")),
            "{path}: {links:?}"
        );
    }
    let page = app.get("/products/vitamin-c-500-mg").await.ok().html();
    assert_eq!(
        page.attribute(".product-compare a", "href"),
        "/compare?p=vitamin-c-500-mg"
    );
    let page = app.get("/eu/products/vitamin-c-500-mg").await.ok().html();
    assert_eq!(
        page.attribute(".product-compare a", "href"),
        "/eu/compare?p=vitamin-c-500-mg"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_product_is_removed_and_another_found_by_links() {
    let app = demo();
    app.catch_up().await;
    let path = "/compare?p=vitamin-c-500-mg&p=zinc-picolinate-15-mg";
    let page = app.get(path).await.ok().html();
    assert_eq!(
        page.attribute("meta[name=robots]", "content"),
        "noindex, follow"
    );
    assert_eq!(
        page.attributes(".compare-pictures a", "href"),
        [
            "/compare?p=zinc-picolinate-15-mg",
            "/compare?p=vitamin-c-500-mg"
        ]
    );
    let mut fields = page.form(".compare-add form");
    assert_eq!(fields[0].1, "vitamin-c-500-mg");
    assert_eq!(fields.pop().unwrap().0, "add");
    let found = app.get(&format!("{path}&add=zinc")).await.ok().html();
    let links = found.attributes(".compare-found a", "href");
    assert!(!links.is_empty() && links.len() <= 6, "{links:?}");
    let ends: Vec<&str> = links
        .iter()
        .map(|link| link.strip_prefix(path).unwrap())
        .collect();
    assert!(
        ends.contains(&"&p=daily-multivitamin-and-mineral"),
        "{ends:?}"
    );
    assert!(
        !ends.contains(&"&p=zinc-picolinate-15-mg"),
        "it stands there already"
    );
    let more = app.get(&links[0]).await.ok().html();
    assert_eq!(names(&more).len(), 3);
    let none = app.get(&format!("{path}&add=zzzzqqqq")).await.ok().html();
    assert_eq!(none.count(".compare-found"), 0);
    assert!(
        none.text(".compare-add")
            .contains("No other product holds these words")
    );
    assert_eq!(names(&none).len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_moved_is_followed_and_what_is_gone_is_left_out_with_a_sentence() {
    let app = TestApp::new().await;
    let mut built = Vec::new();
    for slug in ["old-name", "stays", "gone"] {
        let builder = ProductBuilder::new(slug).variant(slug, Some(900));
        built.push(builder.build(&app.db).await.id);
    }
    let rename = format!(
        "UPDATE products SET slug = 'new-name' WHERE id = '{}'",
        built[0]
    );
    sql(&app, &rename).await;
    transaction(&app.db, async |tx| {
        publish_product(tx, built[0], &author(), "").await?;
        withdraw(tx, Kind::Product, built[2].0, &author(), "Recalled", None).await
    })
    .await
    .unwrap();
    let moved = app.get("/compare?p=stays&p=old-name").await;
    assert_eq!(
        (moved.status, moved.header("location")),
        (303, "/compare?p=stays&p=new-name")
    );
    let page = app
        .get("/compare?p=stays&p=gone&p=new-name&p=cures-gout")
        .await
        .ok()
        .html();
    assert_eq!(names(&page), ["Product stays", "Product old-name"]);
    let notices = page.texts(".notice");
    assert_eq!(
        notices,
        [
            "“Product gone” has been withdrawn, and is left out.",
            "One of these products is not in this catalog, and is left out.",
        ]
    );
    assert!(
        !page.text("main").contains("gout"),
        "words of an address are not repeated"
    );
    assert_eq!(
        page.attributes(".compare-pictures a", "href"),
        ["/compare?p=new-name", "/compare?p=stays"],
        "links leave out what is gone"
    );
    let alone = app.get("/compare?p=gone&p=stays").await.ok().html();
    assert_eq!(alone.count(".compare-one"), 1);
    assert_eq!(alone.count(".notice"), 1);
}
