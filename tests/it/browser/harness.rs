//! The harness itself: what it does arrives at the page as from a person, and what is wrong with a page is found.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures_util::FutureExt;

use crate::support::browser::{DESKTOP, Person, axe_findings, focus_findings};

/// Serves one page at every address, and says where.
fn serve(page: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut request = [0; 4096];
            let length = stream.read(&mut request).unwrap_or_default();
            let status = if request[..length].starts_with(b"GET /nowhere") {
                "404 Gone"
            } else {
                "200 OK"
            };
            let head = "Content-Type: text/html; charset=utf-8\r\nConnection: close";
            let csp =
                "Content-Security-Policy: img-src 'self' data:; script-src 'self' 'unsafe-inline'";
            let _ = write!(
                stream,
                "HTTP/1.1 {status}\r\n{head}\r\n{csp}\r\nContent-Length: {}\r\n\r\n{page}",
                page.len()
            );
        }
    });
    format!("http://{address}")
}

async fn visit(page: &'static str, scripts: bool) -> Option<Person> {
    let person = Person::at(&serve(page), DESKTOP, scripts).await?;
    person.open("/").await;
    Some(person)
}

const WORKSHOP: &str = include_str!("workshop.html");

/// What a failing verb says.
async fn problem(verb: impl Future<Output = ()>) -> String {
    let panic = AssertUnwindSafe(verb).catch_unwind().await.unwrap_err();
    panic.downcast_ref::<String>().cloned().unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn typing_choosing_and_pasting_arrive_as_events() {
    let Some(person) = visit(WORKSHOP, true).await else {
        return;
    };
    person.fill("Name", "Zinc é").await;
    assert_eq!(person.focused().await, "Name");
    assert_eq!(person.description_of("Name").await, "As on the label.");
    person.see_in("#heard", "7 keys, é").await;
    person.see_in("#said", "input name").await;
    person.fill("Text", "two\nlines").await;
    assert_eq!(person.value_of("Text").await, "two\nlines");
    person.see_in("#said", "change name").await;
    person.press("Ctrl+S").await;
    person.see_in("#heard", "Ctrl+s").await;
    person.fill("Text", "").await;
    assert_eq!(person.value_of("Text").await, "");
    person.paste("a\tb\nc").await;
    person.see_in("#said", r#"pasted "a\tb\nc""#).await;
    assert_eq!(person.value_of("Text").await, "a\tb\nc");
    person.type_text(" and").await;
    assert_eq!(person.value_of("Text").await, "a\tb\nc and");
    person.fill("Day", "2026-11-23").await;
    person.see_in("#said", "change day").await;
    assert_eq!(
        person.options_of("Form").await,
        ["Capsule", "Powder", "Gone"]
    );
    person.choose("Form", "Powder").await;
    person.see_in("#said", "change form").await;
    person.choose("Unit", "Micrograms").await;
    assert!(person.is_checked("Micrograms").await && !person.is_checked("Milligrams").await);
    person.press("ArrowUp").await;
    assert!(person.is_checked("Milligrams").await);
    person.press("Tab").await;
    assert_eq!(person.focused().await, "Vegan");
    person.press("Space").await;
    assert!(person.is_checked("Vegan").await);
    person.uncheck("Vegan").await;
    assert!(!person.is_checked("Vegan").await);
    let picture =
        std::env::temp_dir().join(format!("formulary-workshop-{}.png", std::process::id()));
    person.screenshot(&picture).await;
    assert!(std::fs::read(&picture).unwrap().starts_with(b"\x89PNG"));
    std::fs::remove_file(picture).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn clicks_files_dialogs_and_tabs_arrive_too() {
    let Some(person) = visit(WORKSHOP, true).await else {
        return;
    };
    let files: Vec<_> = ["Cargo.toml", "README.md"]
        .iter()
        .map(std::path::Path::new)
        .collect();
    let files: Vec<_> = files
        .iter()
        .map(|file| file.canonicalize().unwrap())
        .collect();
    person.upload("Files", &[&files[0], &files[1]]).await;
    person.see_in("#said", "Cargo.toml,README.md").await;
    person.drop_file("#drop", &files[1]).await;
    person.see_in("#said", "dropped README.md").await;
    person.see_count("li button", 2).await;
    person.click_in("#second", "Remove").await;
    person.see_in("#said", "second").await;
    person.not_see_in("#said", "first").await;
    person.not_see("There is more.").await;
    person.click("More").await;
    person.see("There is more.").await;
    person.click("Later").await;
    person.see("at last").await;
    for (accept, said) in [(false, "false"), (true, "true")] {
        person.accept_dialogs(accept);
        person.click("Ask me").await;
        person.see_in("#said", said).await;
        assert_eq!(person.dialogs(), ["confirm: Really?"]);
    }
    let tab = person.click_to_new_tab("Another…").await;
    assert_eq!(tab.path().await, "/tab");
    tab.see_in("h1", "Workshop").await;
    assert_eq!(person.path().await, "/");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_scripts_a_person_can_do_what_html_can() {
    let Some(person) = visit(WORKSHOP, false).await else {
        return;
    };
    person.fill_in("form", "Name", "Zinc & more").await;
    person.fill("Day", "2026-11-23").await;
    person.choose_in("form", "Form", "Powder").await;
    person.choose("Unit", "Milligrams").await;
    person.check("Vegan").await;
    person.check_in("form", "Vegan").await;
    person.click("Send").await;
    let sent = "/sent?name=Zinc+%26+more&text=&day=2026-11-23&form=p&unit=mg&vegan=on";
    person.see_path(sent).await;
    assert_eq!(
        (person.text_of("#said").await, person.count("#heard").await),
        (String::new(), 1)
    );
    person.back().await;
    assert_eq!(person.path().await, "/");
    person.reload().await;
    assert_eq!(
        person.attribute("#name", "value").await.as_deref(),
        Some("old")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_verb_that_fails_says_why() {
    let Some(mut person) = visit(WORKSHOP, true).await else {
        return;
    };
    person.patience = Duration::from_millis(50);
    let covered = problem(person.click("Below the bar")).await;
    assert!(
        covered.contains("“Below the bar” is covered by <div id=\"bar\">"),
        "{covered}"
    );
    for part in [
        "click “Below the bar”",
        "address: http://127.0.0.1",
        "picture: /",
        "As on the label.",
    ] {
        assert!(covered.contains(part), "{covered}");
    }
    for (said, expected) in [
        (
            problem(person.click("Asleep")).await,
            "“Asleep” is disabled",
        ),
        (
            problem(person.click("Remove")).await,
            "2 things are called “Remove”",
        ),
        (
            problem(person.click("Remove it")).await,
            r#"called “Remove it”; similar names: ["Remove"]"#,
        ),
        (
            problem(person.click("Name")).await,
            "there is not a button, link or tab called “Name”",
        ),
        (
            problem(person.choose("Form", "Liquid")).await,
            "“Form” has only the options Capsule, Powder, Gone",
        ),
        (
            problem(person.see("Powder")).await,
            r#"body does not show "Powder""#,
        ),
        (
            problem(person.see_in("h1", "Shop")).await,
            r#"h1 does not show "Shop" but ["Workshop"]"#,
        ),
        (
            problem(person.not_see("Workshop")).await,
            r#"body shows "Workshop""#,
        ),
    ] {
        assert!(
            said.starts_with(expected) || said.contains(expected),
            "{said}"
        );
    }
    let picture = covered
        .lines()
        .find_map(|line| line.trim().strip_prefix("picture: "));
    std::fs::remove_file(picture.unwrap()).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_complains_fails_the_test() {
    let page = "<title>x</title><link rel=icon href='data:,'><p>Here</p><img src='http://127.0.0.2/x.png' alt=''>
        <script>setTimeout(() => nothing(), 0)</script><script>console.error('odd', 1)</script>";
    let Some(person) = visit(page, true).await else {
        return;
    };
    person.open("/nowhere").await;
    person.see("Here").await;
    let errors = person.console_errors().join("\n");
    for part in [
        "nothing is not defined",
        "Content Security Policy",
        "console.error",
        "127.0.0.2",
    ] {
        assert!(errors.contains(part), "{errors}");
    }
    // That the page itself answers 404 is no error of the page.
    assert!(!errors.contains("Failed to load"), "{errors}");
    person.reload().await;
    let dropped = std::panic::catch_unwind(AssertUnwindSafe(|| drop(person)));
    assert!(dropped.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_walk_finds_what_the_keyboard_does_not_reach_or_show() {
    let page = "<title>x</title><link rel=icon href='data:,'><style>
            button { outline: 2px solid red } button:not(:focus-visible) { outline: 0 }
            .flat:focus-visible { outline: 0 } #bar { position: fixed; inset: 0 0 auto; height: 50px; background: #eee }
            .card:has(:focus-visible) { box-shadow: 0 0 0 2px red }
        </style><div id=bar></div><button>Under</button><p style='margin-top: 80px'><button class=flat>Flat</button>
        <p class=card><button class=flat>In a card</button><p><input type=date aria-label=Day>
        <p><button onkeydown='event.preventDefault()'>Caught</button><p><button>After</button>";
    let Some(person) = visit(page, true).await else {
        return;
    };
    let found = focus_findings(&person).await;
    let expected = [
        "Tab does not reach <button> “After”",
        "Tab is caught on <button onkeydown=\"event.preventDefault()\"> “Caught”",
        "something hides the focused <button> “Under”",
        "the focus does not show on <button class=\"flat\"> “Flat”",
    ];
    assert_eq!(found, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn axe_finds_a_field_without_a_label_and_pale_text_in_the_dark() {
    let page = "<!doctype html><html lang=en><title>x</title><link rel=icon href='data:,'><style>
            :root { color-scheme: light dark } p { color: light-dark(#000, #333); background: light-dark(#fff, #222) }
        </style><main><h1>Page</h1><input name=a><p>Pale</p></main>";
    let Some(person) = visit(page, true).await else {
        return;
    };
    let found = axe_findings(&person).await.join("\n");
    // Without axe-core nothing can be found.
    if !found.is_empty() || std::env::var_os("CI").is_some() {
        assert!(
            found.contains("label in light") && found.contains("color-contrast in dark"),
            "{found}"
        );
        assert!(!found.contains("color-contrast in light"), "{found}");
    }
}
