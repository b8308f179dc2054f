//! Lists of products change in place and keep focus and history; fields suggest what may be meant.

use crate::support::browser::{PHONE, Person, axe, focus_walk};
use crate::support::demo;

/// Clicks a value of a facet, whose name ends with its count.
async fn choose(person: &Person, key: &str, name: &str) {
    let link = format!("[data-key='{key}']");
    let count = person.text_of(&format!("{link} .facet-count")).await;
    person.click_in(&link, &format!("{name} {count}")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn filters_change_the_list_in_place_and_keep_focus_and_history() {
    let app = demo();
    app.catch_up().await;
    let Some(person) = Person::new(app).await else {
        return;
    };
    person.open("/products").await;
    choose(&person, "form:capsule", "Capsules").await;
    person.see_path("/products?form=capsule").await;
    person.see_in(".applied", "Capsules").await;
    assert!(
        person.focused().await.starts_with("Capsules"),
        "the focus stays on the value"
    );
    let capsules = person.text_of(".results-total").await;
    person.choose("Sort by", "Price, highest first").await;
    person.see_path("/products?form=capsule&sort=-price").await;
    choose(&person, "brand:northalder", "Northalder").await;
    person
        .see_path("/products?brand=northalder&form=capsule&sort=-price")
        .await;
    person.see_in("[role=status]", "products").await;
    person.back().await;
    person.see_path("/products?form=capsule&sort=-price").await;
    person.see_in(".results-total", &capsules).await;
    person.click("Remove filter Capsules").await;
    person.see_path("/products?sort=-price").await;
    person.fill("From USD", "30").await;
    person.press("Enter").await;
    person.see_path("/products?price=30..&sort=-price").await;
    assert_eq!(person.focused().await, "From USD");
    axe(&person).await;
    person.reload().await;
    person.see_in(".applied", "From $30.00").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn products_that_are_chosen_stay_chosen_and_are_compared() {
    let app = demo();
    app.catch_up().await;
    for scripts in [true, false] {
        let Some(person) = Person::with(app, PHONE, scripts).await else {
            return;
        };
        person.open("/products?q=magnesium").await;
        person.check("Compare Magnesium Glycinate 200 mg").await;
        if scripts {
            person.choose("Sort by", "Name").await;
            person.see_path("/products?q=magnesium&sort=name").await;
            assert!(
                person
                    .is_checked("Compare Magnesium Glycinate 200 mg")
                    .await
            );
        }
        person.check("Compare Magnesium Citrate Drink Powder").await;
        person.click("Compare the chosen ones").await;
        person.see_in("h1", "Compare products").await;
        person.see_count(".compare-names th", 2).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_field_suggests_and_is_used_by_keyboard_alone() {
    let app = demo();
    app.catch_up().await;
    let Some(person) = Person::new(app).await else {
        return;
    };
    person.open("/articles").await;
    person
        .fill_in(".site-search", "Search products", "mag")
        .await;
    person.type_text("n").await;
    person
        .see_in(".site-search .suggestions", "Magnesium")
        .await;
    person
        .see_in(".site-search [role=status]", "suggestions")
        .await;
    let input = ".site-search input";
    assert_eq!(
        person.attribute(input, "aria-expanded").await.as_deref(),
        Some("true")
    );
    person.press("ArrowDown").await;
    let option = person
        .attribute(input, "aria-activedescendant")
        .await
        .unwrap();
    let selected = person
        .attribute(&format!("#{option}"), "aria-selected")
        .await;
    assert_eq!(selected.as_deref(), Some("true"));
    axe(&person).await;
    person.press("Escape").await;
    assert_eq!(
        person.attribute(input, "aria-expanded").await.as_deref(),
        Some("false")
    );
    person.press("ArrowDown").await;
    person.press("Enter").await;
    person.see_path("/ingredients/magnesium").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_sells_and_words_for_a_disease_are_pages_for_everyone() {
    let app = demo();
    app.catch_up().await;
    let Some(person) = Person::with(app, PHONE, true).await else {
        return;
    };
    for path in [
        "/products?q=leaky+gut",
        "/products?q=xqzwv",
        "/products?brand=ostrand&form=softgel",
        "/products?ingredient=magnesium&amount%5Bmagnesium%5D=200mg..",
    ] {
        person.open(path).await;
        axe(&person).await;
        focus_walk(&person).await;
    }
}
