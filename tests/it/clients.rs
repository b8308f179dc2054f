//! Clients that others have written: a fuzzer of APIs that knows only the OpenAPI document, and an agent's client.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::support::{ALL_SCOPES, ProductBuilder, Program, TestApp, demo, skip};

/// A program of the Python environment that holds the clients.
fn client(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("target/clients/bin")
        .join(name);
    if path.exists() {
        return Some(path);
    }
    skip("the clients from PyPI in target/clients");
    None
}

fn output(mut command: Command) -> Output {
    command.env("PYTHONIOENCODING", "utf-8").output().unwrap()
}

/// Sends what the document allows and what it does not, and must find neither a server error nor an undocumented answer.
fn fuzz(app: &TestApp, st: &Path, more: &[&str]) {
    let mut command = Command::new(st);
    command
        .arg("run")
        .arg(format!("{}/api/v1/openapi.json", app.url))
        .args(["--phases", "examples,coverage,fuzzing", "--max-examples", "5", "--no-color"])
        .args(["--seed", "1", "--suppress-health-check", "all"])
        .args(["--checks", "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"])
        .args(more)
        .current_dir(std::env::temp_dir());
    let done = output(command);
    let told = String::from_utf8_lossy(&done.stdout);
    let from = told.find("FAILURES").unwrap_or(0);
    let told: String = told[from..].chars().take(6_000).collect();
    assert!(
        done.status.success(),
        "{told}\n{}",
        String::from_utf8_lossy(&done.stderr)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fuzzer_finds_no_server_error_and_no_answer_outside_the_document() {
    let Some(st) = client("schemathesis") else {
        return;
    };
    let app = TestApp::new().await;
    ProductBuilder::new("a")
        .variant("A-1", Some(1000))
        .free_from("gluten")
        .build(&app.db)
        .await;
    app.catch_up().await;
    let program = Program::new(&app, ALL_SCOPES).await;
    let key = format!("Authorization: Bearer {}", program.key);
    tokio::task::spawn_blocking(move || {
        fuzz(&app, &st, &[]);
        fuzz(&app, &st, &["-H", &key]);
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_of_agents_lists_the_tools_and_calls_each() {
    let Some(python) = client("python") else {
        return;
    };
    let app = demo();
    app.catch_up().await;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/clients/mcp_client.py");
    let address = format!("{}/mcp", app.url);
    let done = tokio::task::spawn_blocking(move || {
        let mut command = Command::new(python);
        command.arg(script).arg(address);
        output(command)
    })
    .await
    .unwrap();
    let errors = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{errors}");
    let answers: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
    let answers = answers.as_object().unwrap();
    assert_eq!(answers.len(), 6);
    for (tool, answer) in answers {
        let asks_for_nothing = tool == "get_article" || tool == "get_evidence_for_claim";
        assert_eq!(answer["is_error"], asks_for_nothing, "{tool}");
        assert_eq!(answer["texts"], 1, "{tool}");
    }
}
