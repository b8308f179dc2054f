//! Search: what is public is found within a second, counts are what a click shows, and what is not known is refused.

mod arranging;
mod counting;
mod education;
mod kills;
mod relevance;
pub mod shelves;

use formulary::accounts::model::Role;
use formulary::catalog::market::Market;
use formulary::catalog::offer::commands::set_offer;
use formulary::catalog::product::queries::variants_of;
use formulary::publishing::{Kind, transaction, withdraw};
use formulary::search::ask::answer::answer;
use formulary::search::ask::request::Request;
use formulary::search::follow::engine::Engine;
use serde_json::Value;

use crate::support::builders::{author, ingredient, terms};
use crate::support::desk::Form;
use crate::support::{ProductBuilder, TestApp, demo};

async fn search(app: &TestApp, query: &str) -> Value {
    app.catch_up().await;
    app.get(&format!("/api/v1/search?{query}"))
        .await
        .ok()
        .json()
}

fn names(answer: &Value) -> Vec<&str> {
    let hits = answer["hits"].as_array().unwrap();
    hits.iter()
        .map(|hit| hit["name"].as_str().unwrap())
        .collect()
}

/// The count of a value of a facet.
fn count(answer: &Value, facet: &str, key: &str) -> Option<u64> {
    let values = answer["facets"][facet]["values"].as_array().unwrap();
    let value = values.iter().find(|value| value["key"] == key)?;
    value["count"].as_u64()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_published_changed_and_withdrawn_is_found_as_it_is_now() {
    let app = TestApp::new().await;
    let zinc = transaction(&app.db, async |tx| ingredient(tx, "zinc").await)
        .await
        .unwrap();
    let built = ProductBuilder::new("night")
        .variant("N-60", Some(1295))
        .ingredient(zinc)
        .free_from("gluten")
        .build(&app.db)
        .await;
    ProductBuilder::new("hidden").draft().build(&app.db).await;
    let answer = search(&app, "q=zin").await;
    assert_eq!(
        names(&answer),
        ["Product night"],
        "by an ingredient, half written"
    );
    assert_eq!(answer["hits"][0]["price"]["minor"], 1295);
    assert_eq!(count(&answer, "free_from", "gluten"), Some(1));
    assert_eq!(
        names(&search(&app, "q=n-60").await),
        ["Product night"],
        "by its SKU"
    );
    assert!(
        names(&search(&app, "q=hidden").await).is_empty(),
        "a draft is not found"
    );
    app.sign_in(Role::Publisher).await;
    let form = Form::open(&app, &format!("/admin/products/{}", built.id))
        .await
        .set("name", "Evening tablets");
    assert_eq!(form.press("then", "publish").await.status, 303);
    assert!(names(&search(&app, "q=night").await).is_empty());
    assert_eq!(names(&search(&app, "q=evening").await), ["Evening tablets"]);
    let form = Form::open(&app, &format!("/admin/ingredients/{}", zinc.0))
        .await
        .set("name", "Cinnabar");
    assert_eq!(form.press("then", "publish").await.status, 303);
    assert_eq!(
        names(&search(&app, "q=cinnabar").await),
        ["Evening tablets"],
        "what its page shows of others is found too"
    );
    let page = Form::open(&app, &format!("/admin/products/{}", built.id)).await;
    let fields = [
        ("csrf", page.value("csrf")),
        ("revision", page.value("revision")),
        ("do", "withdraw"),
        ("reason", "Recalled"),
    ];
    let path = format!("/admin/products/{}/workflow", built.id);
    assert_eq!(app.post(&path, &fields).await.status, 303);
    assert_eq!(search(&app, "").await["total"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn how_far_the_index_is_can_be_watched() {
    let app = TestApp::new().await;
    ProductBuilder::new("zinc")
        .variant("Z", Some(100))
        .build(&app.db)
        .await;
    app.catch_up().await;
    let ready = app.get("/readyz").await.ok().json();
    assert_eq!(ready["search"]["lag"], 0);
    ProductBuilder::new("iron")
        .variant("I", Some(100))
        .build(&app.db)
        .await;
    let behind = app.get("/readyz").await.ok().json()["search"]["lag"].as_i64();
    assert!(behind > Some(0), "{behind:?}");
    let metrics = app.get("/metrics").await.ok().body;
    let lag = format!("formulary_search_lag{{market=\"us\"}} {}", behind.unwrap());
    assert!(metrics.contains(&lag), "{metrics}");
    assert!(
        metrics.contains("formulary_search_products{market=\"us\"} 1"),
        "{metrics}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn every_count_of_the_demo_is_what_a_click_shows() {
    let app = demo();
    let all = search(app, "limit=100").await;
    assert!(all["total"].as_u64().unwrap() > 30);
    for start in [
        "",
        "f[form]=capsule&",
        "f[free_from]=gluten&",
        "q=vitamin&",
        "price=10..30&",
    ] {
        let answer = search(app, start).await;
        for (facet, body) in answer["facets"].as_object().unwrap() {
            let chosen = start.contains(&format!("f[{facet}]"));
            for value in body["values"].as_array().unwrap() {
                if chosen && body["combine"] == "any" {
                    continue;
                }
                let key = value["key"].as_str().unwrap();
                let clicked = search(app, &format!("{start}f[{facet}]={key}")).await;
                assert_eq!(clicked["total"], value["count"], "{start}f[{facet}]={key}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn words_are_forgiven_joined_and_corrected() {
    let app = demo();
    let first = async |query: &str| {
        let answer = search(app, &format!("q={query}")).await;
        names(&answer)
            .first()
            .map(|name| (*name).to_owned())
            .unwrap_or_default()
    };
    for (query, expected) in [
        ("magnesium", "Magnesium"),
        ("magnezium", "Magnesium"),
        ("colostrm", "Colostrum"),
        ("q10", "Coenzyme Q10"),
        ("co q10", "Coenzyme Q10"),
        ("vitamin k 2", "Vitamin K2"),
        ("creatine powder", "Creatine"),
        ("ASHWAGANDA", "Ashwagandha"),
    ] {
        let found = first(&query.replace(' ', "+")).await;
        assert!(found.contains(expected), "{query}: {found}");
    }
    let corrected = search(app, "q=magnezium").await;
    assert_eq!(corrected["corrected_query"], "magnesium");
    assert_eq!(search(app, "q=xqzwv").await["total"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_typed_every_product_of_the_total_is_on_some_page() {
    let app = demo();
    for typed in [
        "cal-ci",
        "cap-su",
        "mul-ti",
        "co-en",
        "vitamin d",
        "magn",
        "zinc cap",
        "b-",
    ] {
        let query = serde_urlencoded::to_string([("q", typed), ("limit", "100")]).unwrap();
        let answer = search(app, &query).await;
        let hits = answer["hits"].as_array().unwrap().len() as u64;
        assert_eq!(answer["total"].as_u64(), Some(hits), "{typed}");
    }
    for nothing in ["!!!", "hand soap", "5 htp"] {
        let query = serde_urlencoded::to_string([("q", nothing)]).unwrap();
        assert_eq!(search(app, &query).await["total"], 0, "{nothing}");
    }
    assert!(search(app, "q=gluten+free").await["total"].as_u64() > Some(5));
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_by_cursor_hold_everything_once_and_in_order() {
    let app = demo();
    for sort in [
        "relevance",
        "price",
        "-price",
        "unit_price",
        "newest",
        "name",
    ] {
        for start in ["", "q=vitamin&"] {
            let start = format!("{start}sort={sort}&limit=7");
            let total = search(app, &start).await["total"].as_u64().unwrap();
            let mut seen = Vec::new();
            let mut next = start.clone();
            loop {
                let page = search(app, &next).await;
                let hits = page["hits"].as_array().unwrap();
                seen.extend(
                    hits.iter()
                        .map(|hit| hit["id"].as_str().unwrap().to_owned()),
                );
                let Some(cursor) = page["cursor"].as_str() else {
                    break;
                };
                next = format!("{start}&cursor={cursor}");
            }
            assert_eq!(seen.len() as u64, total, "{start}");
            let mut once = seen.clone();
            once.sort();
            once.dedup();
            assert_eq!(once.len(), seen.len(), "{start}");
        }
    }
    let priced = search(app, "sort=price&limit=100").await;
    let prices: Vec<i64> = priced["hits"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|hit| hit["price"]["minor"].as_i64())
        .collect();
    assert!(prices.len() > 30);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_serving_of_so_much_is_a_filter_and_what_is_not_known_is_refused() {
    let app = demo();
    let some = search(app, "amount[magnesium]=100mg..").await;
    let fewer = search(app, "amount[magnesium]=0.3g..").await;
    assert!(some["total"].as_u64() > fewer["total"].as_u64());
    for (query, named) in [
        ("f[colour]=red", "f[colour]"),
        ("f[brand]=", "brand"),
        ("price=a..b", "price"),
        ("amount[zinc]=lots..", "amount"),
        ("unknown=1", "unknown"),
        ("q=a&q=b", "q"),
        (
            "amount[a]=1mg..&amount[b]=1mg..&amount[c]=1mg..&amount[d]=1mg..&amount[e]=1mg..&amount[f]=1mg..&amount[g]=1mg..",
            "amount",
        ),
    ] {
        let refused = app.get(&format!("/api/v1/search?{query}")).await;
        assert_eq!(refused.status, 400, "{query}");
        let detail = refused.json()["detail"].as_str().unwrap().to_owned();
        assert!(detail.contains(named), "{query}: {detail}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn suggestions_go_on_from_what_is_typed_and_echo_nothing() {
    let app = demo();
    app.catch_up().await;
    let suggest = async |typed: &str| -> Vec<(String, String)> {
        let answer = app
            .get(&format!("/api/v1/suggest?q={typed}"))
            .await
            .ok()
            .json();
        let list = answer["suggestions"].as_array().unwrap().clone();
        let text = |one: &Value, name: &str| one[name].as_str().unwrap().to_owned();
        list.iter()
            .map(|one| (text(one, "kind"), text(one, "label")))
            .collect()
    };
    let found = suggest("magn").await;
    assert!(
        found.contains(&("ingredient".to_owned(), "Magnesium".to_owned())),
        "{found:?}"
    );
    assert!(
        found
            .iter()
            .any(|(kind, label)| kind == "product" && label.contains("Magnesium")),
        "{found:?}"
    );
    assert!(suggest("").await.is_empty());
    assert!(
        suggest("gout").await.is_empty(),
        "a disease leads to no product"
    );
    for suggestion in app.get("/api/v1/suggest?q=vit").await.ok().json()["suggestions"]
        .as_array()
        .unwrap()
    {
        let path = suggestion["url"]
            .as_str()
            .unwrap()
            .strip_prefix(&app.url)
            .unwrap();
        assert_eq!(app.get(path).await.status, 200, "{path}");
    }
    assert_eq!(app.get("/api/v1/suggest?q=a&unknown=1").await.status, 400);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_index_is_taken_up_where_it_was_and_one_that_was_never_finished_is_made_anew() {
    let app = TestApp::new().await;
    let folder = tempfile::tempdir().unwrap();
    ProductBuilder::new("zinc")
        .variant("Z", Some(100))
        .build(&app.db)
        .await;
    let open = || Engine::open(folder.path()).unwrap();
    let total = |engine: &Engine| {
        engine
            .snapshot(Market::Us)
            .map(|snapshot| snapshot.shelf.len())
    };
    let first = open();
    first.catch_up(&app.db).await.unwrap();
    let second = open();
    second.catch_up(&app.db).await.unwrap();
    assert_eq!(
        (total(&first), total(&second)),
        (Some(1), Some(1)),
        "two processes have a folder each"
    );
    assert!(folder.path().join("search/1/lock").exists());
    drop((first, second));
    let of_us = folder.path().join("search/0/us");
    let indexes = || {
        std::fs::read_dir(&of_us)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect::<Vec<_>>()
    };
    let before = indexes();
    assert_eq!(before.len(), 1);
    std::fs::create_dir(of_us.join("half")).unwrap();
    ProductBuilder::new("iron")
        .variant("I", Some(100))
        .build(&app.db)
        .await;
    let again = open();
    again.catch_up(&app.db).await.unwrap();
    assert_eq!(total(&again), Some(2));
    assert_eq!(
        indexes(),
        before,
        "the same index goes on, and what was half made is gone"
    );
    drop(again);
    for path in indexes() {
        std::fs::write(path.join("meta.json"), "{}").unwrap();
    }
    let anew = open();
    anew.catch_up(&app.db).await.unwrap();
    assert_eq!(total(&anew), Some(2), "what can't be read is made anew");
    assert_ne!(indexes(), before);
}

/// Everything that is searchable, by id, and what some questions answer.
fn all_of(engine: &Engine) -> (Vec<String>, Vec<String>) {
    let snapshot = engine.snapshot(Market::Us).unwrap();
    let slots = snapshot.shelf.all().ones();
    let mut entries: Vec<String> = slots
        .map(|slot| serde_json::to_string(snapshot.shelf.entry(slot).unwrap()).unwrap())
        .collect();
    entries.sort();
    let ask = |query: &str| {
        let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query).unwrap();
        let mut answer = answer(&snapshot, &Request::parse(&pairs).unwrap()).unwrap();
        answer.took_ms = 0.0;
        // Scores depend on how documents lie in files; which are found, and every count, does not.
        answer.cursor = None;
        let mut answer = serde_json::to_value(answer).unwrap();
        let hits = answer["hits"].as_array_mut().unwrap();
        hits.sort_by_key(|hit| hit["id"].as_str().unwrap().to_owned());
        answer.to_string()
    };
    let questions = [
        "",
        "q=product",
        "q=tw",
        "f[brand]=twin-0",
        "f[form]=capsule&sort=price",
        "price=5..20",
    ];
    (entries, questions.map(ask).to_vec())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_index_that_followed_through_restarts_is_the_same_as_one_made_afresh() {
    let app = TestApp::new().await;
    let followed = tempfile::tempdir().unwrap();
    let mut engine = Engine::open(followed.path()).unwrap();
    let mut built = Vec::new();
    for step in 0..24i64 {
        match step % 4 {
            0 | 1 => {
                let slug = format!("twin-{step}");
                let made = ProductBuilder::new(&slug).variant(&slug, Some(500 + step * 70));
                built.push(made.free_from("gluten").build(&app.db).await.id);
            }
            2 => {
                let id = built[usize::try_from(step).unwrap() % built.len()];
                let conn = app.db.write().await.unwrap();
                let variant = variants_of(&conn, id).await.unwrap()[0].id;
                drop(conn);
                transaction(&app.db, async |tx| {
                    set_offer(tx, (id, variant), Market::Us, Some(terms(900 + step))).await
                })
                .await
                .unwrap();
            }
            _ => {
                let gone = built.remove(usize::try_from(step).unwrap() % built.len());
                transaction(&app.db, async |tx| {
                    withdraw(tx, Kind::Product, gone.0, &author(), "Recalled", None).await
                })
                .await
                .unwrap();
            }
        }
        if step % 5 == 0 {
            engine.catch_up(&app.db).await.unwrap();
        }
        if step % 7 == 0 {
            drop(engine);
            engine = Engine::open(followed.path()).unwrap();
        }
    }
    engine.catch_up(&app.db).await.unwrap();
    let fresh = tempfile::tempdir().unwrap();
    let afresh = Engine::open(fresh.path()).unwrap();
    afresh.catch_up(&app.db).await.unwrap();
    assert_eq!(all_of(&engine).0.len(), built.len());
    assert_eq!(all_of(&engine), all_of(&afresh));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_has_one_spelling_for_each_address_and_repeats_no_word_that_is_not_its_own() {
    let app = demo();
    let moved = app
        .get("/products?q=&form=capsule&brand=northalder&price-from=5&price-to=")
        .await;
    assert_eq!(moved.status, 303);
    assert_eq!(
        moved.header("location"),
        "/products?brand=northalder&form=capsule&price=5.."
    );
    for (asked, led) in [
        (
            "/products?utm_source=x&form=capsule&gclid=1",
            "/products?form=capsule",
        ),
        ("/products?price-from=0&price-to=", "/products"),
    ] {
        assert_eq!(app.get(asked).await.header("location"), led);
    }
    let page = app
        .get("/products?form=capsule&form=powder")
        .await
        .ok()
        .html();
    assert_eq!(
        page.count(".applied li"),
        3,
        "two values of one facet, and all of them to clear"
    );
    let one = app.get("/products?form=capsule").await.ok().html();
    let counts = |page: &crate::support::html::Html| {
        page.text(".results-total strong").parse::<u64>().unwrap()
    };
    assert!(counts(&page) > counts(&one));
    let hostile = app.get("/products?q=cancer").await.ok();
    assert_eq!(hostile.html().text("h1"), "What there is to read");
    assert!(!hostile.html().text("main").contains("cancer"));
    assert_eq!(
        app.get("/products?q=magnezium")
            .await
            .ok()
            .html()
            .text("h1"),
        "Products for “magnesium”"
    );
    let none = app
        .get("/products?form=capsule&price=..1")
        .await
        .ok()
        .html();
    assert!(none.text(".empty").contains("without “Up to $1.00”"));
    let way_out = none.attribute(".empty li a", "href");
    assert!(counts(&app.get(&way_out).await.ok().html()) > 0);
}
