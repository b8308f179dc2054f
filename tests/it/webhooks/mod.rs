//! Events for those who asked: signed, one for each change, at least once, and nobody waits for anybody else.

mod admin;
mod killed;

use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use base64::Engine;
use formulary::accounts::api_key::model::Scope;
use formulary::catalog::product::commands::publish_product;
use formulary::publishing::{Kind, transaction, withdraw};
use formulary::webhooks::deliver::step;
use formulary::webhooks::signature::sign;
use formulary::webhooks::target::Sender;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::publishing::sql;
use crate::support::builders::author;
use crate::support::{ProductBuilder, Program, TestApp};

/// What a receiver got: its headers, in lower case, and the body.
#[derive(Debug, Clone)]
struct Got {
    headers: String,
    body: String,
}

impl Got {
    fn header(&self, name: &str) -> &str {
        let line = self
            .headers
            .lines()
            .find_map(|line| line.strip_prefix(&format!("{name}: ")));
        line.unwrap_or_default()
    }

    fn event(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

/// Somebody who receives, answers as told, and takes as long as told.
struct Receiver {
    url: String,
    got: Arc<Mutex<Vec<Got>>>,
    status: Arc<AtomicU16>,
}

impl Receiver {
    async fn new(delay: Duration) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let receiver = Self {
            url: format!("http://{}/hook", listener.local_addr().unwrap()),
            got: Arc::default(),
            status: Arc::new(AtomicU16::new(204)),
        };
        let (got, status) = (Arc::clone(&receiver.got), Arc::clone(&receiver.status));
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let (got, status) = (Arc::clone(&got), Arc::clone(&status));
                tokio::spawn(async move {
                    while let Some(one) = read(&mut stream).await {
                        got.lock().unwrap().push(one);
                        tokio::time::sleep(delay).await;
                        let status = status.load(Ordering::Relaxed);
                        let answer = format!(
                            "HTTP/1.1 {status} x\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n"
                        );
                        if stream.write_all(answer.as_bytes()).await.is_err() {
                            return;
                        }
                    }
                });
            }
        });
        receiver
    }

    fn got(&self) -> Vec<Got> {
        self.got.lock().unwrap().clone()
    }

    fn answers(&self, status: u16) {
        self.status.store(status, Ordering::Relaxed);
    }
}

async fn read(stream: &mut tokio::net::TcpStream) -> Option<Got> {
    let mut bytes = Vec::new();
    loop {
        let mut piece = [0; 4096];
        let count = stream
            .read(&mut piece)
            .await
            .ok()
            .filter(|count| *count > 0)?;
        bytes.extend_from_slice(&piece[..count]);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let Some((headers, body)) = text.split_once("\r\n\r\n") else {
            continue;
        };
        let headers = headers.to_lowercase().replace("\r\n", "\n");
        let length = headers
            .lines()
            .find_map(|line| line.strip_prefix("content-length: "));
        let length: usize = length.unwrap_or("0").parse().unwrap();
        if body.len() >= length {
            return Some(Got {
                headers,
                body: body.to_owned(),
            });
        }
    }
}

async fn webhook(program: &Program<'_>, body: Value) -> (String, Vec<u8>) {
    let made = program.post("/api/v1/webhooks", &body).await;
    assert_eq!(made.status, 201, "{}", made.body);
    let made = made.json();
    let secret = made["secret"]
        .as_str()
        .unwrap()
        .strip_prefix("whsec_")
        .unwrap();
    let secret = base64::engine::general_purpose::STANDARD
        .decode(secret)
        .unwrap();
    (made["id"].as_str().unwrap().to_owned(), secret)
}

/// Sends what is due until something is so.
async fn until(app: &TestApp, done: impl Fn() -> bool) {
    let sender = Sender::new(true).unwrap();
    let end = Instant::now() + Duration::from_secs(20);
    while !done() {
        assert!(Instant::now() < end, "it did not come to that");
        step(&app.db, &sender).await.unwrap();
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

async fn log_of(program: &Program<'_>, id: &str) -> Vec<Value> {
    let path = format!("/api/v1/webhooks/{id}/deliveries?limit=100");
    let page = program.get(&path).await.ok().json();
    page["items"].as_array().unwrap().clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_change_that_is_asked_for_is_sent_once_signed_and_in_the_log_of_deliveries() {
    let app = TestApp::new().await;
    let program = Program::new(&app, &[Scope::WebhooksManage]).await;
    let receiver = Receiver::new(Duration::ZERO).await;
    ProductBuilder::new("before")
        .variant("B-1", None)
        .build(&app.db)
        .await;
    let wish = json!({ "url": receiver.url, "kinds": ["product"], "description": "mirror" });
    let (id, secret) = webhook(&program, wish).await;
    let built = ProductBuilder::new("a")
        .variant("A-1", Some(1000))
        .build(&app.db)
        .await;
    transaction(&app.db, async |tx| {
        withdraw(tx, Kind::Product, built.id.0, &author(), "Gone", None).await
    })
    .await
    .unwrap();
    until(&app, || receiver.got().len() >= 2).await;
    let got = receiver.got();
    let told: Vec<[Value; 2]> = got
        .iter()
        .map(|one| {
            let event = one.event();
            assert_eq!(event["id"], one.header("webhook-id"));
            let timestamp: i64 = one.header("webhook-timestamp").parse().unwrap();
            let signature = sign(&secret, one.header("webhook-id"), timestamp, &one.body);
            // The headers were made lower case when they were read.
            assert_eq!(one.header("webhook-signature"), signature.to_lowercase());
            assert_eq!(event["data"]["version"], event["sequence"]);
            [event["type"].clone(), event["data"]["slug"].clone()]
        })
        .collect();
    assert_eq!(
        told,
        [
            [json!("product.upsert"), json!("a")],
            [json!("product.withdrawn"), json!("a")]
        ]
    );
    assert!(got[0].event()["sequence"].as_i64() < got[1].event()["sequence"].as_i64());
    assert!(
        !got[0].event()["data"]["fields"]
            .as_array()
            .unwrap()
            .is_empty()
    );
    let log = log_of(&program, &id).await;
    assert_eq!(log.len(), 2);
    for delivery in &log {
        assert_eq!(
            [
                &delivery["state"],
                &delivery["attempts"],
                &delivery["last_status"]
            ],
            [&json!("delivered"), &json!(1), &json!(204)]
        );
    }
    // Two processes that look at the same time make no second event of a change.
    let sender = Sender::new(true).unwrap();
    ProductBuilder::new("b")
        .variant("B-2", Some(1000))
        .build(&app.db)
        .await;
    let steps = (0..6).map(|_| step(&app.db, &sender));
    for done in futures_util::future::join_all(steps).await {
        done.unwrap();
    }
    until(&app, || receiver.got().len() >= 3).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(receiver.got().len(), 3);
    let again = format!(
        "/api/v1/webhooks/{id}/deliveries/{}/replay",
        log[1]["id"].as_str().unwrap()
    );
    assert_eq!(program.post(&again, &json!({})).await.status, 202);
    until(&app, || receiver.got().len() >= 4).await;
    assert_eq!(
        receiver.got()[3].body,
        receiver.got()[0].body,
        "the same, word for word"
    );
    assert_eq!(
        program
            .send("DELETE", &format!("/api/v1/webhooks/{id}"), None, &[])
            .await
            .status,
        204
    );
    assert_eq!(
        program.get(&format!("/api/v1/webhooks/{id}")).await.status,
        404
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_fails_is_sent_again_later_and_a_receiver_that_keeps_failing_gets_a_pause() {
    let app = TestApp::new().await;
    let program = Program::new(&app, &[Scope::WebhooksManage]).await;
    let receiver = Receiver::new(Duration::ZERO).await;
    let (id, _) = webhook(
        &program,
        json!({ "url": receiver.url, "actions": ["upsert"] }),
    )
    .await;
    receiver.answers(500);
    let built = ProductBuilder::new("a")
        .variant("A-1", Some(1000))
        .build(&app.db)
        .await;
    until(&app, || !receiver.got().is_empty()).await;
    let path = format!("/api/v1/webhooks/{id}");
    let mut seen = receiver.got().len();
    while program.get(&path).await.ok().json()["paused_until"].is_null() {
        sql(&app, "UPDATE webhook_deliveries SET next_at = now()").await;
        until(&app, || receiver.got().len() > seen).await;
        seen = receiver.got().len();
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert!(
        program.get(&path).await.ok().json()["failures"]
            .as_i64()
            .unwrap()
            >= 5
    );
    sql(&app, "UPDATE webhook_deliveries SET next_at = now()").await;
    let sender = Sender::new(true).unwrap();
    step(&app.db, &sender).await.unwrap();
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(
        receiver.got().len(),
        seen,
        "nothing is sent during the pause"
    );
    receiver.answers(302);
    sql(&app, "UPDATE webhooks SET closed_until = NULL").await;
    until(&app, || receiver.got().len() > seen).await;
    tokio::time::sleep(Duration::from_millis(200)).await;
    let log = log_of(&program, &id).await;
    assert!(
        log.iter().any(|delivery| delivery["last_status"] == 302),
        "a redirect is not followed: {log:?}"
    );
    receiver.answers(200);
    sql(
        &app,
        "UPDATE webhooks SET closed_until = NULL, leased_until = NULL",
    )
    .await;
    sql(&app, "UPDATE webhook_deliveries SET next_at = now()").await;
    let pending = async || {
        let log = log_of(&program, &id).await;
        log.iter()
            .filter(|delivery| delivery["state"] == "pending")
            .count()
    };
    let end = Instant::now() + Duration::from_secs(20);
    while pending().await > 0 && Instant::now() < end {
        step(&app.db, &sender).await.unwrap();
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(pending().await, 0);
    assert_eq!(program.get(&path).await.ok().json()["failures"], 0);
    // What was published in between came, too.
    transaction(&app.db, async |tx| {
        publish_product(tx, built.id, &author(), "").await
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_receiver_delays_nobody_else() {
    let app = TestApp::new().await;
    let program = Program::new(&app, &[Scope::WebhooksManage]).await;
    let slow = Receiver::new(Duration::from_secs(5)).await;
    let quick = Receiver::new(Duration::ZERO).await;
    webhook(&program, json!({ "url": slow.url, "kinds": ["product"] })).await;
    webhook(&program, json!({ "url": quick.url, "kinds": ["product"] })).await;
    for at in 0..5 {
        ProductBuilder::new(&format!("p{at}"))
            .variant(&format!("P-{at}"), None)
            .build(&app.db)
            .await;
    }
    let begun = Instant::now();
    until(&app, || quick.got().len() >= 5).await;
    assert!(
        begun.elapsed() < Duration::from_secs(4),
        "{:?}",
        begun.elapsed()
    );
    assert!(slow.got().len() <= 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_sent_into_one_s_own_network_unless_a_setting_says_so() {
    let app = TestApp::new().await;
    let program = Program::new(&app, &[Scope::WebhooksManage]).await;
    let receiver = Receiver::new(Duration::ZERO).await;
    let (id, _) = webhook(&program, json!({ "url": receiver.url })).await;
    ProductBuilder::new("a")
        .variant("A-1", None)
        .build(&app.db)
        .await;
    let careful = Sender::new(false).unwrap();
    step(&app.db, &careful).await.unwrap();
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(receiver.got().len(), 0);
    let log = log_of(&program, &id).await;
    let told = log
        .iter()
        .find_map(|delivery| delivery["last_problem"].as_str());
    assert!(
        told.is_some_and(|told| told.contains("public internet")),
        "{log:?}"
    );
    // A name is looked at by what it leads to.
    let by_name = careful
        .client
        .get("http://localhost.localdomain:1/")
        .send()
        .await;
    assert!(by_name.is_err());
    for (body, status) in [
        (json!({ "url": "nowhere" }), 422),
        (json!({ "url": "ftp://shop.example/" }), 422),
        (json!({ "url": "https://a:b@shop.example/" }), 422),
        (
            json!({ "url": "https://shop.example/", "kinds": ["hose"] }),
            400,
        ),
        (
            json!({ "url": "https://shop.example/", "colour": "red" }),
            400,
        ),
        (json!({}), 400),
    ] {
        assert_eq!(
            program.post("/api/v1/webhooks", &body).await.status,
            status,
            "{body}"
        );
    }
    let stranger = Program::new(&app, &[Scope::CatalogWrite]).await;
    assert_eq!(stranger.get("/api/v1/webhooks").await.status, 403);
}
