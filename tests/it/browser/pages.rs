//! Every page with the keyboard alone and under axe-core.

use formulary::accounts::model::Role;

use crate::support::browser::{PHONE, Person, axe_findings, focus_findings};
use crate::support::{ProductBuilder, TestApp, demo};

/// The pages of the admin. One whose address holds an id is reached from another by the first link that matches.
const ADMIN_PAGES: &[(&str, &str)] = &[
    ("/admin", ""),
    ("/admin/products", ""),
    ("/admin/products?q=zzzz", ""),
    ("/admin/products/grid", ""),
    ("/admin/products", "tbody a[href^='/admin/products/']"),
    ("", ".fine a[href$='/history']"),
    ("", "tbody a[href*='/history/']"),
    ("/admin/products/new", ""),
    ("/admin/claims", "tbody a[href^='/admin/claims/']"),
    ("/admin/ingredients", "tbody a[href^='/admin/ingredients/']"),
    ("/admin/articles", "tbody a[href^='/admin/articles/']"),
    ("/admin/lots", "tbody a[href^='/admin/lots/']"),
    ("/admin/collections/new", ""),
    ("/admin/product-types/new", ""),
    ("/admin/redirects", ""),
    ("/admin/reviews", ""),
    ("/admin/releases", ""),
    ("/admin/bulk", ""),
    ("/admin/history", ""),
    ("/admin/media", ""),
    ("/admin/media/documents", ""),
    ("/admin/account", ""),
    ("/admin/people", ""),
    ("/admin/keys", ""),
    ("/admin/substantiation", ""),
    (
        "/admin/substantiation",
        "tbody a[href^='/admin/substantiation/']",
    ),
    ("/admin/notifications", ""),
];

/// A page of each sort of the shop.
const SHOP_PAGES: &[(&str, &str)] = &[
    ("/", ""),
    ("/products", ""),
    ("/products?q=zzzz", ""),
    ("/products", "main a[href^='/products/']"),
    ("/categories/vitamins", ""),
    ("/brands", "main a[href^='/brands/']"),
    ("/ingredients", ""),
    ("/ingredients", "main a[href^='/ingredients/']"),
    ("/topics", "main a[href^='/topics/']"),
    ("/articles", ""),
    ("/articles", "main a[href^='/articles/']"),
    ("/references", "main a[href^='/references/']"),
    ("/evidence-grades", ""),
    ("/claim-rules", ""),
    ("/nothing", ""),
];

/// Looks at pages, or at the present one, with the keyboard and with axe-core, and says at the end what is wrong on which.
async fn look_at(person: &Person, pages: &[(&str, &str)]) {
    let mut wrong = Vec::new();
    for (path, link) in pages {
        if !path.is_empty() {
            person.open(path).await;
        }
        if !link.is_empty() {
            let Some(path) = person.attribute(link, "href").await else {
                panic!("{path} has no link {link}");
            };
            person.open(&path).await;
        }
        let mut found = axe_findings(person).await;
        found.extend(focus_findings(person).await);
        if !found.is_empty() {
            wrong.push(format!("{}\n  {}", person.path().await, found.join("\n  ")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_of_the_admin_is_for_everyone() {
    let Some(person) = Person::new(demo()).await else {
        return;
    };
    look_at(&person, &[("/admin/sign-in", "")]).await;
    person.sign_in(demo(), Role::Admin).await;
    look_at(&person, ADMIN_PAGES).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_of_the_admin_is_for_everyone_on_a_phone() {
    let Some(person) = Person::with(demo(), PHONE, true).await else {
        return;
    };
    person.sign_in(demo(), Role::Admin).await;
    look_at(&person, ADMIN_PAGES).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_about_refused_words_are_for_everyone() {
    let app = TestApp::new().await;
    let product = ProductBuilder::new("zinc").variant("ZINC", Some(1295));
    let path = format!("/admin/products/{}", product.build(&app.db).await.id);
    let Some(person) = Person::new(&app).await else {
        return;
    };
    person.sign_in(&app, Role::Admin).await;
    person.open(&path).await;
    person.fill("Description", "Cures gout in two weeks.").await;
    person.click("Save and publish").await;
    person.see_in(".finding", "Cures").await;
    look_at(&person, &[("", ""), ("/admin/reviews", "")]).await;
    person.open(&path).await;
    person.click("Open the review").await;
    look_at(&person, &[("", "")]).await;
    person.open(&format!("{path}/prices")).await;
    person
        .fill("Price of Size ZINC in United States", "a lot")
        .await;
    person.click("Save prices").await;
    person.see("Price must be an amount").await;
    look_at(&person, &[("", "")]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_sort_of_page_of_the_shop_is_for_everyone() {
    if let Some(person) = Person::new(demo()).await {
        look_at(&person, SHOP_PAGES).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_sort_of_page_of_the_shop_is_for_everyone_on_a_phone() {
    if let Some(person) = Person::with(demo(), PHONE, true).await {
        look_at(&person, SHOP_PAGES).await;
    }
}
