//! What an editor's day holds, from a first sign-in with a second factor to a product that is public.

use std::path::Path;

use chrono::{TimeDelta, Utc};
use diesel_async::{AsyncConnection, AsyncPgConnection, SimpleAsyncConnection};
use formulary::accounts::model::{Email, Role};
use formulary::accounts::user::commands::create_user;
use formulary::desk::bulk::run::work;
use formulary::desk::workflow::run_due;
use formulary::publishing::transaction;

use crate::accounts::second_factor::Authenticator;
use crate::support::browser::Person;
use crate::support::{ProductBuilder, TestApp};

const PASSWORD: &str = "a long password";

/// People of each role, and a brand to make products of.
async fn office() -> TestApp {
    let app = TestApp::new().await;
    ProductBuilder::new("magnesium")
        .variant("MG", Some(1000))
        .build(&app.db)
        .await;
    for (email, role) in [
        ("ana@example.org", Role::Author),
        ("ben@example.org", Role::Publisher),
    ] {
        let address = Email::parse(email).unwrap();
        transaction(&app.db, async |tx| {
            create_user(tx, &address, role, PASSWORD, &crate::support::author()).await
        })
        .await
        .unwrap();
    }
    app
}

async fn sign_in(person: &Person, email: &str) {
    person.open("/admin/sign-in").await;
    person.fill("E-mail", email).await;
    person.fill("Password", PASSWORD).await;
    person.click("Sign in").await;
}

/// Sets up a second factor, signs out, and signs in with it.
async fn sign_in_with_a_second_factor(person: &Person, email: &str) {
    sign_in(person, email).await;
    person.see_path("/admin").await;
    person.open("/admin/account/second-factor").await;
    person.click("Set it up").await;
    person.see("Scan this").await;
    let authenticator = Authenticator::new(&person.text_of(".secret").await);
    person.fill("Code", &authenticator.code()).await;
    person.click("Turn it on").await;
    person.see_in(".code-list", "-").await;
    person.click("Sign out").await;
    sign_in(person, email).await;
    person.see_in("h1", "Second factor").await;
    person.fill("Code", &authenticator.next_code()).await;
    person.click("Sign in").await;
    person.see_path("/admin").await;
}

/// Makes a product with a formula, sees a finding, mends it, and asks for a review. Returns its address.
async fn write_a_product(person: &Person, scripts: bool) -> String {
    person.open("/admin/products").await;
    person.click("New product").await;
    person.fill("Name", "Magnesium citrate").await;
    person.fill("Brand", "acme").await;
    if scripts {
        person.see_in(".pick-list", "acme").await;
        person.press("ArrowDown").await;
        person.press("Enter").await;
    }
    person.choose("Form", "Capsules").await;
    person.fill("Description", "This product cures gout.").await;
    if scripts {
        person.see_in(".finding", "cures gout").await;
    } else {
        person.click("Check").await;
        person.see_in(".finding", "cures gout").await;
    }
    person
        .fill("Description", "Magnesium citrate in capsules.")
        .await;
    person.click("Add variant to Variants").await;
    person.see_count("#variants .row", 1).await;
    person.fill_in("#variants", "Title", "60 capsules").await;
    person.fill_in("#variants", "SKU", "CITRATE-60").await;
    person.click("Add serving size to Serving sizes").await;
    person.see_count("[id^='row-formula.servings']", 1).await;
    person
        .fill_in("[id='row-formula.servings.0']", "Amount", "1")
        .await;
    person
        .fill_in("[id='row-formula.servings.0']", "Of what", "capsule")
        .await;
    person.click("Add row to Rows").await;
    person.see_count("[id='row-formula.rows.0']", 1).await;
    person
        .fill_in("[id='row-formula.rows.0']", "Name", "Magnesium")
        .await;
    person
        .choose_in("[id='row-formula.rows.0']", "What it is", "Nutrient")
        .await;
    person
        .click("Add amount to Amounts, one a serving size")
        .await;
    person
        .see_count("[id='row-formula.rows.0.amounts.0']", 1)
        .await;
    person
        .fill_in("[id='row-formula.rows.0.amounts.0']", "Amount", "100")
        .await;
    person
        .fill_in("[id='row-formula.rows.0.amounts.0']", "Unit", "mg")
        .await;
    person.click("Save draft").await;
    person.see_in(".notice-good", "Saved as a draft").await;
    assert_eq!(person.count(".finding").await, 0);
    person.fill("Comment", "Ready, I think.").await;
    person.click("Ask for review").await;
    person.see_in(".notice-good", "reviewer").await;
    let path = person.path().await;
    path.split('?').next().unwrap_or_default().to_owned()
}

async fn the_way_of_a_product(scripts: bool) {
    let app = office().await;
    let Some(ana) = Person::with(&app, (1280, 900), scripts).await else {
        return;
    };
    let Some(ben) = Person::with(&app, (1280, 900), scripts).await else {
        return;
    };
    sign_in_with_a_second_factor(&ana, "ana@example.org").await;
    let path = write_a_product(&ana, scripts).await;
    sign_in(&ben, "ben@example.org").await;
    ben.see_path("/admin").await;
    ben.open(&path).await;
    ben.see_in(".comments", "Ready, I think.").await;
    ben.click("Approve").await;
    ben.see_in(".admin-title", "Approved").await;
    ben.click("At a time, in a release, or not any more").await;
    let at = Utc::now() + TimeDelta::hours(2);
    ben.fill("Day and time", &at.format("%Y-%m-%dT%H:%M").to_string())
        .await;
    ben.fill("Time zone", "UTC").await;
    ben.click("Schedule publishing").await;
    ben.see_in(".admin-title", "Scheduled").await;
    assert_eq!(app.get("/products/magnesium-citrate").await.status, 404);
    let mut conn = AsyncPgConnection::establish(&app.database.superuser_url())
        .await
        .unwrap();
    conn.batch_execute("UPDATE schedules SET runs_at = now() - interval '1 second'")
        .await
        .unwrap();
    assert_eq!(run_due(&app.db).await.unwrap(), 1);
    ben.open("/products/magnesium-citrate").await;
    ben.see_in("h1", "Magnesium citrate").await;
    ben.see_in(".facts", "100 mg").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_product_goes_from_a_draft_to_the_public_by_two_people() {
    the_way_of_a_product(true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_product_goes_from_a_draft_to_the_public_without_scripts() {
    the_way_of_a_product(false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_tabs_keep_different_fields_and_show_the_conflict_on_the_same() {
    for scripts in [true, false] {
        let app = TestApp::new().await;
        let built = ProductBuilder::new("zinc")
            .variant("Z", Some(100))
            .build(&app.db)
            .await;
        let path = format!("/admin/products/{}", built.id);
        let Some(one) = Person::with(&app, (1280, 900), scripts).await else {
            return;
        };
        let Some(other) = Person::with(&app, (1280, 900), scripts).await else {
            return;
        };
        for person in [&one, &other] {
            person.sign_in(&app, Role::Author).await;
            person.open(&path).await;
        }
        one.fill("Summary", "Mine").await;
        other.fill("Storage", "Keep dry").await;
        other.click("Save draft").await;
        other.see_in(".notice-good", "Saved").await;
        one.click("Save draft").await;
        one.see_in(".notice-good", "theirs are kept").await;
        assert_eq!(one.value_of("Storage").await, "Keep dry");
        other.open(&path).await;
        one.fill("Directions", "One a day").await;
        other.fill("Directions", "Two a day").await;
        one.click("Save draft").await;
        one.see_in(".notice-good", "Saved").await;
        other.click("Save draft").await;
        other.see_in("h1", "Two people changed the same").await;
        other.check("Take theirs").await;
        other.click("Save what is chosen").await;
        other.see_in(".admin-title", "revision").await;
        assert_eq!(other.value_of("Directions").await, "One a day");
        let _ = other.console_errors();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn many_are_changed_with_a_preview_and_taken_back() {
    for scripts in [true, false] {
        let app = TestApp::new().await;
        for slug in ["iron", "zinc"] {
            ProductBuilder::new(slug)
                .variant(&slug.to_uppercase(), Some(500))
                .build(&app.db)
                .await;
        }
        let Some(person) = Person::with(&app, (1280, 900), scripts).await else {
            return;
        };
        person.sign_in(&app, Role::Publisher).await;
        person.open("/admin/products").await;
        person.check("Choose Product zinc").await;
        person.click("Change the chosen").await;
        person.choose("Field", "Storage").await;
        person.choose("What to do", "Set to").await;
        person.fill("Value", "Keep cool").await;
        person.click("Preview").await;
        person.see("Changes of many").await;
        while work(&app.db).await.unwrap() > 0 {}
        person.reload().await;
        person.see_in("tbody", "Keep cool").await;
        person.click("Change 1").await;
        while work(&app.db).await.unwrap() > 0 {}
        person.reload().await;
        person.see("Changed: 1").await;
        person.click("Take it back").await;
        while work(&app.db).await.unwrap() > 0 {}
        person.reload().await;
        person.see("Changed back: 1").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_is_uploaded_chosen_and_shown_and_a_revision_restored() {
    for scripts in [true, false] {
        show_a_picture_and_restore(scripts).await;
    }
}

async fn show_a_picture_and_restore(scripts: bool) {
    let app = TestApp::new().await;
    let built = ProductBuilder::new("zinc")
        .variant("Z", Some(100))
        .build(&app.db)
        .await;
    let path = format!("/admin/products/{}", built.id);
    let Some(person) = Person::with(&app, (1280, 900), scripts).await else {
        return;
    };
    person.sign_in(&app, Role::Publisher).await;
    person.open("/admin/media").await;
    let picture = Path::new(env!("CARGO_MANIFEST_DIR")).join("static/readme/product.png");
    person.upload("Pictures", &[&picture]).await;
    person.click("Upload").await;
    person.see_in("h1", "product").await;
    person.open(&path).await;
    person.click("Add picture to Pictures").await;
    person.see_count("[id='row-media.0']", 1).await;
    person.fill_in("#media", "Picture", "product.png").await;
    if scripts {
        person.see_in(".pick-list", "product.png").await;
        person.press("ArrowDown").await;
        person.press("Enter").await;
    }
    person
        .fill_in("#media", "What it shows", "A product page")
        .await;
    person.click("Save and publish").await;
    person.see_in(".notice-good", "Published").await;
    person.open("/products/zinc").await;
    assert_eq!(
        person.attribute("main img", "alt").await.as_deref(),
        Some("A product page")
    );
    person.open(&path).await;
    person.click_in(".admin-title", "History").await;
    person.click("What changed in revision 1").await;
    person.click("Restore this revision").await;
    person.see_in(".notice-good", "Restored").await;
    assert_eq!(person.count("[id='row-media.0']").await, 0);
}
