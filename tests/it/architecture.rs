//! The rule that a newcomer can remember: handlers never write SQL, queries never see HTTP, templates never decide, and
//! the public reads only documents. Checked by reading the source.

use std::path::{Path, PathBuf};

fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder)
            .unwrap()
            .flatten()
            .map(|entry| entry.path())
        {
            if entry.is_dir() {
                folders.push(entry);
            } else if entry.extension().is_some_and(|extension| extension == "rs") {
                let name = entry.strip_prefix(&root).unwrap().display().to_string();
                files.push((name, code(&entry)));
            }
        }
    }
    files.sort();
    assert!(files.len() > 80);
    files
}

/// The code of a file without comments and without the tests at its end.
fn code(path: &PathBuf) -> String {
    let text = std::fs::read_to_string(path).unwrap();
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
    text.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap()
}

#[track_caller]
fn must_not_name(applies: impl Fn(&str) -> bool, forbidden: &[&str]) {
    let mut checked = 0;
    let mut broken = Vec::new();
    for (path, code) in sources().iter().filter(|(path, _)| applies(path)) {
        checked += 1;
        broken.extend(
            forbidden
                .iter()
                .filter(|word| code.contains(**word))
                .map(|word| format!("{path} names {word}")),
        );
    }
    assert!(checked > 0, "the rule applies to no file");
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn handlers_never_write_sql() {
    let is_handler = |path: &str| {
        matches!(
            file_name(path),
            "pages.rs"
                | "admin.rs"
                | "api.rs"
                | "browse.rs"
                | "home.rs"
                | "filters.rs"
                | "list.rs"
                | "writes.rs"
        ) || path.contains("/admin/")
            || path.contains("/api/")
            || path.starts_with("feeds/")
            || path.starts_with("api/")
    };
    must_not_name(is_handler, &["diesel::", "sql_query", "schema::"]);
}

#[test]
fn queries_and_commands_never_see_http() {
    let is_data = |path: &str| {
        matches!(
            file_name(path),
            "model.rs" | "queries.rs" | "commands.rs" | "document.rs"
        )
    };
    must_not_name(is_data, &["actix_web", "askama", "crate::web::"]);
    must_not_name(
        |path| path.starts_with("db/") || path.starts_with("compliance/"),
        &["actix_web", "askama"],
    );
}

#[test]
fn documents_and_views_read_no_edit_table() {
    let is_public = |path: &str| {
        matches!(
            file_name(path),
            "document.rs" | "view.rs" | "list.rs" | "json_ld.rs"
        )
    };
    must_not_name(
        is_public,
        &["schema::", "::queries::product", "::queries::brand"],
    );
}

#[test]
fn public_handlers_take_the_readers_connection() {
    let is_public = |path: &str| {
        matches!(
            file_name(path),
            "pages.rs" | "api.rs" | "browse.rs" | "home.rs"
        ) && !path.starts_with("accounts/")
    };
    must_not_name(is_public, &["db.write()", "transaction("]);
}

#[test]
fn the_foundation_knows_no_noun() {
    let domains = [
        "crate::catalog",
        "crate::evidence",
        "crate::content",
        "crate::exchange",
        "crate::feeds",
        "crate::demo",
    ];
    let is_foundation = |path: &str| {
        path.starts_with("db/") || path.starts_with("web/") || path.starts_with("publishing/")
    };
    must_not_name(is_foundation, &domains);
    // The gate judges what nouns hand it; only its own admin knows who is signed in.
    must_not_name(|path| path.starts_with("gate/"), &domains);
}

#[test]
fn nothing_is_published_but_through_the_gate() {
    must_not_name(
        |path| !path.starts_with("gate/") && !path.starts_with("publishing/"),
        &["publishing::publish("],
    );
    let imports_it = |code: &str| {
        code.lines()
            .filter(|line| line.contains("use crate::publishing::{"))
            .any(|line| {
                line.split(['{', ',', '}'])
                    .any(|name| name.trim() == "publish")
            })
    };
    for (path, code) in sources() {
        assert!(
            path.starts_with("gate/") || !imports_it(&code),
            "{path} publishes by itself"
        );
    }
}

#[test]
fn no_file_is_a_drawer_and_none_is_too_long() {
    for (path, _) in sources() {
        assert!(
            !matches!(
                file_name(&path),
                "utils.rs" | "util.rs" | "helpers.rs" | "common.rs" | "prelude.rs"
            ),
            "{path}"
        );
        let text = std::fs::read_to_string(
            Path::new(env!("CARGO_MANIFEST_DIR"))
                .join("src")
                .join(&path),
        )
        .unwrap();
        let generated = path == "db/schema.rs";
        assert!(
            generated || text.lines().count() <= 500,
            "{path} has {} lines",
            text.lines().count()
        );
    }
}

#[test]
fn templates_name_only_assets_that_exist_and_trust_no_text() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
    let mut folders = vec![root];
    let mut seen = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder)
            .unwrap()
            .flatten()
            .map(|entry| entry.path())
        {
            if entry.is_dir() {
                folders.push(entry);
                continue;
            }
            let text = std::fs::read_to_string(&entry).unwrap();
            assert!(
                !text.contains("|safe") && !text.contains("| safe"),
                "{}",
                entry.display()
            );
            assert!(
                !text.contains("style=\"") && !text.contains("onclick"),
                "{}",
                entry.display()
            );
            for part in text.split("assets::path(\"").skip(1) {
                let name = part.split('"').next().unwrap();
                assert_ne!(
                    formulary::web::assets::path(name),
                    "",
                    "{name} in {}",
                    entry.display()
                );
                seen += 1;
            }
        }
    }
    assert!(seen > 5);
}
