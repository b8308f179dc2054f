//! Pages of categories, brands and collections stand on the same list as all products; pages that tell of something lead to it.

use formulary::accounts::model::Role;
use formulary::publishing::transaction;

use super::{names, search};
use crate::support::builders::ingredient;
use crate::support::desk::Form;
use crate::support::{ProductBuilder, TestApp, demo};

/// Fills in an empty form of the desk and publishes it.
pub async fn publish(app: &TestApp, kinds: &str, rows: &[&str], fields: &[(&str, &str)]) -> String {
    let mut form = Form::open(app, &format!("/admin/{kinds}/new")).await;
    for row in rows {
        form = form.add(row).await;
    }
    for (name, value) in fields {
        form = form.set(name, value);
    }
    let path = form.save().await;
    let answer = Form::open(app, &path).await.press("then", "publish").await;
    assert_eq!(
        answer.status,
        303,
        "{}",
        crate::support::desk::problems(&answer)
    );
    path
}

#[tokio::test(flavor = "multi_thread")]
async fn a_brand_and_a_category_are_narrowed_like_all_products() {
    let app = demo();
    let page = app.get("/brands/northalder").await.ok().html();
    let all = page.text(".results-total");
    let facets = page.attributes(".facet", "aria-label");
    assert!(
        !facets.contains(&"Brand".to_owned()),
        "a brand page has one brand: {facets:?}"
    );
    let link = page.attribute(".facet a[data-key='form:capsule']", "href");
    assert_eq!(link, "/brands/northalder?form=capsule");
    let count = page.text(".facet a[data-key='form:capsule'] .facet-count");
    let fewer = app.get(&link).await.ok();
    assert!(fewer.html().text(".results-total").starts_with(&count));
    assert_ne!(fewer.html().text(".results-total"), all);
    assert!(
        fewer.body.contains("noindex"),
        "a narrowed page is no page of its own for search engines"
    );
    assert_eq!(
        fewer.html().attribute("link[rel=canonical]", "href"),
        format!("{}/brands/northalder", app.url)
    );
    let moved = app.get("/brands/northalder?form=capsule&q=").await;
    assert_eq!(
        (moved.status, moved.header("location")),
        (303, "/brands/northalder?form=capsule")
    );
    assert_eq!(app.get("/brands/northalder?colour=red").await.status, 400);
    let elsewhere = app
        .get("/eu/brands/northalder?sort=price")
        .await
        .ok()
        .html();
    assert!(
        elsewhere
            .attributes(".facet a", "href")
            .iter()
            .all(|path| path.starts_with("/eu/brands/northalder?"))
    );
    let category = app.get("/categories/minerals?sort=price").await.ok().html();
    assert!(category.count(".product-card") > 3);
    assert!(
        category
            .attributes(".facet a", "href")
            .iter()
            .all(|path| path.starts_with("/categories/minerals?"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_collection_asks_for_an_amount_and_begins_with_what_was_picked() {
    let app = TestApp::new().await;
    let (iron, zinc) = transaction(&app.db, async |tx| {
        Ok::<_, formulary::error::AppError>((
            ingredient(tx, "iron").await?,
            ingredient(tx, "zinc").await?,
        ))
    })
    .await
    .unwrap();
    // Rows of a built formula hold 1, 2, 3 mg in their order.
    ProductBuilder::new("weak")
        .variant("W", Some(100))
        .ingredient(zinc)
        .build(&app.db)
        .await;
    ProductBuilder::new("strong")
        .variant("S", Some(100))
        .ingredient(iron)
        .ingredient(zinc)
        .build(&app.db)
        .await;
    ProductBuilder::new("picked")
        .variant("P", Some(100))
        .build(&app.db)
        .await;
    app.sign_in(Role::Publisher).await;
    let fields = [
        ("name", "Zinc of two and more"),
        ("products.0.it", "picked"),
        ("rules.0.ingredient", "zinc"),
        ("rules.0.at_least", "2000"),
        ("rules.0.unit", "mcg"),
    ];
    publish(&app, "collections", &["products", "rules"], &fields).await;
    let page = app
        .get("/collections/zinc-of-two-and-more")
        .await
        .ok()
        .html();
    assert_eq!(
        page.texts(".card-name"),
        ["Product picked", "Product strong"]
    );
    let narrowed = app
        .get("/collections/zinc-of-two-and-more?ingredient=iron")
        .await
        .ok()
        .html();
    assert_eq!(narrowed.texts(".card-name"), ["Product strong"]);
    let refused = [
        ("name", "Wrong"),
        ("rules.0.form", "powder"),
        ("rules.0.at_least", "2"),
    ];
    let mut form = Form::open(&app, "/admin/collections/new")
        .await
        .add("rules")
        .await;
    for (name, value) in refused {
        form = form.set(name, value);
    }
    let answer = form.press("then", "save").await;
    assert_eq!(answer.status, 422);
    assert!(answer.body.contains("is of an ingredient"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_amount_is_typed_beside_the_ingredient_that_is_chosen() {
    let app = demo();
    let page = app.get("/products?ingredient=magnesium").await.ok();
    let form = page
        .html()
        .form(".facet-range[aria-label='Magnesium per serving']");
    assert!(
        form.contains(&("amount-of".to_owned(), "magnesium".to_owned())),
        "{form:?}"
    );
    let typed = app
        .get("/products?ingredient=magnesium&amount-of=magnesium&amount-from=0.2+g&amount-to=")
        .await;
    assert_eq!(typed.status, 303);
    let path = typed.header("location").to_owned();
    assert_eq!(
        path,
        "/products?ingredient=magnesium&amount%5Bmagnesium%5D=200mg.."
    );
    let narrowed = app.get(&path).await.ok().html();
    assert!(
        narrowed
            .text(".applied")
            .contains("Magnesium from 200 mg per serving")
    );
    assert_eq!(
        search(app, "f[ingredient]=magnesium&amount[magnesium]=200mg..").await["total"].to_string(),
        narrowed.text(".results-total strong")
    );
    let cells = search(app, "amount[bifidobacterium-lactis]=1bcfu..").await;
    assert!(cells["total"].as_u64().is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_ingredient_and_a_goal_lead_to_all_their_products() {
    let app = demo();
    for (page, list) in [
        ("/ingredients/magnesium", "/products?ingredient=magnesium"),
        ("/topics/bone-strength", "/products?topic=bone-strength"),
    ] {
        let html = app.get(page).await.ok().html();
        assert!(
            html.attributes("#products a", "href")
                .contains(&list.to_owned()),
            "{page}"
        );
        let total = app
            .get(list)
            .await
            .ok()
            .html()
            .text(".results-total strong");
        assert_ne!(total, "0", "{list}");
    }
    let amounts = app.get("/ingredients/magnesium").await.ok().html();
    assert!(amounts.text(".amounts-table").contains("200 mg"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_chosen_stays_visible_with_nothing_left_and_says_what_to_drop() {
    let app = demo();
    let page = app
        .get("/products?brand=ostrand&form=softgel")
        .await
        .ok()
        .html();
    assert_eq!(page.text(".results-total strong"), "0");
    let chosen = page.texts(".facet [aria-current] .facet-name");
    assert_eq!(chosen.len(), 2, "{chosen:?}");
    let ways_out = page.attributes(".empty li a", "href");
    assert!(
        ways_out.contains(&"/products?brand=ostrand".to_owned()),
        "{ways_out:?}"
    );
    assert!(names(&search(app, "f[brand]=ostrand").await).len() > 2);
}
