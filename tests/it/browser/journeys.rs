//! The main journeys as a person goes them, in Chromium; every page with the keyboard alone and under axe-core.

use formulary::accounts::model::Role;

use crate::support::browser::{PHONE, Person};
use crate::support::TestApp;

#[tokio::test(flavor = "multi_thread")]
async fn a_person_signs_in_with_and_without_scripts() {
    let app = TestApp::new().await;
    for scripts in [true, false] {
        let Some(person) = Person::with(&app, PHONE, scripts).await else {
            return;
        };
        person.open("/admin").await;
        assert_eq!(person.path().await, "/admin/sign-in");
        assert_eq!(person.focused().await, "E-mail");
        person.fill("E-mail", "admin@example.org").await;
        person.fill("Password", "not the password").await;
        person.click("Sign in").await;
        person
            .see("That address and password do not belong together.")
            .await;
        assert_eq!(person.value_of("E-mail").await, "admin@example.org");
        person.sign_in(&app, Role::Admin).await;
        assert_eq!(person.path().await, "/admin");
        person.click("Sign out").await;
        person.see_in("h1", "Sign in").await;
    }
}
