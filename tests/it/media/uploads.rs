//! What is taken, what is refused, and what a fault leaves.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use diesel_async::{AsyncConnection, AsyncPgConnection, SimpleAsyncConnection};
use formulary::accounts::model::Role;
use formulary::media::sweep::{Swept, sweep};

use super::{bomb, pdf, photo, pictures, png, signed_in, stored, upload};
use crate::support::TestApp;
use crate::support::app::{BOUNDARY, multipart_field, multipart_file};

async fn owner(app: &TestApp, statement: &str) {
    let mut conn = AsyncPgConnection::establish(&app.database.urls().owner)
        .await
        .unwrap();
    conn.batch_execute(statement).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_is_stored_without_its_place_and_in_smaller_widths() {
    let (app, csrf) = signed_in(Role::Author).await;
    let empty = app.get("/admin/media").await.ok();
    assert_eq!(empty.html().text(".empty h2"), "No pictures yet");
    assert_eq!(empty.header("cache-control"), "no-store");
    let path = stored(&app, &csrf, "front label.jpg", &photo(1_500, 1_000)).await;
    let page = app.get(&path).await.ok().html();
    assert_eq!(page.text("h1"), "front label.jpg");
    assert_eq!(page.text(".media-facts .unstated"), "Nothing shows it.");
    let versions = page.texts(".media-facts .plain-list a");
    assert_eq!(
        versions,
        ["320 × 213", "640 × 427", "960 × 640", "1280 × 853"]
    );
    let mut files = page.attributes(".media-facts .plain-list a", "href");
    files.push(page.attribute(".media-large", "href"));
    for file in files {
        let response = app.get(&file).await.ok();
        assert_eq!(response.header("content-type"), "image/jpeg");
        assert_eq!(
            response.header("cache-control"),
            "public, max-age=31536000, immutable"
        );
        assert!(
            response
                .header("content-security-policy")
                .contains("sandbox")
        );
        assert!(!response.body.contains("GPS") && !response.body.contains("Exif"));
        let again = app
            .get_with(&file, &[("If-None-Match", response.header("etag"))])
            .await;
        assert_eq!((again.status, again.body.as_str()), (304, ""));
    }
    let library = app.get("/admin/media").await.ok().html();
    assert_eq!(library.texts(".media-name"), ["front label.jpg"]);
    assert_eq!(library.texts(".media-card .tag"), ["No alternative text"]);
    let item = &pictures(&app).await[0];
    assert_eq!(
        (&item["width"], &item["height"]),
        (&1_500.into(), &1_000.into())
    );
    assert_eq!(
        app.get(item["thumbnail"].as_str().unwrap()).await.status,
        200
    );
    assert_ne!(item["thumbnail"], item["path"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_picture_is_stored_once() {
    let (app, csrf) = signed_in(Role::Author).await;
    let bytes = photo(400, 300);
    let path = stored(&app, &csrf, "a.jpg", &bytes).await;
    let again = upload(&app, &csrf, &[("b.jpg", &bytes)]).await;
    assert_eq!(again.header("location"), format!("{path}?done=known"));
    // Twice in one form, and beside another.
    let both = upload(
        &app,
        &csrf,
        &[("c.jpg", &bytes), ("d.jpg", &bytes), ("e.png", &png(9, 9))],
    )
    .await;
    assert_eq!(both.header("location"), "/admin/media?done=stored");
    let names: Vec<_> = pictures(&app)
        .await
        .iter()
        .map(|item| item["name"].clone())
        .collect();
    assert_eq!(names, ["e.png", "a.jpg"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_picture_is_refused_by_name_and_the_others_are_stored() {
    let (app, csrf) = signed_in(Role::Author).await;
    let whole = photo(300, 200);
    let large = vec![0xff; 20 * 1024 * 1024 + 1];
    let files: [(&str, &[u8]); 9] = [
        (
            "drawing.svg",
            b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>",
        ),
        ("polyglot.jpg", b"GIF89a/*<html><script>alert(1)</script>*/"),
        ("page.png", b"<!doctype html><script>alert(1)</script>"),
        ("empty.jpg", b""),
        ("cut.jpg", &whole[..whole.len() / 2]),
        ("bomb.png", &bomb()),
        ("document.jpg", &pdf("1 0 obj")),
        ("large.jpg", &large),
        ("good.jpg", &whole),
    ];
    let response = upload(&app, &csrf, &files).await;
    assert_eq!(response.status, 422, "{}", response.body);
    let page = response.html();
    let refused = page.texts(".upload-refused li");
    assert_eq!(refused.len(), 8, "{refused:#?}");
    for (line, (name, why)) in refused.iter().zip([
        ("drawing.svg", "an SVG drawing"),
        ("polyglot.jpg", "a GIF"),
        ("page.png", "a web page"),
        ("empty.jpg", "is empty"),
        ("cut.jpg", "cut off"),
        ("bomb.png", "100000 by 100000 pixels"),
        ("document.jpg", "a PDF"),
        ("large.jpg", "larger than 20 MB"),
    ]) {
        assert!(line.starts_with(name) && line.contains(why), "{line}");
    }
    assert!(page.text(".notice-bad p").contains("good.jpg is stored"));
    assert_eq!(page.texts(".media-name"), ["good.jpg"]);
    assert_eq!(
        app.media.list().await.unwrap().len(),
        1,
        "a small photo is one file"
    );
    let nothing = upload(&app, &csrf, &[]).await;
    assert_eq!(nothing.status, 422);
    assert!(
        nothing
            .html()
            .text("[role=alert]")
            .contains("must be chosen")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_path_in_a_file_name_leads_nowhere() {
    let (app, csrf) = signed_in(Role::Author).await;
    for (name, kept) in [
        ("../../etc/passwd", "passwd"),
        ("C:\\\\pictures\\\\front.jpg", "front.jpg"),
        ("<b>bold</b>.jpg", "b>.jpg"),
    ] {
        let size = 100 + u16::try_from(name.len()).unwrap();
        let path = stored(&app, &csrf, name, &photo(size, 100)).await;
        assert_eq!(app.get(&path).await.ok().html().text("h1"), kept);
    }
    for file in app.media.list().await.unwrap() {
        assert_eq!(file.name.len(), 64 + ".jpg".len(), "{}", file.name);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_who_is_signed_in_and_sends_the_token_first_may_upload() {
    let (app, csrf) = signed_in(Role::Author).await;
    let bytes = photo(100, 100);
    for fields in [vec![], vec![("csrf", "wrong")]] {
        let response = app
            .upload("/admin/media", &fields, &[("a.jpg", &bytes)])
            .await;
        assert_eq!(response.status, 403);
    }
    let mut late = multipart_file("a.jpg").into_bytes();
    late.extend(&bytes);
    late.extend(format!("\r\n{}--{BOUNDARY}--\r\n", multipart_field("csrf", &csrf)).into_bytes());
    assert_eq!(
        app.post_body("/admin/media", late.clone(), &[])
            .await
            .status,
        403
    );
    let by_header = [("X-CSRF-Token", csrf.as_str())];
    let response = app
        .post_body("/admin/media.json", late, &by_header)
        .await
        .ok();
    assert_eq!(response.json()["stored"][0]["is_new"], true);
    let refused = app
        .upload(
            "/admin/media.json",
            &[("csrf", &csrf)],
            &[("x.jpg", b"hello")],
        )
        .await;
    assert_eq!(refused.status, 422);
    assert_eq!(refused.json()["refused"][0]["name"], "x.jpg");
    app.forget_cookie();
    for path in ["/admin/media", "/admin/media/documents"] {
        let response = app
            .upload(path, &[("csrf", &csrf)], &[("a.jpg", &bytes)])
            .await;
        assert_eq!(response.status, 401);
        assert_eq!(app.get(path).await.status, 303);
    }
}

/// Sends a form of 200 MB until somebody stops it; the answer, and how much was sent.
fn send_without_end(app: &TestApp, csrf: &str, length: &str) -> (String, usize) {
    let address = app.url.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    let is_chunked = length.starts_with("Transfer");
    let head = format!(
        "POST /admin/media HTTP/1.1\r\nHost: {address}\r\nCookie: {}\r\n{length}\r\n\
         Content-Type: multipart/form-data; boundary={BOUNDARY}\r\n\r\n",
        app.cookie()
    );
    stream.write_all(head.as_bytes()).unwrap();
    let send = |stream: &mut TcpStream, bytes: &[u8]| {
        if is_chunked {
            write!(stream, "{:x}\r\n", bytes.len())?;
        }
        stream.write_all(bytes)?;
        if is_chunked {
            stream.write_all(b"\r\n")
        } else {
            Ok(())
        }
    };
    let start = multipart_field("csrf", csrf) + &multipart_file("large.jpg");
    let mut sent = 0;
    let block = vec![0xff; 1024 * 1024];
    let mut is_taken = send(&mut stream, start.as_bytes()).is_ok();
    // A browser looks for the answer while it sends.
    stream
        .set_read_timeout(Some(Duration::from_millis(5)))
        .unwrap();
    while is_taken && sent < 200 && !matches!(stream.peek(&mut [0]), Ok(1)) {
        is_taken = send(&mut stream, &block).is_ok();
        sent += 1;
    }
    stream
        .set_read_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    let mut answer = Vec::new();
    let mut piece = [0; 4096];
    // The connection stays open for the rest, so the end of the page is the end.
    while !answer.ends_with(b"</html>\n") && !answer.ends_with(b"</html>") {
        match stream.read(&mut piece) {
            Ok(read @ 1..) => answer.extend(&piece[..read]),
            _ => break,
        }
    }
    (String::from_utf8_lossy(&answer).into_owned(), sent)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_of_200_mb_is_cut_off_with_a_page_that_says_so() {
    let (app, csrf) = signed_in(Role::Author).await;
    let length = format!("Content-Length: {}", 200 * 1024 * 1024);
    for length in [length.as_str(), "Transfer-Encoding: chunked"] {
        let (answer, sent) = tokio::task::block_in_place(|| send_without_end(&app, &csrf, length));
        assert!(
            answer.starts_with("HTTP/1.1 413"),
            "{length}: {sent} MB, {answer}"
        );
        assert!(answer.contains("larger than 100 MB"), "{answer}");
        assert!(sent < 150, "{length}: {sent} MB were taken");
    }
    assert_eq!(pictures(&app).await.len(), 0);
    assert_eq!(app.media.list().await.unwrap(), []);
    let many: Vec<(&str, &[u8])> = vec![("a.jpg", b"x"); 21];
    let response = upload(&app, &csrf, &many).await;
    assert_eq!(response.status, 400);
    assert!(
        response.body.contains("At most 20 files"),
        "{}",
        response.body
    );
    let form = multipart_field("csrf", &csrf) + &multipart_file("a.jpg") + "half";
    assert_eq!(
        app.post_body("/admin/media", form.into_bytes(), &[])
            .await
            .status,
        400
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fault_in_the_middle_leaves_no_row_and_its_files_are_swept() {
    let (app, csrf) = signed_in(Role::Author).await;
    let kept = stored(&app, &csrf, "kept.jpg", &photo(400, 300)).await;
    owner(
        &app,
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the disk is full'; END $$;
         CREATE TRIGGER refuse BEFORE INSERT ON media_renditions FOR EACH ROW EXECUTE FUNCTION refuse()",
    )
    .await;
    let response = upload(&app, &csrf, &[("lost.jpg", &photo(700, 500))]).await;
    assert_eq!(response.status, 500);
    assert!(!response.body.contains("disk"), "no cause is shown");
    owner(
        &app,
        "DROP TRIGGER refuse ON media_renditions; DROP FUNCTION refuse()",
    )
    .await;
    assert_eq!(pictures(&app).await.len(), 1);
    // The files were put first, and stay alone for a day.
    let young = sweep(&app.db, &app.media, false).await.unwrap();
    assert_eq!((young.files, young.removed, young.young), (5, 0, 3));
    let folder = app.media_folder();
    let old = std::time::SystemTime::now() - Duration::from_secs(2 * 86_400);
    for file in std::fs::read_dir(&folder).unwrap().flatten() {
        let file = std::fs::File::options()
            .write(true)
            .open(file.path())
            .unwrap();
        file.set_modified(old).unwrap();
    }
    let rehearsed = sweep(&app.db, &app.media, true).await.unwrap();
    assert_eq!(
        (rehearsed.removed, app.media.list().await.unwrap().len()),
        (3, 5)
    );
    let swept = sweep(&app.db, &app.media, false).await.unwrap();
    assert_eq!(swept, rehearsed);
    assert_eq!(app.media.list().await.unwrap().len(), 2);
    assert_eq!(
        sweep(&app.db, &app.media, false).await.unwrap(),
        Swept {
            files: 2,
            ..Swept::default()
        }
    );
    let page = app.get(&kept).await.ok().html();
    assert_eq!(
        app.get(&page.attribute(".media-large", "href"))
            .await
            .status,
        200
    );
    // What was swept can be uploaded again.
    stored(&app, &csrf, "lost.jpg", &photo(700, 500)).await;
}
