//! The catalog as tools of the Model Context Protocol, over streamable HTTP at `/mcp`. No session is kept: any process answers any
//! request, and nothing is lost when one ends.

pub mod http;
mod tools;

use rmcp::ServerHandler;
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CallToolResult, ContentBlock, ErrorData,
    Implementation, ListToolsResult, PaginatedRequestParams, ServerCapabilities, ServerConfig,
    Tool,
};
use rmcp::service::{RequestContext, RoleServer};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::ucp::catalog::{self, Refusal, refused};
use crate::api;
use crate::catalog::market::Market;
use crate::error::AppError;
use crate::search::ask::answer::answer;
use crate::search::ask::request::{self, Request};
use crate::state::State;
use tools::Named;

/// The tools, as the library calls them.
#[derive(Debug, Clone, Copy)]
struct Tools;

impl ServerHandler for Tools {
    fn get_info(&self) -> ServerConfig {
        ServerConfig::new(ServerCapabilities::builder().enable_tools().build())
            .with_server_info(Implementation::new("formulary", env!("CARGO_PKG_VERSION")))
            .with_instructions(
                "A catalog of dietary supplements. Products come with messages that must be shown with them; claims are only those \
                 in metadata.claims, in exactly those words. Nothing here is offered against a disease.",
            )
    }

    async fn list_tools(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        Ok(ListToolsResult::with_all_items(tools::listed()))
    }

    fn get_tool(&self, name: &str) -> Option<Tool> {
        tools::listed().into_iter().find(|tool| tool.name == name)
    }

    async fn call_tool(
        &self,
        call: CallToolRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let unknown =
            || ErrorData::invalid_params(format!("no tool is called {}", call.name), None);
        let tool = Named::of(&call.name).ok_or_else(unknown)?;
        let parts = context.extensions.get::<::http::request::Parts>();
        let state = parts
            .and_then(|parts| parts.extensions.get::<State>())
            .cloned();
        let state =
            state.ok_or_else(|| ErrorData::internal_error("the catalog is not available", None))?;
        let arguments = Value::Object(call.arguments.unwrap_or_default());
        match run(&state, tool, arguments).await {
            Ok(answer) => Ok(CallToolResult::structured(answer).into()),
            Err(Refusal::Question("request_too_large", why)) => {
                Err(ErrorData::invalid_params(why, None))
            }
            Err(Refusal::Question(code, why)) => {
                Ok(CallToolResult::structured_error(refused(code, &why, "recoverable")).into())
            }
            Err(Refusal::Catalog(error)) => {
                crate::web::page::log(&error);
                let told = vec![ContentBlock::text(error.to_string())];
                Ok(CallToolResult::error(told).into())
            }
        }
    }
}

async fn run(state: &State, tool: Named, arguments: Value) -> Result<Value, Refusal> {
    match tool {
        Named::SearchCatalog => catalog::search(state, &ucp(arguments)?).await,
        Named::LookupCatalog => catalog::lookup(state, &ucp(arguments)?).await,
        Named::GetProduct => catalog::product(state, &ucp(arguments)?).await,
        Named::SearchArticles => search_articles(state, &text(&arguments, "query")?),
        Named::GetArticle => {
            let slug = text(&arguments, "slug")?;
            Ok(super::twin::article(state, &slug).await?)
        }
        Named::GetEvidenceForClaim => {
            let claim = text(&arguments, "claim")?;
            Ok(serde_json::to_value(api::claim(state, &claim).await?)?)
        }
    }
}

/// What the Universal Commerce Protocol puts into the argument `catalog`.
fn ucp<T: DeserializeOwned>(mut arguments: Value) -> Result<T, Refusal> {
    let catalog = arguments.get_mut("catalog").map(Value::take);
    serde_json::from_value(catalog.unwrap_or_default()).map_err(|error| {
        Refusal::Question(
            "invalid_request",
            format!("the argument catalog can't be read: {error}"),
        )
    })
}

fn text(arguments: &Value, name: &'static str) -> Result<String, Refusal> {
    let text = arguments.get(name).and_then(Value::as_str).map(str::trim);
    text.filter(|text| !text.is_empty())
        .map(str::to_owned)
        .ok_or_else(|| {
            Refusal::Question(
                "invalid_request",
                format!("the argument {name} must be a text"),
            )
        })
}

/// What can be read about some words.
fn search_articles(state: &State, query: &str) -> Result<Value, Refusal> {
    let snapshot = state
        .search
        .snapshot(Market::Us)
        .ok_or(AppError::Unavailable)?;
    let asked = Request {
        text: request::text(query)?,
        limit: 1,
        ..Request::everything(Market::Us)
    };
    let answered = answer(&snapshot, &asked)?;
    let site = &state.config.public_url;
    let found: Vec<Value> = answered
        .education
        .iter()
        .map(|guide| {
            json!({
                "kind": guide.kind, "title": guide.label, "url": format!("{site}{}", guide.url), "summary": guide.summary
            })
        })
        .collect();
    Ok(json!({ "results": found }))
}
