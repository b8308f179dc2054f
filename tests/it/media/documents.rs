//! Certificates and labels as PDF.

use formulary::accounts::model::Role;
use formulary::publishing::transaction;

use super::{pdf, photo, signed_in};
use crate::support::{ProductBuilder, TestApp};

/// A product with two lots of the same code, in two variants.
async fn with_lots(app: &TestApp) {
    use formulary::catalog::lot::commands::add_lot;
    use formulary::catalog::lot::model::{LotId, LotRow};
    let built = ProductBuilder::new("zinc")
        .variant("Z-60", None)
        .variant("Z-120", None)
        .build(&app.db)
        .await;
    ProductBuilder::new("iron").build(&app.db).await;
    transaction(&app.db, async |tx| {
        for (variant, code) in [(0, "L1"), (0, "L2"), (1, "L2")] {
            let row = LotRow {
                id: LotId::new(),
                variant_id: built.variants[variant],
                code: code.to_owned(),
                made_on: None,
                expires_on: None,
            };
            add_lot(tx, &row).await?;
        }
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_is_stored_with_its_lot_and_only_downloaded() {
    let (app, csrf) = signed_in(Role::Reviewer).await;
    with_lots(&app).await;
    let path = "/admin/media/documents";
    assert_eq!(
        app.get(path).await.ok().html().text(".empty h2"),
        "No documents yet"
    );
    let certificate = pdf("1 0 obj << /Type /Catalog >>");
    let fields = |title: &'static str, lot: &'static str, expires: &'static str| {
        [
            ("csrf", csrf.as_str()),
            ("kind", "certificate"),
            ("title", title),
            ("lot", lot),
            ("expires_on", expires),
        ]
    };
    for fields in [
        fields("Analysis of L1", "L1", "2020-01-31"),
        fields("Analysis of L2", "Z-120 / L2", ""),
    ] {
        let response = app
            .upload(path, &fields, &[("coa.pdf", &certificate)])
            .await;
        assert_eq!(response.status, 303, "{}", response.body);
    }
    let page = app.get(path).await.ok().html();
    assert_eq!(
        page.texts("tbody th a"),
        ["Analysis of L2", "Analysis of L1"]
    );
    assert_eq!(page.texts("tbody .tag-caution"), ["expired"]);
    assert_eq!(
        page.texts("tbody td:nth-child(4)"),
        ["Product zinc", "Product zinc"]
    );
    assert_eq!(page.attributes("datalist option", "value").len(), 3);
    let files = page.attributes("tbody th a", "href");
    assert_eq!(files[0], files[1], "the same bytes are one file");
    let file = app.get(&files[0]).await.ok();
    assert_eq!(file.header("content-type"), "application/pdf");
    assert_eq!(file.header("content-disposition"), "attachment");
    assert_eq!(file.header("x-content-type-options"), "nosniff");
    assert!(file.header("content-security-policy").contains("sandbox"));
    assert_eq!(
        app.get("/admin/media")
            .await
            .ok()
            .html()
            .count(".media-card"),
        0
    );
    let found = app.get("/admin/media/documents?q=L1").await.ok().html();
    assert_eq!(found.texts("tbody th a"), ["Analysis of L1"]);
    let delete = found.attribute("tbody form", "action");
    assert_eq!(app.post(&delete, &[("csrf", "x")]).await.status, 403);
    assert_eq!(app.post(&delete, &[("csrf", &csrf)]).await.status, 303);
    assert_eq!(
        app.get(&files[0]).await.status,
        200,
        "the other document has the file too"
    );
    assert_eq!(app.get(path).await.ok().html().count("tbody tr"), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_document_keeps_what_was_typed() {
    let (app, csrf) = signed_in(Role::Author).await;
    with_lots(&app).await;
    let path = "/admin/media/documents";
    let good = pdf("1 0 obj");
    let script = pdf("<< /S /JavaScript /JS (app.alert(1)) >>");
    let picture = photo(100, 100);
    type Case<'a> = ([&'a str; 4], &'a [u8], &'a str);
    let cases: [Case; 8] = [
        (["L2", "", "", "certificate"], &good, "several lots"),
        (["L9", "", "", "certificate"], &good, "the code of a lot"),
        (
            ["L1", "iron", "", "certificate"],
            &good,
            "another one than that of the lot",
        ),
        (
            ["", "nothing", "", "label"],
            &good,
            "part of a product's address",
        ),
        (["", "zinc", "30.11.2028", "label"], &good, "a day such as"),
        (["", "", "", "poem"], &good, "must be chosen"),
        (["", "", "", "other"], &script, "runs a script"),
        (["", "", "", "other"], &picture, "must be a PDF"),
    ];
    for ([lot, product, expires, kind], file, why) in cases {
        let fields = [
            ("csrf", csrf.as_str()),
            ("kind", kind),
            ("title", "A title"),
            ("lot", lot),
            ("product", product),
            ("expires_on", expires),
        ];
        let response = app.upload(path, &fields, &[("a.pdf", file)]).await;
        assert_eq!(response.status, 422, "{why}: {}", response.body);
        let page = response.html();
        assert!(
            page.text(".field-problem").contains(why),
            "{:?}",
            page.texts(".field-problem")
        );
        assert_eq!(page.attribute("#title", "value"), "A title");
        assert_eq!(page.attribute("#lot", "value"), lot);
        assert_eq!(page.attribute("#product", "value"), product);
    }
    let empty = app.upload(path, &[("csrf", &csrf)], &[]).await;
    assert_eq!(
        empty.html().count(".field-problem"),
        3,
        "title, kind and file"
    );
    assert_eq!(app.get(path).await.ok().html().count("tbody tr"), 0);
    assert_eq!(app.media.list().await.unwrap(), []);
}
