//! Every page with the keyboard alone and under axe-core.

use std::path::Path;

use formulary::accounts::model::Role;
use formulary::desk::bulk::run::work;

use crate::accounts::second_factor::Authenticator;
use crate::support::app::PASSWORD;
use crate::support::browser::{PHONE, Person, axe_findings, focus_findings};
use crate::support::desk::Form;
use crate::support::{ProductBuilder, TestApp, demo};

/// The pages of the admin. One whose address holds an id is reached from another by the first link that matches.
const ADMIN_PAGES: &[(&str, &str)] = &[
    ("/admin", ""),
    ("/admin/products", ""),
    ("/admin/products?q=zzzz", ""),
    ("/admin/products/grid", ""),
    ("/admin/products/price-list", ""),
    ("/admin/people", "tbody a[href^='/admin/people/']"),
    ("/admin/account/second-factor", ""),
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
    ("/admin/feeds", ""),
    ("/admin/media", ""),
    ("/admin/media/documents", ""),
    ("/admin/account", ""),
    ("/admin/people", ""),
    ("/admin/keys", ""),
    ("/admin/webhooks", ""),
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
    ("/products?form=capsule&free-from=gluten&price=10..30", ""),
    ("/products?q=magnezium", ""),
    (
        "/products?category=vitamins&brand=northalder&free-from=fish&price=..2",
        "",
    ),
    ("/products", "main a[href^='/products/']"),
    ("/compare", ""),
    (
        "/compare?p=vitamin-d3-25-mcg&p=vitamin-d-drops&p=daily-multivitamin-and-mineral&p=evening-garden-blend&add=zinc",
        "",
    ),
    ("/eu/compare?p=vitamin-c-500-mg&p=b-complex-eight", ""),
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
    ("/api", ""),
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
async fn pages_in_the_middle_of_work_are_for_everyone() {
    let app = TestApp::new().await;
    let product = ProductBuilder::new("zinc").variant("ZINC", Some(1295));
    let path = format!("/admin/products/{}", product.build(&app.db).await.id);
    let Some(person) = Person::new(&app).await else {
        return;
    };
    let here = &[("", "")];
    person.sign_in(&app, Role::Admin).await;

    person.open("/admin/releases").await;
    person.fill("Name", "Spring").await;
    person.click("Begin").await;
    person.see_in("h1", "Spring").await;
    look_at(&person, here).await;
    let release = person.path().await;
    person.open(&path).await;
    person
        .click("At a time, in a release, or not any more")
        .await;
    look_at(&person, here).await;
    person.click("Add to the release").await;
    person.see_in(".notice-good", "Added").await;
    look_at(&person, &[(release.as_str(), "")]).await;

    person.open("/admin/products").await;
    person.check("Choose Product zinc").await;
    person.click("Change the chosen").await;
    person.see("Nothing changes before").await;
    look_at(&person, here).await;
    person.choose("Field", "Storage").await;
    person.choose("What to do", "Set to").await;
    person.fill("Value", "Keep cool").await;
    person.click("Preview").await;
    look_at(&person, here).await;
    while work(&app.db).await.unwrap() > 0 {}
    person.reload().await;
    person.see_in("tbody", "Keep cool").await;
    look_at(&person, here).await;

    person.open("/admin/people").await;
    person.fill("E-mail", "ana@example.org").await;
    person.fill("Name", "Ana").await;
    person.click("Make an invitation").await;
    person.see("is invited").await;
    look_at(&person, here).await;
    let link = person.text_of("#link").await;
    let (_, token) = link.rsplit_once('/').unwrap();
    look_at(&person, &[(&format!("/admin/invitations/{token}"), "")]).await;

    person.open("/admin/keys").await;
    person.fill("What it is for", "Shop").await;
    person.click("Make the key").await;
    look_at(&person, here).await;

    person.open("/admin/account/second-factor").await;
    person.click("Set it up").await;
    person.see("Scan this").await;
    look_at(&person, here).await;
    let authenticator = Authenticator::new(&person.text_of(".secret").await);
    person.fill("Code", &authenticator.code()).await;
    person.click("Turn it on").await;
    person.see_in(".code-list", "-").await;
    look_at(&person, here).await;
    person.click("Sign out").await;
    person.fill("E-mail", "admin@example.org").await;
    person.fill("Password", PASSWORD).await;
    person.click("Sign in").await;
    person.see_in("h1", "Second factor").await;
    look_at(&person, here).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_an_expired_session_and_an_error_are_for_everyone() {
    let app = TestApp::new().await;
    let Some(person) = Person::new(&app).await else {
        return;
    };
    person.sign_in(&app, Role::Admin).await;
    person.open("/admin/media").await;
    let picture = Path::new(env!("CARGO_MANIFEST_DIR")).join("static/readme/product.png");
    person.upload("Pictures", &[&picture]).await;
    person.click("Upload").await;
    person.see_in("h1", "product").await;
    look_at(&person, &[("", ""), ("/admin/nothing", "")]).await;
    person.open("/admin/releases").await;
    app.sign_in(Role::Admin).await;
    let csrf = app.csrf("/admin/account").await;
    app.post("/admin/account/sessions/end-others", &[("csrf", &csrf)])
        .await;
    person.fill("Name", "Kept over the sign-in").await;
    person.click("Begin").await;
    person.see("Your session has ended").await;
    look_at(&person, &[("", "")]).await;
    let _ = person.console_errors();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conflict_a_preview_and_a_page_of_the_past_are_for_everyone() {
    let app = TestApp::new().await;
    let product = ProductBuilder::new("zinc").variant("ZINC", Some(1295));
    let path = format!("/admin/products/{}", product.build(&app.db).await.id);
    let Some(person) = Person::new(&app).await else {
        return;
    };
    person.sign_in(&app, Role::Author).await;
    person.open(&path).await;
    app.sign_in(Role::Author).await;
    Form::open(&app, &path)
        .await
        .set("directions", "One a day")
        .save()
        .await;
    person.fill("Directions", "Two a day").await;
    person.click("Save draft").await;
    person.see_in("h1", "Two people changed the same").await;
    look_at(&person, &[("", "")]).await;
    let preview = format!("{path}/preview");
    let past = format!("{path}/as-of?at=2040-01-01T00:00");
    look_at(&person, &[(&preview, ""), (&past, "")]).await;
    let _ = person.console_errors();
}

#[tokio::test(flavor = "multi_thread")]
async fn every_sort_of_page_of_the_shop_is_for_everyone() {
    demo().catch_up().await;
    if let Some(person) = Person::new(demo()).await {
        look_at(&person, SHOP_PAGES).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_sort_of_page_of_the_shop_is_for_everyone_on_a_phone() {
    demo().catch_up().await;
    if let Some(person) = Person::with(demo(), PHONE, true).await {
        look_at(&person, SHOP_PAGES).await;
    }
}
