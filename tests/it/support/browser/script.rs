//! Functions of our own in the page, apart from its scripts: they also run when those are switched off, and the page's
//! content security policy does not hold for them.

use std::time::Instant;

use serde_json::{Value, json};

use super::connection::Answer;
use super::find::Element;
use super::{PAUSE, Person};

/// What Chromium says when another document has come in the meantime.
const LOST: &[&str] = &[
    "Cannot find context",
    "context was destroyed",
    "navigated or closed",
];

impl Person {
    /// Calls a function of JavaScript with arguments and returns what it returns, once its promise is kept.
    pub(super) async fn ask(&self, function: &str, arguments: &[Value]) -> Answer {
        let result = self.evaluate(function, arguments, true).await?;
        Ok(result["value"].clone())
    }

    /// The same for a function whose `this` is an element.
    pub(super) async fn ask_of(
        &self,
        element: &Element,
        function: &str,
        arguments: &[Value],
    ) -> Answer {
        let arguments: Vec<Value> = arguments
            .iter()
            .map(|value| json!({ "value": value }))
            .collect();
        let params = json!({
            "objectId": element.object, "functionDeclaration": function, "arguments": arguments, "returnByValue": true,
        });
        returned(self.call("Runtime.callFunctionOn", params).await?)
            .map(|result| result["value"].clone())
    }

    /// The result of a function, by its value or as an object of the page.
    pub(super) async fn evaluate(
        &self,
        function: &str,
        arguments: &[Value],
        by_value: bool,
    ) -> Answer {
        let arguments: Vec<Value> = arguments
            .iter()
            .map(|value| json!({ "value": value }))
            .collect();
        let started = Instant::now();
        loop {
            let params = json!({
                "executionContextId": self.world().await?, "functionDeclaration": function, "arguments": arguments,
                "returnByValue": by_value, "awaitPromise": true,
            });
            match self.call("Runtime.callFunctionOn", params).await {
                Err(problem)
                    if LOST.iter().any(|lost| problem.contains(lost))
                        && started.elapsed() < self.patience =>
                {
                    self.watch.forget_world();
                    tokio::time::sleep(PAUSE).await;
                }
                answer => return returned(answer?),
            }
        }
    }

    /// The context in which our functions run in the present document.
    pub(super) async fn world(&self) -> Answer {
        if let Some(world) = self.watch.world() {
            return Ok(world);
        }
        let params = json!({ "frameId": self.frame, "worldName": "person" });
        let made = self.call("Page.createIsolatedWorld", params).await?;
        let world = made["executionContextId"].clone();
        self.watch.keep_world(world.clone());
        Ok(world)
    }
}

/// What a function returned; what it threw is a problem.
pub(super) fn returned(answer: Value) -> Answer {
    let thrown = &answer["exceptionDetails"]["exception"];
    match thrown["description"].as_str().or(thrown["value"].as_str()) {
        Some(problem) => Err(problem.to_owned()),
        None => Ok(answer["result"].clone()),
    }
}
