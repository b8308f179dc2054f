//! Importing labels of NIH's database: identity, versions, oddities, and files that are broken.

use std::path::{Path, PathBuf};

use formulary::accounts::model::Role;
use formulary::exchange::dsld::reading::files;
use formulary::exchange::dsld::run::{Options, Summary, run};
use serde_json::{Value, json};

use crate::support::{ProductBuilder, TestApp, skip_optional};

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path =
            std::env::temp_dir().join(format!("formulary-labels-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.join(name);
        std::fs::write(&path, text).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn row(name: &str, unii: Value, quantity: Value, unit: &str, nested: Value) -> Value {
    json!({
        "name": name, "category": "botanical", "ingredientGroup": name, "uniiCode": unii, "forms": [],
        "quantity": [{ "servingSizeOrder": 1, "quantity": quantity, "unit": unit, "operator": "=", "dailyValueTargetGroup": [] }],
        "nestedRows": nested
    })
}

fn label(id: i64, name: &str, upc: &str) -> Value {
    json!({
        "id": id, "fullName": name, "brandName": "Herb Works™", "upcSku": upc, "productVersionCode": "Rev. 04",
        "servingsPerContainer": "30",
        "netContents": [{ "order": 1, "quantity": 60, "unit": "Capsule(s)", "display": "60 Capsule(s)" }],
        "physicalState": { "langualCode": "E0159", "langualCodeDescription": "Capsule" },
        "servingSizes": [{ "order": 1, "minQuantity": 2, "maxQuantity": 2, "minDailyServings": 1, "maxDailyServings": 1, "unit": "Capsule(s)" }],
        "targetGroups": ["Vegan", "Adult (18 - 50 Years)", "Gluten Free"],
        "statements": [{ "type": "Suggested/Recommended/Usage/Directions", "notes": "Take two a day." }],
        "events": [{ "date": "2020-03-24", "type": "Date entered into DSLD" }],
        "ingredientRows": [
            row("Calm Blend", Value::Null, json!(500), "mg", json!([
                row("Lemon Balm", json!("0"), json!(0), "NP", json!([row("Rosmarinic Acid", json!("1"), json!(0), "NP", json!([]))])),
                row("Passionflower", json!(""), json!(0), "NP", json!([]))
            ])),
            row("Valerian", json!("JWF5YAW3QW"), json!(250), "mg", json!([]))
        ],
        "otheringredients": { "text": null, "ingredients": [{ "order": 1, "name": "Cellulose", "uniiCode": null, "forms": [] }] }
    })
}

pub async fn import(app: &TestApp, paths: &[PathBuf], options: Options) -> Summary {
    run(&app.db, &files(paths).unwrap(), options, &|_| {})
        .await
        .unwrap()
}

pub const PUBLISH: Options = Options {
    dry_run: false,
    publish: true,
};

fn counts(summary: &Summary) -> (usize, usize, usize, usize) {
    (
        summary.created,
        summary.updated,
        summary.unchanged,
        summary.failed,
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_label_becomes_a_page_with_its_panel_and_the_same_label_again_changes_nothing() {
    let app = TestApp::new().await;
    let folder = Folder::new("again");
    let file = folder.write(
        "a.json",
        &label(1, "Evening  Calm ", "0 36000 29145 2").to_string(),
    );
    assert_eq!(
        counts(&import(&app, std::slice::from_ref(&file), PUBLISH).await),
        (1, 0, 0, 0)
    );
    assert_eq!(
        counts(&import(&app, std::slice::from_ref(&file), PUBLISH).await),
        (0, 0, 1, 0)
    );
    std::fs::write(
        &file,
        serde_json::to_string_pretty(&label(1, "Evening  Calm ", "0 36000 29145 2")).unwrap(),
    )
    .unwrap();
    assert_eq!(
        counts(&import(&app, &[file], PUBLISH).await),
        (0, 0, 1, 0),
        "white space is no change"
    );
    let product = app
        .get("/api/v1/products/herb-works-evening-calm")
        .await
        .ok()
        .json();
    assert_eq!(product["brand"]["title"], "Herb Works");
    assert_eq!(product["variants"][0]["gtin"], "036000291452");
    assert_eq!(
        product["variants"][0]["offer"],
        Value::Null,
        "a label carries no price"
    );
    let blend = &product["formula"]["rows"][0];
    assert_eq!(
        (&blend["kind"], &blend["amounts"][0]["quantity"]["value"]),
        (&json!("blend"), &json!("500"))
    );
    assert_eq!(
        blend["rows"][0]["amounts"][0]["quantity"],
        Value::Null,
        "0 with unit NP is unknown"
    );
    assert_eq!(blend["rows"][0]["rows"][0]["name"], "Rosmarinic Acid");
    let page = app
        .get("/products/herb-works-evening-calm")
        .await
        .ok()
        .html();
    assert_eq!(page.text(".buy-price"), "Price on request");
    assert!(
        !page
            .texts(".facts td")
            .iter()
            .any(|text| text.starts_with("0 ")),
        "{:?}",
        page.texts(".facts td")
    );
    assert_eq!(
        page.count(".facts .depth-1") + page.count(".facts .depth-2"),
        3
    );
    assert!(
        page.texts(".chip summary")
            .contains(&"✓ No gluten".to_owned())
    );
    let valerian = app.get("/api/v1/ingredients/valerian").await.ok().json();
    assert_eq!(
        (&valerian["unii"], &valerian["kind"]),
        (&json!("JWF5YAW3QW"), &json!("botanical"))
    );
    assert_eq!(
        app.get("/api/v1/ingredients/lemon-balm").await.ok().json()["unii"],
        Value::Null,
        "0 is no UNII"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_label_whose_barcode_is_known_adds_its_formula_to_that_product() {
    let app = TestApp::new().await;
    ProductBuilder::new("ours")
        .variant("OURS-60", Some(1500))
        .gtin("036000291452")
        .build(&app.db)
        .await;
    let folder = Folder::new("gtin");
    let file = folder.write(
        "a.json",
        &label(7, "Another Name", "036000291452").to_string(),
    );
    assert_eq!(counts(&import(&app, &[file], PUBLISH).await), (0, 1, 0, 0));
    let product = app.get("/api/v1/products/ours").await.ok().json();
    assert_eq!(product["formula"]["dsld_label_id"], 7);
    assert_eq!(
        (
            &product["name"],
            product["variants"].as_array().unwrap().len()
        ),
        (&json!("Product ours"), 1)
    );
    assert_eq!(product["variants"][0]["offer"]["price"]["minor"], 1500);
    assert_eq!(
        app.get("/api/v1/products?limit=100").await.ok().json()["items"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn versions_of_a_label_are_one_product_and_the_newest_is_sold() {
    let app = TestApp::new().await;
    let folder = Folder::new("versions");
    let mut newer = label(20, "EVENING CALM", "");
    newer["events"][0]["date"] = json!("2023-01-01");
    newer["ingredientRows"][1]["quantity"][0]["quantity"] = json!(300);
    let files = [
        folder.write(
            "1.json",
            &label(10, "Evening Calm", "036000291452").to_string(),
        ),
        folder.write("2.json", &newer.to_string()),
        folder.write("3.json", &label(5, "Evening Calm", "").to_string()),
    ];
    assert_eq!(counts(&import(&app, &files, PUBLISH).await), (1, 2, 0, 0));
    let items = app.get("/api/v1/products?limit=100").await.ok().json();
    assert_eq!(items["items"].as_array().unwrap().len(), 1);
    assert_eq!(
        items["items"][0]["formula"]["dsld_label_id"], 20,
        "neither collapsed nor replaced by an older one"
    );
    assert_eq!(counts(&import(&app, &files, PUBLISH).await), (0, 0, 3, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_label_that_changed_is_corrected_where_it_was_imported() {
    let app = TestApp::new().await;
    let folder = Folder::new("corrected");
    let file = folder.write("a.json", &label(1, "Calm", "").to_string());
    import(&app, std::slice::from_ref(&file), PUBLISH).await;
    let mut changed = label(1, "Calm", "");
    changed["ingredientRows"][1]["quantity"][0]["quantity"] = json!(275);
    std::fs::write(&file, changed.to_string()).unwrap();
    assert_eq!(counts(&import(&app, &[file], PUBLISH).await), (0, 1, 0, 0));
    let product = app
        .get("/api/v1/products/herb-works-calm")
        .await
        .ok()
        .json();
    assert_eq!(
        product["formula"]["rows"][1]["amounts"][0]["quantity"]["value"],
        "275"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn broken_labels_are_named_with_place_and_reason_and_the_others_still_import() {
    let app = TestApp::new().await;
    let folder = Folder::new("broken");
    let lines = [
        label(1, "One", "").to_string(),
        "{\"id\": 2}".to_owned(),
        String::new(),
        label(3, "Three", "").to_string(),
    ];
    folder.write("a.jsonl", &lines.join("\n"));
    folder.write("b.json", "{");
    std::fs::write(folder.0.join("c.json"), [0xff, 0xfe, 0x00]).unwrap();
    folder.write("notes.txt", "not a label");
    folder.write("d.json", &label(4, "Four", "").to_string());
    let summary = import(&app, std::slice::from_ref(&folder.0), PUBLISH).await;
    assert_eq!(counts(&summary), (3, 0, 0, 3), "{summary:?}");
    let problems: Vec<_> = summary
        .errors
        .iter()
        .map(|error| {
            (
                Path::new(&error.file)
                    .file_name()
                    .unwrap()
                    .to_str()
                    .unwrap(),
                error.pointer.as_str(),
                error.message.as_str(),
            )
        })
        .collect();
    assert!(
        matches!(problems[0], ("a.jsonl", "/fullName", message) if message.starts_with("line 2: ")),
        "{problems:?}"
    );
    assert!(
        matches!(problems[1], ("b.json", "", message) if message.contains("line 1")),
        "{problems:?}"
    );
    assert!(
        matches!(problems[2], ("c.json", "", message) if message.contains("UTF-8")),
        "{problems:?}"
    );
}

/// Labels of which many mean the same product: versions, the same barcode in two spellings, the same name.
fn entangled(many: i64) -> Vec<String> {
    let one = |number: i64| {
        let upc = match number % 7 {
            0 => "036000291452",
            3 => "0036000291452",
            _ => "",
        };
        let mut label = label(number, &format!("Calm {}", number % 41), upc);
        label["ingredientRows"][1]["quantity"][0]["quantity"] = json!(number);
        label["events"][0]["date"] = json!(format!("2020-03-{:02}", 1 + number % 28));
        label.to_string()
    };
    (1..=many).map(one).collect()
}

/// What is public of the products, without ids.
async fn shown(app: &TestApp) -> Vec<Value> {
    let page = app.get("/api/v1/products?limit=100").await.ok().json();
    let shown = |item: &Value| {
        let codes = item["variants"].as_array().unwrap().iter();
        let codes: Vec<_> = codes.map(|v| (&v["sku"], &v["gtin"])).collect();
        json!([
            item["slug"],
            item["name"],
            item["formula"]["dsld_label_id"],
            item["formula"]["rows"][1]["amounts"],
            codes
        ])
    };
    let items = page["items"].as_array().unwrap();
    let mut all: Vec<Value> = items.iter().map(shown).collect();
    all.sort_by_key(Value::to_string);
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn labels_that_come_together_make_the_catalog_that_they_make_one_by_one() {
    let labels = entangled(150);
    let (together, apart) = (TestApp::new().await, TestApp::new().await);
    let folder = Folder::new("together");
    let file = folder.write("all.jsonl", &labels.join("\n"));
    let summary = import(&together, &[file], PUBLISH).await;
    assert_eq!(summary.failed, 0, "{:?}", summary.errors);
    let mut created = 0;
    for label in &labels {
        let file = folder.write("one.json", label);
        created += import(&apart, &[file], PUBLISH).await.created;
    }
    assert_eq!(summary.created, created);
    assert_eq!(shown(&together).await, shown(&apart).await);
    assert!(created > 30, "{created}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_new_labels_take_as_many_statements_as_ten() {
    let app = TestApp::new().await;
    let folder = Folder::new("statements");
    let mut taken = Vec::new();
    for (name, numbers) in [("warm", 1..2), ("ten", 10..20), ("hundred", 100..200)] {
        let labels = numbers.map(|number| label(number, &format!("Calm {number}"), "").to_string());
        let file = folder.write(
            &format!("{name}.jsonl"),
            &labels.collect::<Vec<_>>().join("\n"),
        );
        let before = app.statements();
        let summary = import(&app, &[file], PUBLISH).await;
        assert_eq!(summary.failed, 0, "{:?}", summary.errors);
        taken.push(app.statements() - before);
    }
    assert_eq!(taken[1], taken[2], "{taken:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_line_too_long_or_with_broken_bytes_is_told_and_the_next_is_read() {
    let app = TestApp::new().await;
    let folder = Folder::new("long");
    let mut bytes = b"\xef\xbb\xbf".to_vec();
    bytes.extend(label(1, "One", "").to_string().bytes());
    bytes.push(b'\n');
    bytes.resize(bytes.len() + 17 * 1024 * 1024, b'x');
    bytes.extend(b"\n\xff\xfe\n\n");
    bytes.extend(label(2, "Two", "").to_string().bytes());
    let path = folder.0.join("long.jsonl");
    std::fs::write(&path, bytes).unwrap();
    let summary = import(&app, &[path], PUBLISH).await;
    assert_eq!(counts(&summary), (2, 0, 0, 2), "{summary:?}");
    let told: Vec<&str> = summary.errors.iter().map(|e| e.message.as_str()).collect();
    assert_eq!(
        told,
        [
            "line 2: is larger than 16 MB and cannot be one label",
            "line 3: is not UTF-8 at byte 0"
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_counts_and_changes_nothing() {
    let app = TestApp::new().await;
    let folder = Folder::new("dry");
    let files = [
        folder.write("1.json", &label(1, "Calm", "").to_string()),
        folder.write("2.json", "[]"),
        folder.write("3.json", &label(2, "Calm", "").to_string()),
    ];
    let summary = import(
        &app,
        &files,
        Options {
            dry_run: true,
            publish: true,
        },
    )
    .await;
    assert_eq!(
        counts(&summary),
        (1, 1, 0, 1),
        "the second label is of the product that the first would make"
    );
    assert_eq!(
        app.get("/api/v1/products").await.ok().json()["items"],
        json!([])
    );
    assert_eq!(
        app.get("/api/v1/brands").await.ok().json()["items"],
        json!([])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn without_publish_imports_stay_drafts_until_they_are_imported_again_with_it() {
    let app = TestApp::new().await;
    let folder = Folder::new("draft");
    let file = folder.write("a.json", &label(1, "Calm", "").to_string());
    import(
        &app,
        std::slice::from_ref(&file),
        Options {
            dry_run: false,
            publish: false,
        },
    )
    .await;
    assert_eq!(app.get("/products/herb-works-calm").await.status, 404);
    assert_eq!(counts(&import(&app, &[file], PUBLISH).await), (0, 1, 0, 0));
    assert_eq!(app.get("/products/herb-works-calm").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_real_labels_import_with_correct_panels() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/dsld/labels");
    if !folder.exists() {
        return skip_optional("the folder of real labels");
    }
    let app = TestApp::new().await;
    assert_eq!(
        counts(&import(&app, std::slice::from_ref(&folder), PUBLISH).await),
        (5, 0, 0, 0)
    );
    assert_eq!(
        counts(&import(&app, &[folder], PUBLISH).await),
        (0, 0, 5, 0)
    );
    let page = app
        .get("/products/bareorganics-chia-seeds")
        .await
        .ok()
        .html();
    let rows = page.texts(".facts tbody tr");
    assert!(rows.contains(&"Total Fat 3.5 g5%*".to_owned()), "{rows:?}");
    assert!(
        rows.iter()
            .any(|row| row.starts_with("Manganese") && row.contains("not stated")),
        "{rows:?}"
    );
    let calcium = app
        .get("/products/plantfusion-vegan-plant-based-calcium-1-000-mg")
        .await
        .ok()
        .html();
    assert!(calcium.count(".facts .depth-1") > 0, "the blend nests");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_brings_back_nothing_that_was_withdrawn_and_publishes_nobodys_draft() {
    let app = TestApp::new().await;
    let folder = Folder::new("kept");
    let mut changed = label(1, "Calm", "");
    let file = folder.write("a.json", &changed.to_string());
    import(&app, std::slice::from_ref(&file), PUBLISH).await;
    app.sign_in(Role::Publisher).await;
    let list = app.get("/admin/products").await.ok().html();
    let path = list.attribute(".admin-table tbody th a", "href");
    let csrf = app.csrf(&path).await;
    let draft = [
        ("csrf", csrf.as_str()),
        ("revision", "1"),
        ("name", "A draft name"),
        ("then", "save"),
    ];
    assert_eq!(app.post(&path, &draft).await.status, 303);
    assert_eq!(
        counts(&import(&app, std::slice::from_ref(&file), PUBLISH).await),
        (0, 0, 1, 0)
    );
    changed["ingredientRows"][1]["quantity"][0]["quantity"] = json!(275);
    std::fs::write(&file, changed.to_string()).unwrap();
    let summary = import(&app, std::slice::from_ref(&file), PUBLISH).await;
    assert_eq!(counts(&summary), (0, 1, 0, 0));
    assert!(
        summary.warnings[0].message.contains("unpublished changes"),
        "{summary:?}"
    );
    assert!(
        !app.get("/products/herb-works-calm")
            .await
            .ok()
            .body
            .contains("A draft name")
    );
    let withdraw = [
        ("csrf", csrf.as_str()),
        ("revision", "1"),
        ("do", "withdraw"),
        ("reason", "Recalled"),
    ];
    assert_eq!(
        app.post(&format!("{path}/workflow"), &withdraw)
            .await
            .status,
        303
    );
    import(&app, &[file], PUBLISH).await;
    assert_eq!(app.get("/products/herb-works-calm").await.status, 410);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_corrected_label_corrects_its_package_and_texts_too() {
    let app = TestApp::new().await;
    let folder = Folder::new("package");
    let file = folder.write("a.json", &label(1, "Calm", "").to_string());
    import(&app, std::slice::from_ref(&file), PUBLISH).await;
    let mut changed = label(1, "Calm", "036000291452");
    changed["servingsPerContainer"] = json!("31");
    changed["netContents"][0]["quantity"] = json!(62);
    changed["statements"][0]["notes"] = json!("Take two at night.");
    std::fs::write(&file, changed.to_string()).unwrap();
    assert_eq!(counts(&import(&app, &[file], PUBLISH).await), (0, 1, 0, 0));
    let product = app
        .get("/api/v1/products/herb-works-calm")
        .await
        .ok()
        .json();
    let variant = &product["variants"][0];
    assert_eq!(
        (&variant["gtin"], &variant["servings"]),
        (&json!("036000291452"), &json!("31"))
    );
    assert_eq!(
        (&variant["title"], &product["directions"]),
        (&json!("62 capsules"), &json!("Take two at night."))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_label_that_comes_twice_with_other_contents_is_refused_and_runs_settle() {
    let app = TestApp::new().await;
    let folder = Folder::new("twice");
    let mut other = label(1, "Calm", "");
    other["servingsPerContainer"] = json!("31");
    let first = label(1, "Calm", "").to_string();
    let file = folder.write(
        "a.jsonl",
        &[first.clone(), first, other.to_string()].join("\n"),
    );
    assert_eq!(
        counts(&import(&app, std::slice::from_ref(&file), PUBLISH).await),
        (1, 0, 1, 1)
    );
    let again = import(&app, &[file], PUBLISH).await;
    assert_eq!(counts(&again), (0, 0, 2, 1));
    assert_eq!(
        (
            again.errors[0].pointer.as_str(),
            again.errors[0].message.starts_with("line 3: ")
        ),
        ("/id", true)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn two_imports_at_once_fail_no_label() {
    let app = TestApp::new().await;
    let folder = Folder::new("both");
    let lines: Vec<String> = (1..=12)
        .map(|id| label(id, &format!("Calm {}", id % 4), "").to_string())
        .collect();
    let file = folder.write("a.jsonl", &lines.join("\n"));
    let (one, two) = tokio::join!(
        import(&app, std::slice::from_ref(&file), PUBLISH),
        import(&app, std::slice::from_ref(&file), PUBLISH)
    );
    assert_eq!(
        (one.failed, two.failed, one.created + two.created),
        (0, 0, 4),
        "{one:?} {two:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_label_with_thousands_of_rows_and_numbers_beyond_reason_imports_like_any_other() {
    let app = TestApp::new().await;
    let folder = Folder::new("large");
    let mut large = label(1, "Everything", "");
    let rows: Vec<Value> = (0..6_000)
        .map(|_| row("Valerian", json!("JWF5YAW3QW"), json!(1), "mg", json!([])))
        .collect();
    large["ingredientRows"] = json!(rows);
    let odd = label(2, "Odd", "").to_string().replace("250", "1e400");
    let files = [
        folder.write("a.json", &large.to_string()),
        folder.write("b.json", &odd),
    ];
    let summary = import(&app, &files, PUBLISH).await;
    assert_eq!(counts(&summary), (2, 0, 0, 0), "{summary:?}");
    assert!(
        summary
            .warnings
            .iter()
            .any(|warning| warning.pointer.contains("quantity")),
        "{:?}",
        summary.warnings
    );
}
