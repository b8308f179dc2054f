//! The main journeys, as a person goes them.

use formulary::accounts::model::Role;

use crate::support::browser::{PHONE, Person, axe, focus_walk};
use crate::support::{ProductBuilder, TestApp};

/// The admin with one product, and the address of its form.
async fn with_product() -> (TestApp, String) {
    let app = TestApp::new().await;
    let product = ProductBuilder::new("zinc").variant("ZINC", Some(1295));
    let path = format!("/admin/products/{}", product.build(&app.db).await.id);
    (app, path)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_signs_in_with_and_without_scripts() {
    let app = TestApp::new().await;
    for scripts in [true, false] {
        let Some(person) = Person::with(&app, PHONE, scripts).await else {
            return;
        };
        person.open("/admin").await;
        person.see_path("/admin/sign-in").await;
        assert_eq!(person.focused().await, "E-mail");
        person.fill("E-mail", "admin@example.org").await;
        person.fill("Password", "not the password").await;
        person.press("Enter").await;
        person
            .see("That address and password do not belong together.")
            .await;
        assert_eq!(person.value_of("E-mail").await, "admin@example.org");
        axe(&person).await;
        focus_walk(&person).await;
        person.sign_in(&app, Role::Admin).await;
        person.see_path("/admin").await;
        person.click("Sign out").await;
        person.see_in("h1", "Sign in").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_listing_is_edited_and_published_without_scripts() {
    let (app, path) = with_product().await;
    let Some(person) = Person::without_javascript(&app).await else {
        return;
    };
    person.sign_in(&app, Role::Publisher).await;
    person.open(&path).await;
    person.fill("Name", "Zinc for every day").await;
    person.click("Save and publish").await;
    person.see_in(".notice-good", "ublished").await;
    person.click("Prices").await;
    person
        .choose("Availability of Size ZINC in United States", "Out of stock")
        .await;
    person.click("Save prices").await;
    person.see_in(".notice-good", "aved").await;
    person.click("Back to the product").await;
    person.click("Public page").await;
    person.see_in("h1", "Zinc for every day").await;
    person.see("Out of stock").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_is_asked_before_changes_are_lost_and_saves_with_the_keyboard() {
    let (app, path) = with_product().await;
    let Some(person) = Person::new(&app).await else {
        return;
    };
    person.sign_in(&app, Role::Author).await;
    person.open(&path).await;
    person.see_in(".form-bar", "Nothing changed yet").await;
    person.fill("Name", "Zinc for every day").await;
    person.see_in(".form-bar", "Changed, not saved: Name").await;
    person.accept_dialogs(false);
    person.click("Brands").await;
    assert_eq!(person.dialogs(), ["beforeunload"]);
    assert_eq!(person.path().await, path);
    assert_eq!(person.value_of("Name").await, "Zinc for every day");
    person.press("Ctrl+S").await;
    person.see_in(".notice-good", "aved").await;
    assert_eq!(person.dialogs(), [""; 0]);
    person.click("Preview").await;
    person.see_in("h1", "Zinc for every day").await;
    person.see_in(".preview-banner", "not public").await;
    person.click("Back to the form").await;
    person.click("Brands").await;
    person.see_in("h1", "Brands").await;
}
