//! The Markdown twin of a page: what stands in its main part, word for word, for readers that are programs. It is made of the
//! page itself, so that neither says what the other does not.

use actix_web::body::to_bytes;
use actix_web::http::StatusCode;
use actix_web::http::header::ETAG;
use actix_web::{HttpRequest, HttpResponse, web};
use anyhow::anyhow;
use htmd::HtmlToMarkdown;
use serde_json::{Value, json};

use crate::catalog::market::Market;
use crate::catalog::product::pages::{VariantQuery, product_page};
use crate::content::article::pages::{article_html, article_page};
use crate::error::AppError;
use crate::evidence::ingredient::pages::ingredient_page;
use crate::state::State;
use crate::web::cache::CachePolicy;
use crate::web::page::{PageError, PageResult, etag, matches};

/// What is no text: ways to other pages, and what only a browser can use.
const LEFT_OUT: &[&str] = &[
    "nav", "form", "button", "script", "style", "svg", "template", "dialog", "input", "select",
];

/// `/products/{slug}.md`.
///
/// # Errors
/// As the page.
pub async fn product_twin(
    state: State,
    request: HttpRequest,
    slug: web::Path<String>,
    market: Market,
) -> PageResult {
    let any = web::Query(VariantQuery::default());
    let page = product_page(state.clone(), request.clone(), slug, any, market).await;
    answer(&state, &request, page).await
}

/// `/ingredients/{slug}.md`.
///
/// # Errors
/// As the page.
pub async fn ingredient_twin(
    state: State,
    request: HttpRequest,
    slug: web::Path<String>,
    market: Market,
) -> PageResult {
    let page = ingredient_page(state.clone(), request.clone(), slug, market).await;
    answer(&state, &request, page).await
}

/// `/articles/{slug}.md`.
///
/// # Errors
/// As the page.
pub async fn article_twin(
    state: State,
    request: HttpRequest,
    slug: web::Path<String>,
) -> PageResult {
    let page = article_page(state.clone(), request.clone(), slug).await;
    answer(&state, &request, page).await
}

async fn answer(state: &State, request: &HttpRequest, page: PageResult) -> PageResult {
    // What has moved as a page has moved as a twin too.
    let page = page.map_err(|PageError(error)| error.with_suffix(".md"))?;
    if page.status() != StatusCode::OK {
        return Ok(page);
    }
    let html = to_bytes(page.into_body()).await;
    let html = html.map_err(|error| AppError::Internal(anyhow!("{error}")))?;
    let markdown = markdown_of(&String::from_utf8_lossy(&html), &state.config.public_url)?;
    let etag = etag(markdown.as_bytes());
    let mut response = if matches(request, &etag) {
        HttpResponse::NotModified()
    } else {
        HttpResponse::Ok()
    };
    CachePolicy::Revalidate.apply(&mut response);
    response.insert_header((ETAG, etag));
    // The page is the one to be found by people.
    response.insert_header(("x-robots-tag", "noindex"));
    Ok(response
        .content_type("text/markdown; charset=utf-8")
        .body(markdown))
}

/// An article for an agent.
///
/// # Errors
/// Moved, gone or not found.
pub async fn article(state: &State, slug: &str) -> Result<Value, AppError> {
    let site = &state.config.public_url;
    let markdown = markdown_of(&article_html(state, slug).await?, site)?;
    Ok(json!({ "url": format!("{site}/articles/{slug}"), "markdown": markdown }))
}

/// The main part of a page as Markdown, with addresses that hold elsewhere too.
fn markdown_of(html: &str, site: &str) -> Result<String, AppError> {
    let main = html
        .split_once("<main")
        .and_then(|(_, rest)| rest.split_once('>'))
        .and_then(|(_, rest)| rest.split_once("</main>"))
        .map_or(html, |(main, _)| main);
    let main = main
        .replace("href=\"/", &format!("href=\"{site}/"))
        .replace("src=\"/", &format!("src=\"{site}/"));
    let main = rows_of_cells(&main);
    let converter = HtmlToMarkdown::builder()
        .skip_tags(LEFT_OUT.to_vec())
        .build();
    let markdown = converter.convert(&main);
    let markdown = markdown.map_err(|error| AppError::Internal(error.into()))?;
    Ok(markdown.trim().to_owned() + "\n")
}

/// Tables whose rows are named by a cell of their own kind: Markdown names columns only.
fn rows_of_cells(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, after)) = rest.split_once("<tbody") {
        let (body, behind) = after.split_once("</tbody>").unwrap_or((after, ""));
        out.push_str(before);
        out.push_str("<tbody");
        out.push_str(&body.replace("<th", "<td").replace("</th>", "</td>"));
        out.push_str("</tbody>");
        rest = behind;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests may panic")]
    use super::*;

    #[test]
    fn a_page_becomes_markdown_without_what_only_a_browser_uses_and_with_the_names_of_rows() {
        let html = "<header>no</header><main id=\"main\"><nav>no</nav><h1>Zinc</h1><p>See <a href=\"/topics/x\">it</a>.</p>\
                    <form><button>no</button></form><table><thead><tr><td></td><th>Amount</th></tr></thead>\
                    <tbody><tr><th scope=\"row\">Zinc</th><td>10 mg</td></tr></tbody></table></main><footer>no</footer>";
        let markdown = markdown_of(html, "https://shop.example").unwrap();
        assert!(
            markdown.starts_with("# Zinc\n\nSee [it](https://shop.example/topics/x)."),
            "{markdown}"
        );
        let row = markdown.lines().last().unwrap();
        assert!(row.contains("Zinc") && row.contains("10 mg"), "{markdown}");
        assert!(!markdown.contains("no"), "{markdown}");
    }
}
