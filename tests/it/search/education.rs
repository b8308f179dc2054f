//! What can be read is found beside products, and leads where the words name a disease. Such words are never repeated.

use formulary::accounts::model::Role;
use serde_json::Value;

use super::shelves::publish;
use super::{names, search};
use crate::support::{ProductBuilder, TestApp, demo};

fn labels(answer: &Value) -> Vec<&str> {
    let guides = answer["education"].as_array().unwrap();
    guides
        .iter()
        .map(|guide| guide["label"].as_str().unwrap())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn words_for_a_disease_lead_to_the_goal_and_to_what_can_be_read_and_are_not_repeated() {
    let app = demo();
    for (words, last, goal) in [
        ("leaky gut", "leaky", "Intestinal barrier"),
        ("osteoporosis", "osteoporosis", "Bone strength"),
        ("colostrum for leaky gut", "leaky", "Intestinal barrier"),
    ] {
        let query = words.replace(' ', "+");
        let answer = search(app, &format!("q={query}")).await;
        assert_eq!(answer["leads_with"], "education", "{words}");
        assert_eq!(labels(&answer).first(), Some(&goal), "{words}");
        assert!(
            answer["total"].as_u64() > Some(0),
            "products with a claim about it: {words}"
        );
        let page = app.get(&format!("/products?q={query}")).await.ok();
        let html = page.html();
        assert!(html.text(".learn").contains(goal), "{words}");
        for place in ["h1", "title", ".product-grid", ".facet", ".applied"] {
            assert!(
                !html.texts(place).concat().contains(last),
                "{words} in {place}"
            );
        }
        assert_eq!(html.attribute("#list-search", "value"), "");
        for (place, name) in [
            ("main a", "href"),
            ("main input", "value"),
            ("head link", "href"),
        ] {
            let all = html.attributes(place, name).concat();
            assert!(!all.contains(last), "{words} in {place}");
        }
        assert!(
            html.attributes("link[rel=canonical]", "href")
                .iter()
                .all(|path| !path.contains(last))
        );
    }
    for words in ["psoriasis", "covid-19", "heart+disease", "insomnia+zzz"] {
        let nothing = search(app, &format!("q={words}")).await;
        assert_eq!(nothing["leads_with"], "education", "{words}");
        assert!(
            !labels(&nothing).is_empty(),
            "there is always something to read: {words}"
        );
    }
    assert_eq!(search(app, "q=psoriasis").await["total"], 0);
    for path in [
        "/products?brand=cures-cancer",
        "/products?amount%5Bcancer%5D=1mg..",
        "/compare?p=cures-cancer&p=zinc-picolinate-15-mg",
    ] {
        let page = app.get(path).await.ok().html();
        let said = [
            page.text("main"),
            page.attributes("a, link", "href").concat(),
            page.attributes("input", "value").concat(),
        ];
        assert!(!said.concat().contains("cancer"), "{path}");
    }
    let kept = search(app, "q=magnesium+for+migraine").await;
    assert!(
        names(&kept)[0].contains("Magnesium"),
        "what names no disease is looked for"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn ingredients_and_articles_stand_in_the_same_answer_as_products() {
    let app = demo();
    let answer = search(app, "q=magnesium").await;
    assert_eq!(answer["leads_with"], "products");
    assert_eq!(labels(&answer)[0], "Magnesium");
    let kinds: Vec<&str> = answer["education"]
        .as_array()
        .unwrap()
        .iter()
        .map(|guide| guide["kind"].as_str().unwrap())
        .collect();
    assert!(kinds.contains(&"article"), "{kinds:?}");
    let url = answer["education"][0]["url"].as_str().unwrap();
    assert_eq!(
        app.get(url.strip_prefix(&app.url).unwrap()).await.status,
        200
    );
    let chosen = search(app, "f[topic]=bone-strength").await;
    assert_eq!(
        labels(&chosen),
        ["Bone strength"],
        "what is chosen can be read about"
    );
    let abroad = search(app, "q=magnesium&market=eu").await;
    let addresses = abroad["education"].as_array().unwrap().iter();
    let outside =
        addresses.filter(|guide| !guide["url"].as_str().unwrap().contains("/eu/ingredients/"));
    assert_eq!(outside.count(), 0, "articles are of the default market");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_words_of_a_goal_are_in_no_public_answer() {
    let app = demo();
    app.catch_up().await;
    for path in [
        "/topics/intestinal-barrier",
        "/topics",
        "/api/v1/suggest?q=leaky+gut",
        "/sitemap.xml",
    ] {
        let body = app.get(path).await.ok().body;
        assert!(
            !body.contains("gut healing") && !body.contains("leaky"),
            "{path}"
        );
    }
    let suggested = app.get("/api/v1/suggest?q=leaky+gut").await.ok().json();
    assert_eq!(suggested["suggestions"][0]["label"], "Intestinal barrier");
}

#[tokio::test(flavor = "multi_thread")]
async fn synonyms_lead_one_way_or_both_as_soon_as_they_are_published() {
    let app = TestApp::new().await;
    ProductBuilder::new("colostrum")
        .variant("C", Some(100))
        .build(&app.db)
        .await;
    ProductBuilder::new("omega")
        .variant("O", Some(100))
        .build(&app.db)
        .await;
    assert_eq!(search(&app, "q=first+milk").await["total"], 0);
    app.sign_in(Role::Publisher).await;
    let one_way = [
        ("words", "first milk\nbeestings"),
        ("direction", "one"),
        ("leads_to", "colostrum"),
    ];
    let path = publish(&app, "synonyms", &[], &one_way).await;
    for words in ["first milk", "beestings", "product beestings"] {
        let query = format!("q={}", words.replace(' ', "+"));
        assert_eq!(
            names(&search(&app, &query).await),
            ["Product colostrum"],
            "{words}"
        );
    }
    let both = [("words", "omega\nfish fat"), ("direction", "both")];
    publish(&app, "synonyms", &[], &both).await;
    assert_eq!(names(&search(&app, "q=fish+fat").await), ["Product omega"]);
    let form = crate::support::desk::Form::open(&app, &path).await;
    let fields = [
        ("csrf", form.value("csrf")),
        ("revision", form.value("revision")),
        ("do", "withdraw"),
        ("reason", "Wrong"),
    ];
    assert_eq!(
        app.post(&format!("{path}/workflow"), &fields).await.status,
        303
    );
    assert_eq!(
        search(&app, "q=beestings").await["total"],
        0,
        "withdrawn words lead nowhere"
    );
    let alone = [("words", "alone"), ("direction", "both")];
    let mut form = crate::support::desk::Form::open(&app, "/admin/synonyms/new").await;
    for (name, value) in alone {
        form = form.set(name, value);
    }
    assert_eq!(form.press("then", "save").await.status, 422);
}
