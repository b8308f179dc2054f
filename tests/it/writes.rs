//! What programs write: drafts of every kind, and offers, through the same checks and the same gate as people.

use formulary::accounts::api_key::model::Scope;
use formulary::publishing::Kind;
use serde_json::{Value, json};

use crate::support::{ALL_SCOPES, ProductBuilder, Program, TestApp, demo};

const BRANDS: &str = "/api/v1/drafts/brands";

async fn create(program: &Program<'_>, kinds: &str, draft: &Value) -> (String, String) {
    let made = program
        .post(&format!("/api/v1/drafts/{kinds}"), draft)
        .await;
    assert_eq!(made.status, 201, "{}", made.body);
    (
        made.header("location").to_owned(),
        made.header("etag").to_owned(),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_makes_changes_and_publishes_a_brand_and_the_public_reads_only_what_was_published()
 {
    let app = TestApp::new().await;
    let program = Program::new(&app, ALL_SCOPES).await;
    let (path, first) = create(&program, "brands", &json!({ "name": "North & Sons" })).await;
    let draft = program.get(&path).await.ok();
    assert_eq!(draft.header("etag"), first);
    assert_eq!(draft.json()["draft"]["slug"], "north-sons");
    assert_eq!(draft.json()["state"], "draft");
    assert_eq!(app.get("/api/v1/brands/north-sons").await.status, 404);

    let changes = json!({ "summary": "Made in the north." });
    let blind = program.send("PATCH", &path, Some(&changes), &[]).await;
    assert_eq!(blind.status, 428, "{}", blind.body);
    let changed = program
        .send("PATCH", &path, Some(&changes), &[("If-Match", &first)])
        .await
        .ok();
    assert_eq!(changed.json()["draft"]["name"], "North & Sons");
    let second = changed.header("etag").to_owned();
    assert_ne!(first, second);
    let late = program
        .send("PATCH", &path, Some(&changes), &[("If-Match", &first)])
        .await;
    assert_eq!(late.status, 412);
    assert_eq!(late.json()["type"], "urn:formulary:problem:stale");

    let publish = format!("{path}/publish");
    let refused = program
        .send("POST", &publish, Some(&json!({})), &[("If-Match", &first)])
        .await;
    assert_eq!(refused.status, 412);
    let published = program
        .send(
            "POST",
            &publish,
            Some(&json!({ "note": "new" })),
            &[("If-Match", &second)],
        )
        .await
        .ok();
    assert_eq!(published.json()["state"], "published");
    let third = published.header("etag").to_owned();
    assert_ne!(third, second, "where it stands is part of its version");
    let unchanged = program
        .send("POST", &publish, None, &[("If-Match", &third)])
        .await
        .ok();
    assert_eq!(unchanged.header("etag"), third, "a note is not needed");
    let public = app.get("/api/v1/brands/north-sons").await.ok().json();
    assert_eq!(public["summary"], "Made in the north.");

    let withdraw = format!("{path}/withdraw");
    let reason = json!({ "reason": "No longer sold." });
    let gone = program
        .send("POST", &withdraw, Some(&reason), &[("If-Match", "*")])
        .await
        .ok();
    assert_eq!(gone.json()["state"], "withdrawn");
    assert_ne!(gone.header("etag"), third);
    assert_eq!(app.get("/api/v1/brands/north-sons").await.status, 410);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_draft_of_the_demo_can_be_sent_back_as_it_was_read_and_nothing_changes() {
    let app = demo();
    let program = Program::new(app, ALL_SCOPES).await;
    let mut looked_at = 0;
    for kind in Kind::ALL {
        let list = format!("/api/v1/drafts/{}?limit=12", kind.plural());
        let list = program.get(&list).await.ok().json();
        for line in list["items"].as_array().unwrap() {
            let path = format!(
                "/api/v1/drafts/{}/{}",
                kind.plural(),
                line["id"].as_str().unwrap()
            );
            let read = program.get(&path).await.ok();
            let tag = read.header("etag").to_owned();
            let draft = &read.json()["draft"];
            let sent = program
                .send("PUT", &path, Some(draft), &[("If-Match", &tag)])
                .await;
            assert_eq!(sent.status, 200, "{path}: {}\n{draft}", sent.body);
            assert_eq!(sent.header("etag"), tag, "{path} became another");
            looked_at += 1;
        }
    }
    assert!(looked_at > 60, "{looked_at}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_a_draft_is_told_place_by_place_and_nothing_is_saved() {
    let app = TestApp::new().await;
    let program = Program::new(&app, ALL_SCOPES).await;
    let wrong = json!({ "name": 3, "sumary": "", "description": [] });
    let answer = program.post(BRANDS, &wrong).await;
    assert_eq!(answer.status, 422);
    let problem = answer.json();
    let mut places: Vec<&str> = problem["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|flaw| flaw["pointer"].as_str().unwrap())
        .collect();
    places.sort_unstable();
    assert_eq!(places, ["/description", "/name", "/sumary"]);
    let product = json!({
        "name": "A", "brand_id": "nobody", "form": "capsule",
        "variants": [{ "sku": "A-1", "title": "60", "gtin": "9520000000005" }],
    });
    let answer = program.post("/api/v1/drafts/products", &product).await;
    assert_eq!(answer.status, 422);
    assert_eq!(
        answer.json()["errors"][0]["pointer"],
        "/brand_id",
        "{}",
        answer.body
    );
    for body in [json!([]), json!("x"), json!(null)] {
        assert_eq!(program.post(BRANDS, &body).await.status, 422, "{body}");
    }
    let list = program.get(BRANDS).await.ok().json();
    assert_eq!(list["items"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_creation_that_is_sent_again_with_its_key_makes_nothing_twice_also_at_the_same_time() {
    let app = TestApp::new().await;
    let program = Program::new(&app, ALL_SCOPES).await;
    let draft = json!({ "name": "Twice" });
    let key = [("Idempotency-Key", "\"a-key\"")];
    let sends = (0..8).map(|_| program.send("POST", BRANDS, Some(&draft), &key));
    let answers = futures_util::future::join_all(sends).await;
    let first = &answers[0];
    assert_eq!(first.status, 201, "{}", first.body);
    for answer in &answers {
        assert_eq!(answer.status, 201);
        assert_eq!(answer.body, first.body);
        assert_eq!(answer.header("location"), first.header("location"));
        assert_eq!(answer.header("etag"), first.header("etag"));
    }
    let list = program.get(BRANDS).await.ok().json();
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
    let other = json!({ "name": "Another" });
    let answer = program.send("POST", BRANDS, Some(&other), &key).await;
    assert_eq!(answer.status, 422, "{}", answer.body);
    let stranger = Program::new(&app, ALL_SCOPES).await;
    let answer = stranger.send("POST", BRANDS, Some(&other), &key).await;
    assert_eq!(answer.status, 201, "a key belongs to its program");
}

#[tokio::test(flavor = "multi_thread")]
async fn many_are_saved_by_their_reference_and_each_answers_for_itself() {
    let app = TestApp::new().await;
    let program = Program::new(&app, ALL_SCOPES).await;
    create(&program, "brands", &json!({ "name": "Acme" })).await;
    let item = |reference: &str, name: &str| {
        json!({ "draft": {
            "external_ref": reference, "name": name, "brand_id": "acme", "form": "capsule",
            "summary": "Capsules.", "directions": "One a day.",
        } })
    };
    let path = "/api/v1/drafts/products/batch";
    let batch = json!({ "items": [item("erp-1", "One"), item("erp-2", "Two"), item("erp-3", "")] });
    let statuses = |body: &Value| -> Vec<String> {
        let items = body["items"].as_array().unwrap();
        let status = |item: &Value| item["status"].as_str().unwrap().to_owned();
        items.iter().map(status).collect()
    };
    let answer = program.post(path, &batch).await.ok().json();
    assert_eq!(
        statuses(&answer),
        ["created", "created", "failed"],
        "{answer}"
    );
    assert_eq!(
        answer["items"][2]["problem"]["errors"][0]["pointer"],
        "/name"
    );
    let again = program.post(path, &batch).await.ok().json();
    assert_eq!(statuses(&again), ["unchanged", "unchanged", "failed"]);
    assert_eq!(again["items"][0]["id"], answer["items"][0]["id"]);
    let changed = json!({ "items": [
        { "draft": { "external_ref": "erp-1", "summary": "Other capsules." } },
        { "id": "019f0000-0000-7000-8000-000000000000", "draft": { "name": "Nobody" } },
        { "draft": { "external_ref": "erp-2", "slug": "one" } },
        { "draft": { "external_ref": "erp-2", "summary": "Late." }, "if_match": "\"r1-other-draft-0\"" },
        { "draft": { "external_ref": "erp-2" }, "colour": "red" },
        7,
    ] });
    let answer = program.post(path, &changed).await.ok().json();
    assert_eq!(
        statuses(&answer),
        ["updated", "failed", "failed", "failed", "failed", "failed"],
        "{answer}"
    );
    assert_eq!(answer["items"][1]["problem"]["status"], 404);
    assert_eq!(answer["items"][3]["problem"]["status"], 412);
    assert_eq!(answer["items"][4]["problem"]["status"], 422);
    assert_eq!(
        answer["items"][2]["problem"]["errors"][0]["pointer"],
        "/slug"
    );
    assert_eq!(
        [&answer["created"], &answer["updated"], &answer["failed"]],
        [0, 1, 5]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_without_an_id_are_the_stored_ones_that_they_name_and_an_unknown_id_is_an_error() {
    let app = TestApp::new().await;
    let program = Program::new(&app, ALL_SCOPES).await;
    create(&program, "brands", &json!({ "name": "Acme" })).await;
    let product = |reference: &str, variants: Value| {
        json!({ "draft": {
            "external_ref": reference, "name": reference, "brand_id": "acme", "form": "capsule",
            "summary": "Capsules.", "directions": "One a day.", "options": ["Size"], "variants": variants,
        } })
    };
    let one = json!([
        { "sku": "A-30", "title": "30 capsules", "options": ["30"] },
        { "sku": "A-60", "title": "60 capsules", "options": ["60"] },
    ]);
    let path = "/api/v1/drafts/products/batch";
    let batch = json!({ "items": [product("a", one)] });
    let first = program.post(path, &batch).await.ok().json();
    assert_eq!(first["created"], 1, "{first}");
    let again = program.post(path, &batch).await.ok().json();
    assert_eq!(again["unchanged"], 1, "{again}");
    let id = first["items"][0]["id"].as_str().unwrap();
    let draft = async || {
        program
            .get(&format!("/api/v1/drafts/products/{id}"))
            .await
            .ok()
            .json()
    };
    let before = draft().await["draft"]["variants"].clone();
    let changed = json!([
        { "sku": "A-60", "title": "60 capsules and more", "options": ["60"] },
        { "sku": "A-90", "title": "90 capsules", "options": ["90"] },
    ]);
    let batch = json!({ "items": [product("a", changed)] });
    let answer = program.post(path, &batch).await.ok().json();
    assert_eq!(answer["updated"], 1, "{answer}");
    let after = draft().await["draft"]["variants"].clone();
    assert_eq!(
        after[0]["id"], before[1]["id"],
        "the same SKU is the same variant"
    );
    assert!(after[1]["id"] != before[0]["id"]);
    let refused = json!({ "items": [
        product("a", json!([{ "id": "019f0000-0000-7000-8000-000000000000", "sku": "A-60", "title": "60", "options": ["60"] }])),
        product("b", json!([{ "sku": "B-1", "title": "1", "options": ["1"] }, { "sku": "A-90", "title": "90", "options": ["90"] }])),
        product("c", json!([{ "id": "first", "sku": "C-1", "title": "1", "options": ["1"] }])),
    ] });
    let answer = program.post(path, &refused).await.ok().json();
    let pointer = |at: usize| answer["items"][at]["problem"]["errors"][0]["pointer"].clone();
    assert_eq!(
        [pointer(0), pointer(1), pointer(2)],
        ["/variants/0/id", "/variants/1/sku", "/variants/0/id"],
        "{answer}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_gate_refuses_a_program_as_it_refuses_people_and_what_is_refused_is_not_saved() {
    let app = TestApp::new().await;
    let program = Program::new(&app, ALL_SCOPES).await;
    let draft = json!({ "name": "Curer", "summary": "Cures cancer." });
    let answer = program
        .post(&format!("{BRANDS}?publish=true"), &draft)
        .await;
    assert_eq!(answer.status, 422);
    assert_eq!(answer.json()["type"], "urn:formulary:problem:not-cleared");
    assert_ne!(answer.json()["objections"], json!([]));
    assert_eq!(program.get(BRANDS).await.ok().json()["items"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_does_what_its_scopes_say_and_nothing_else() {
    let app = TestApp::new().await;
    let admin = Program::new(&app, ALL_SCOPES).await;
    let (path, _) = create(&admin, "brands", &json!({ "name": "Acme" })).await;
    let publish = format!("{path}/publish");
    let offers = json!({ "market": "us", "items": [{ "sku": "A", "price": "1" }] });
    let doors = [
        ("GET", BRANDS, None, Scope::CatalogRead),
        ("GET", &path, None, Scope::CatalogRead),
        (
            "POST",
            BRANDS,
            Some(json!({ "name": "B" })),
            Scope::CatalogWrite,
        ),
        ("PATCH", &path, Some(json!({})), Scope::CatalogWrite),
        ("POST", &publish, Some(json!({})), Scope::CatalogPublish),
        ("PUT", "/api/v1/offers", Some(offers), Scope::OffersWrite),
    ];
    for scope in ALL_SCOPES {
        let program = Program::new(&app, &[*scope]).await;
        for (method, path, body, needed) in &doors {
            let answer = program
                .send(method, path, body.as_ref(), &[("If-Match", "*")])
                .await;
            let may = scope == needed;
            assert_eq!(
                answer.status != 403,
                may,
                "{scope:?} {method} {path}: {}",
                answer.body
            );
        }
        let both = format!("{BRANDS}?publish=true");
        let answer = program.post(&both, &json!({ "name": "C" })).await;
        assert_eq!(answer.status, 403, "{scope:?}");
    }
    for (method, path, body, _) in &doors {
        let answer = app.request(method, path, body.as_ref(), &[]).await;
        assert_eq!(answer.status, 401, "{method} {path}");
    }
    let program = Program::new(&app, ALL_SCOPES).await;
    for (path, status) in [
        ("/api/v1/drafts/users", 404),
        ("/api/v1/drafts/brands/x", 404),
        ("/api/v1/drafts/brands?state=lost", 400),
        ("/api/v1/drafts/brands?colour=red", 400),
    ] {
        assert_eq!(program.get(path).await.status, status, "{path}");
    }
    let answer = program.send("DELETE", &path, None, &[]).await;
    assert_eq!(answer.status, 405);
    assert_eq!(answer.header("allow"), "GET, HEAD, PUT, PATCH");
}

#[tokio::test(flavor = "multi_thread")]
async fn offers_are_set_by_sku_and_live_at_once() {
    let app = TestApp::new().await;
    ProductBuilder::new("a")
        .variant("A-1", Some(1000))
        .variant("A-2", Some(2000))
        .build(&app.db)
        .await;
    let program = Program::new(&app, ALL_SCOPES).await;
    let body = json!({ "market": "us", "items": [
        { "sku": "A-1", "price": "14.50", "list_price": "20", "availability": "backorder" },
        { "sku": "A-2", "price": null },
        { "sku": "A-3", "price": "1" },
        { "sku": "A-4", "price": "cheap" },
    ] });
    let set = || program.send("PUT", "/api/v1/offers", Some(&body), &[]);
    let answer = set().await.ok().json();
    let statuses: Vec<&Value> = answer["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| &item["status"])
        .collect();
    assert_eq!(statuses, ["updated", "updated", "failed", "failed"]);
    let offers: Vec<Value> = app.get("/api/v1/products/a").await.ok().json()["variants"]
        .as_array()
        .unwrap()
        .iter()
        .map(|variant| variant["offer"].clone())
        .collect();
    assert_eq!(offers[0]["price"]["minor"], 1450);
    assert_eq!(offers[0]["availability"], "backorder");
    assert_eq!(offers[1], Value::Null);
    assert_eq!(set().await.ok().json()["unchanged"], 2);
    let twice = json!({ "market": "us", "items": [{ "sku": "A-1", "price": "1" }, { "sku": "A-1", "price": "2" }] });
    let answer = program
        .send("PUT", "/api/v1/offers", Some(&twice), &[])
        .await;
    assert_eq!(answer.status, 422);
    assert_eq!(answer.json()["pointer"], "/items/1/sku");
    // Who leaves the price out does not end an offer.
    let left_out =
        json!({ "market": "us", "items": [{ "sku": "A-1", "availability": "out_of_stock" }] });
    let answer = program
        .send("PUT", "/api/v1/offers", Some(&left_out), &[])
        .await
        .ok()
        .json();
    assert_eq!(answer["items"][0]["status"], "failed", "{answer}");
    let problem = answer["items"][0]["problem"].as_str().unwrap();
    assert!(problem.starts_with("price is missing"), "{problem}");
}
