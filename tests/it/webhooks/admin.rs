//! Webhooks as an administrator has them.

use std::time::Duration;

use formulary::accounts::model::Role;

use super::{Receiver, until};
use crate::publishing::sql;
use crate::support::html::Html;
use crate::support::{ProductBuilder, Response, TestApp};

const LIST: &str = "/admin/webhooks";

async fn send(app: &TestApp, path: &str, fields: &[(&str, &str)]) -> Response {
    let csrf = app.csrf(LIST).await;
    let mut form = vec![("csrf", csrf.as_str())];
    form.extend(fields);
    app.post(path, &form).await
}

async fn look(app: &TestApp, path: &str) -> Html {
    app.get(path).await.ok().html()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_makes_a_webhook_sees_what_it_was_sent_and_switches_it_off_and_on() {
    let app = TestApp::new().await;
    app.sign_in(Role::Admin).await;
    assert!(
        look(&app, LIST)
            .await
            .text("main")
            .contains("There is no webhook")
    );
    let receiver = Receiver::new(Duration::ZERO).await;
    let made = send(
        &app,
        LIST,
        &[
            ("url", &receiver.url),
            ("description", "Mirror"),
            ("kind", "product"),
        ],
    )
    .await
    .ok();
    let secret = made.html().text("#secret");
    assert!(secret.starts_with("whsec_"), "{secret}");
    let path = made.html().attribute("main .button", "href");
    assert!(!app.get(&path).await.ok().body.contains(&secret));

    ProductBuilder::new("a")
        .variant("A", None)
        .build(&app.db)
        .await;
    until(&app, || receiver.got().len() == 1).await;
    let row = loop {
        let row = look(&app, &path).await.texts("tbody tr").remove(0);
        if row.contains("Delivered") {
            break row;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    };
    assert!(
        row.contains("product.upsert") && row.contains("204"),
        "{row}"
    );
    let line = look(&app, LIST).await.texts("tbody tr").remove(0);
    assert!(line.contains("Mirror") && line.contains("On"), "{line}");

    assert_eq!(send(&app, &path, &[("do", "off")]).await.status, 303);
    assert!(look(&app, LIST).await.text("tbody").contains("Off"));
    ProductBuilder::new("b")
        .variant("B", None)
        .build(&app.db)
        .await;
    let sender = formulary::webhooks::target::Sender::new(true).unwrap();
    formulary::webhooks::deliver::step(&app.db, &sender)
        .await
        .unwrap();
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(receiver.got().len(), 1, "nothing is sent while it is off");
    assert_eq!(send(&app, &path, &[("do", "on")]).await.status, 303);
    until(&app, || receiver.got().len() == 2).await;
    assert_eq!(receiver.got()[1].event()["data"]["slug"], "b");

    let delivery = look(&app, &path)
        .await
        .attribute("[name=delivery]", "value");
    let again = [("do", "again"), ("delivery", delivery.as_str())];
    assert_eq!(send(&app, &path, &again).await.status, 303);
    until(&app, || receiver.got().len() == 3).await;
    assert_eq!(receiver.got()[2].body, receiver.got()[1].body);

    assert_eq!(send(&app, &path, &[("do", "delete")]).await.status, 303);
    assert_eq!(app.get(&path).await.status, 404);
    let history = look(&app, "/admin/history?kind=webhook").await;
    let words: Vec<String> = history.texts("tbody th");
    assert_eq!(
        words,
        ["delete", "replay", "switch on", "switch off", "create"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_given_up_is_listed_and_sent_again_at_once() {
    let app = TestApp::new().await;
    app.sign_in(Role::Admin).await;
    let receiver = Receiver::new(Duration::ZERO).await;
    let made = send(&app, LIST, &[("url", &receiver.url)]).await.ok();
    let path = made.html().attribute("main .button", "href");
    receiver.answers(500);
    ProductBuilder::new("a")
        .variant("A", None)
        .build(&app.db)
        .await;
    until(&app, || !receiver.got().is_empty()).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    // A day later.
    sql(
        &app,
        "UPDATE webhook_deliveries SET state = 'failed', attempts = 12",
    )
    .await;
    let given_up = look(&app, &format!("{path}?state=failed")).await;
    let count = given_up.texts("tbody tr").len();
    assert!(count >= 1);
    assert!(given_up.text("tbody").contains("500"));
    assert!(
        look(&app, &format!("{path}?state=delivered"))
            .await
            .texts("tbody tr")
            .is_empty()
    );
    receiver.answers(200);
    let seen = receiver.got().len();
    assert_eq!(
        send(&app, &path, &[("do", "failed-again")]).await.status,
        303
    );
    until(&app, || receiver.got().len() == seen + count).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_can_not_be_taken_says_why_beside_the_field_and_makes_nothing() {
    let app = TestApp::new().await;
    app.sign_in(Role::Admin).await;
    for (url, why) in [
        ("nowhere", "The address must be an address such as"),
        ("ftp://shop.example", "The address must begin with https://"),
        ("", "The address must be an address such as"),
    ] {
        let long = "x".repeat(201);
        let fields = [
            ("url", url),
            ("description", long.as_str()),
            ("kind", "brand"),
        ];
        let refused = send(&app, LIST, &fields).await;
        assert_eq!(refused.status, 422);
        let html = refused.html();
        let problems = html.texts(".field-problem");
        assert!(problems[0].starts_with(why), "{problems:?}");
        assert_eq!(
            problems[1],
            "What it is for must be at most 200 characters long."
        );
        assert_eq!(html.attribute("[name=kind][checked]", "value"), "brand");
    }
    for (field, value) in [("kind", "hose"), ("kind", "synonym"), ("action", "eaten")] {
        let fields = [("url", "https://shop.example/"), (field, value)];
        let status = send(&app, LIST, &fields).await.status;
        assert!(status == 400 || status == 422, "{field}={value}: {status}");
    }
    assert!(look(&app, LIST).await.texts("tbody tr").is_empty());
    let nothing = format!("{LIST}/{}", uuid::Uuid::now_v7());
    assert_eq!(app.get(&nothing).await.status, 404);
    assert_eq!(send(&app, &nothing, &[("do", "off")]).await.status, 404);
}
