//! What is done with stored pictures, and how the public gets them.

use formulary::accounts::model::Role;
use formulary::catalog::product::commands::{PictureInput, publish_product, set_picture};
use formulary::error::AppError;
use formulary::media::commands::store_picture;
use formulary::publishing::transaction;

use super::{photo, pictures, png, signed_in, stored};
use crate::support::desk::Form;
use crate::support::{ProductBuilder, author};

/// The id at the end of a picture's path.
fn id_of(path: &str) -> uuid::Uuid {
    path.rsplit('/').next().unwrap().parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_alternative_text_is_saved_unless_somebody_else_saved_first() {
    let (app, csrf) = signed_in(Role::Author).await;
    let path = stored(&app, &csrf, "a.jpg", &photo(100, 100)).await;
    let form = [
        ("csrf", csrf.as_str()),
        ("version", "1"),
        ("alt", " A white <bottle> "),
    ];
    assert_eq!(app.post(&path, &form).await.status, 303);
    assert_eq!(pictures(&app).await[0]["alt"], "A white <bottle>");
    let library = app.get("/admin/media?q=white").await.ok().html();
    assert_eq!(
        (library.count(".media-card"), library.count(".tag-caution")),
        (1, 0)
    );
    let none = app.get("/admin/media?q=100%25").await.ok().html();
    assert_eq!(none.text(".empty h2"), "Nothing matches “100%”");
    let late = app.post(&path, &form).await;
    assert_eq!(late.status, 409);
    assert_eq!(late.html().text("textarea"), "A white <bottle>");
    let long = "x".repeat(501);
    let refused = app
        .post(&path, &[("csrf", &csrf), ("version", "2"), ("alt", &long)])
        .await;
    assert_eq!(refused.status, 422);
    assert_eq!(refused.html().text("textarea"), long);
    assert!(
        refused
            .html()
            .text(".field-problem")
            .contains("at most 500")
    );
    assert_eq!(
        app.post(&path, &[("csrf", "x"), ("version", "2"), ("alt", "")])
            .await
            .status,
        403
    );
    let unknown = format!("/admin/media/{}", uuid::Uuid::now_v7());
    assert_eq!(app.get(&unknown).await.status, 404);
    assert_eq!(app.get("/admin/media/x").await.status, 400);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_library_is_read_page_by_page_and_leaves_versions_out() {
    let (app, csrf) = signed_in(Role::Author).await;
    let built = ProductBuilder::new("zinc").draft().build(&app.db).await;
    transaction(&app.db, async |tx| {
        let mut ids = Vec::new();
        for drawing in ["<svg/>", "<svg />", "<svg  />"] {
            let bytes = drawing.as_bytes();
            ids.push(store_picture(tx, &app.media, bytes, "image/svg+xml", (10, 10)).await?);
        }
        let picture = PictureInput {
            media: ids[0],
            raster: Some(ids[1]),
            social: Some(ids[2]),
        };
        set_picture(tx, built.id, picture, "A jar").await
    })
    .await
    .unwrap();
    let listed = app.get("/admin/media").await.ok().html();
    assert_eq!(listed.count(".media-card"), 1);
    assert!(
        listed
            .texts(".media-card .fine")
            .contains(&"Used by Product zinc".to_owned())
    );
    assert_eq!(
        app.get("/admin/media?q=zinc")
            .await
            .ok()
            .html()
            .count(".media-card"),
        1
    );
    for size in 0..22 {
        stored(&app, &csrf, &format!("{size}.png"), &png(10 + size, 10)).await;
    }
    let first = app.get("/admin/media.json").await.ok().json();
    assert_eq!(first["items"].as_array().unwrap().len(), 20);
    let cursor = first["next_cursor"].as_str().unwrap();
    let second = app
        .get(&format!("/admin/media.json?cursor={cursor}"))
        .await
        .ok()
        .json();
    assert_eq!(second["items"].as_array().unwrap().len(), 3);
    assert_eq!(second["next_cursor"], serde_json::Value::Null);
    assert_eq!(app.get("/admin/media.json?cursor=x").await.status, 400);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_is_deleted_only_by_a_reviewer_and_only_when_nothing_shows_it() {
    let (app, csrf) = signed_in(Role::Author).await;
    let path = stored(&app, &csrf, "a.jpg", &photo(100, 100)).await;
    let delete = format!("{path}/delete");
    assert_eq!(app.post(&delete, &[("csrf", &csrf)]).await.status, 403);
    assert_eq!(app.get(&path).await.ok().html().count(".button-danger"), 0);
    app.sign_in(Role::Reviewer).await;
    let csrf = app.csrf("/admin/media").await;
    let built = ProductBuilder::new("zinc").draft().build(&app.db).await;
    let show = async |path: &str| {
        let media = id_of(path);
        transaction(&app.db, async |tx| {
            let picture = PictureInput {
                media,
                raster: None,
                social: None,
            };
            set_picture(tx, built.id, picture, "A bottle").await
        })
        .await
        .unwrap();
    };
    show(&path).await;
    let used = app.post(&delete, &[("csrf", &csrf)]).await;
    assert_eq!(used.status, 409);
    assert!(used.html().text("[role=alert]").contains("Product zinc"));
    transaction(&app.db, async |tx| {
        publish_product(tx, built.id, &author(), "").await
    })
    .await
    .unwrap();
    let other = stored(&app, &csrf, "b.jpg", &photo(120, 100)).await;
    show(&other).await;
    let public = app.post(&delete, &[("csrf", &csrf)]).await;
    assert_eq!(
        public.status, 409,
        "the draft shows another one, the public page still this"
    );
    assert!(public.html().text("[role=alert]").contains("public page"));
    transaction(&app.db, async |tx| {
        publish_product(tx, built.id, &author(), "").await
    })
    .await
    .unwrap();
    let deleted = app.post(&delete, &[("csrf", &csrf)]).await;
    assert_eq!(deleted.header("location"), "/admin/media?done=deleted");
    assert_eq!(app.get(&path).await.status, 404);
    assert_eq!(app.post(&delete, &[("csrf", &csrf)]).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_public_gets_a_picture_in_the_width_that_it_needs() {
    let (app, csrf) = signed_in(Role::Author).await;
    let path = stored(&app, &csrf, "a.jpg", &photo(1_500, 1_500)).await;
    let built = ProductBuilder::new("zinc")
        .variant("Z", Some(900))
        .draft()
        .build(&app.db)
        .await;
    transaction(&app.db, async |tx| {
        let picture = PictureInput {
            media: id_of(&path),
            raster: None,
            social: None,
        };
        set_picture(tx, built.id, picture, "A white bottle").await?;
        publish_product(tx, built.id, &author(), "").await
    })
    .await
    .unwrap();
    app.forget_cookie();
    let page = app.get("/products/zinc").await.ok().html();
    let widths = page.attribute(".product-picture img", "srcset");
    let offered: Vec<&str> = widths
        .split(", ")
        .map(|part| part.split(' ').next_back().unwrap())
        .collect();
    assert_eq!(offered, ["320w", "640w", "960w", "1280w", "1500w"]);
    assert_eq!(
        page.attribute(".product-picture img", "alt"),
        "A white bottle"
    );
    assert_eq!(page.attribute(".product-picture img", "width"), "1500");
    for part in widths.split(", ") {
        assert_eq!(app.get(part.split(' ').next().unwrap()).await.status, 200);
    }
    let social = page.attribute("meta[property='og:image']", "content");
    assert!(social.ends_with(".jpg"), "{social}");
    let list = app.get("/products").await.ok().html();
    assert_eq!(list.attribute(".card-picture img", "srcset"), widths);
    assert_eq!(list.attribute(".card-picture img", "loading"), "lazy");
    let image = &app.get("/api/v1/products/zinc").await.ok().json()["images"][0];
    assert_eq!(image["renditions"][0]["width"], 320);
    assert!(
        image["renditions"][0]["path"]
            .as_str()
            .unwrap()
            .starts_with(&app.url)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_shows_every_picture_and_the_report_of_a_lot_to_take_away() {
    let (app, csrf) = signed_in(Role::Publisher).await;
    let mut pictures = Vec::new();
    for (name, side) in [("front.jpg", 400), ("back.jpg", 300)] {
        let path = stored(&app, &csrf, name, &photo(side, side)).await;
        pictures.push(path.rsplit('/').next().unwrap().to_owned());
    }
    let built = ProductBuilder::new("zinc")
        .variant("Z", Some(900))
        .build(&app.db)
        .await;
    let path = format!("/admin/products/{}", built.id);
    Form::open(&app, &path)
        .await
        .add("media")
        .await
        .set("media.0.media_id", &pictures[0])
        .set("media.0.alt", "The front")
        .add("media")
        .await
        .set("media.1.media_id", &pictures[1])
        .set("media.1.alt", "The back")
        .save()
        .await;
    let lot = Form::open(&app, "/admin/lots/new")
        .await
        .set("sku", "Z")
        .set("code", "L7")
        .add("certificates")
        .await
        .set("certificates.0.laboratory", "Labor")
        .set("certificates.0.issued_on", "2026-01-05")
        .save()
        .await;
    let file = super::pdf("1 0 obj << /Type /Catalog >>");
    let fields = [
        ("csrf", csrf.as_str()),
        ("kind", "certificate"),
        ("title", "Report on L7"),
        ("lot", "L7"),
    ];
    let sent = app
        .upload("/admin/media/documents", &fields, &[("coa.pdf", &file)])
        .await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    for path in [&lot, &path] {
        let form = Form::open(&app, path).await;
        assert_eq!(form.press("then", "publish").await.status, 303);
    }
    let page = app.get("/products/zinc").await.ok().html();
    assert_eq!(
        page.attributes(".product-picture > img", "alt"),
        ["The front"]
    );
    assert_eq!(page.attributes(".product-more img", "alt"), ["The back"]);
    assert_eq!(page.texts(".lot-files a"), ["Report on L7"]);
    let report = app.get(&page.attribute(".lot-files a", "href")).await.ok();
    assert_eq!(report.header("content-type"), "application/pdf");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_product_is_not_published_with_a_picture_that_says_nothing() {
    let (app, csrf) = signed_in(Role::Author).await;
    let path = stored(&app, &csrf, "a.jpg", &photo(100, 100)).await;
    let built = ProductBuilder::new("zinc").draft().build(&app.db).await;
    for alt in ["", "  ", "\u{a0}", "…"] {
        let refused = transaction(&app.db, async |tx| {
            let picture = PictureInput {
                media: id_of(&path),
                raster: None,
                social: None,
            };
            set_picture(tx, built.id, picture, alt).await?;
            publish_product(tx, built.id, &author(), "").await
        })
        .await;
        match refused {
            Err(AppError::Invalid(errors)) => {
                assert!(
                    errors.of("media")[0].contains("alternative text"),
                    "{alt:?}"
                );
            }
            other => panic!("{alt:?}: {other:?}"),
        }
    }
    assert_eq!(app.get("/products/zinc").await.status, 404);
}
