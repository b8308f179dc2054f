//! Every page passes the Nu HTML checker. It is found as `vnu.jar` in `VNU_JAR`, or in the npm package `vnu-jar`.

use std::path::PathBuf;
use std::process::Command;

use formulary::accounts::model::Role;

use crate::pages::every_page;
use crate::support::{ProductBuilder, TestApp, demo, global_npm_file, skip};

fn checker() -> Option<PathBuf> {
    let from_env = std::env::var_os("VNU_JAR")
        .map(PathBuf::from)
        .filter(|path| path.exists());
    let jar = from_env.or_else(|| global_npm_file("vnu-jar/build/dist/vnu.jar"))?;
    Command::new("java")
        .arg("-version")
        .output()
        .ok()?
        .status
        .success()
        .then_some(jar)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_passes_the_nu_validator() {
    let Some(jar) = checker() else {
        return skip("the Nu HTML checker (npm vnu-jar, with Java)");
    };
    let folder = std::env::temp_dir().join(format!("formulary-pages-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let mut pages = Vec::new();
    let app = demo();
    for path in every_page(app).await {
        pages.push((path.clone(), app.get(&path).await.ok().body));
    }
    for path in [
        "/products?form=capsule&free-from=gluten",
        "/products?q=zzzz",
        "/compare?p=zinc-picolinate-15-mg",
        "/compare?p=vitamin-d3-25-mcg&p=daily-multivitamin-and-mineral&p=evening-garden-blend&add=zinc",
        "/eu/compare?p=vitamin-c-500-mg&p=b-complex-eight",
        "/api",
        "/embed/products/vitamin-c-500-mg",
        "/nothing",
        "/products/Not%20A%20Slug",
    ] {
        pages.push((path.to_owned(), app.get(path).await.body));
    }
    pages.extend(admin_pages().await);
    for (number, (_, body)) in pages.iter().enumerate() {
        std::fs::write(folder.join(format!("{number}.html")), body).unwrap();
    }
    let output = Command::new("java")
        .arg("-jar")
        .arg(jar)
        .args(["--errors-only", "--format", "gnu"])
        .arg(&folder)
        .output()
        .unwrap();
    let mut report = String::from_utf8_lossy(&output.stderr).into_owned();
    for (number, (path, _)) in pages.iter().enumerate() {
        report = report.replace(
            &format!("/{number}.html\""),
            &format!("/{number}.html\" = {path} "),
        );
    }
    std::fs::remove_dir_all(&folder).unwrap();
    assert!(
        output.status.success(),
        "{}",
        report.lines().take(30).collect::<Vec<_>>().join("\n")
    );
}

async fn admin_pages() -> Vec<(String, String)> {
    let app = TestApp::new().await;
    let built = ProductBuilder::new("a")
        .variant("A", Some(100))
        .build(&app.db)
        .await;
    let mut pages = vec![(
        "/admin/sign-in".to_owned(),
        app.get("/admin/sign-in").await.ok().body,
    )];
    app.sign_in(Role::Admin).await;
    let path = format!("/admin/products/{}", built.id);
    for path in [
        "/admin".to_owned(),
        "/admin/products?q=zzz".to_owned(),
        "/admin/products".to_owned(),
        "/admin/products/grid".to_owned(),
        "/admin/claims/new".to_owned(),
        "/admin/articles/new".to_owned(),
        "/admin/collections/new".to_owned(),
        "/admin/releases".to_owned(),
        "/admin/bulk".to_owned(),
        "/admin/history".to_owned(),
        "/admin/feeds".to_owned(),
        "/admin/media".to_owned(),
        path.clone(),
        format!("{path}/prices"),
        format!("{path}/history"),
        format!("{path}/history/1"),
        format!("{path}/preview"),
        "/admin/account".to_owned(),
        "/admin/account/second-factor".to_owned(),
        "/admin/people".to_owned(),
        "/admin/keys".to_owned(),
        "/admin/webhooks".to_owned(),
        "/admin/invitations/none".to_owned(),
    ] {
        pages.push((path.clone(), app.get(&path).await.body));
    }
    let csrf = app.csrf(&path).await;
    let refused = app
        .post(&path, &[("csrf", &csrf), ("revision", "1"), ("name", "")])
        .await;
    pages.push(("the form with errors".to_owned(), refused.body));
    let second_factor = "/admin/account/second-factor";
    app.post(second_factor, &[("csrf", &csrf)]).await;
    let set_up = app.get(second_factor).await.ok();
    pages.push(("setting up a second factor".to_owned(), set_up.body));
    for (path, field) in [
        ("/admin/account/second-factor/confirm", "code"),
        ("/admin/account/password", "password"),
        ("/admin/people", "email"),
        ("/admin/keys", "name"),
        ("/admin/webhooks", "url"),
    ] {
        let refused = app.post(path, &[("csrf", &csrf), (field, "")]).await;
        pages.push((format!("what {path} answers"), refused.body));
    }
    let form = [
        ("csrf", csrf.as_str()),
        ("email", "new@example.org"),
        ("name", "New"),
        ("role", "author"),
    ];
    let invited = app.post("/admin/people", &form).await.ok();
    let link = invited.html().text("#link").replace(&app.url, "");
    pages.push(("a link to hand over".to_owned(), invited.body));
    pages.push(("an invitation".to_owned(), app.get(&link).await.ok().body));
    app.forget_cookie();
    let kept = app.post(&path, &[("name", "<Kept>")]).await;
    pages.push(("a form that is kept".to_owned(), kept.body));
    pages
}
