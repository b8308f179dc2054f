//! What a page knows of its market: the prefix of its links, its language, and the same page elsewhere.

use super::Market;
use crate::web::page::PageCtx;

/// A page at a path of the site in a market. `listed_in` are the markets where the page has something to show: only those are
/// announced to search engines, and where this one is not among them, they are asked to leave the page out.
pub fn page_in(
    site: &str,
    market: Market,
    path: &str,
    title: impl Into<String>,
    listed_in: &[Market],
) -> PageCtx {
    let mut page = PageCtx::new(site, &market.path(path), title);
    page.prefix = market.prefix();
    page.language = market.locale();
    let others: Vec<Market> = listed_in
        .iter()
        .copied()
        .filter(|other| *other != market)
        .collect();
    if !listed_in.contains(&market) {
        page.robots = Some("noindex, follow");
    } else if !others.is_empty() {
        let mut here: Vec<Market> = others.clone();
        here.push(market);
        here.sort();
        page.alternates = here
            .iter()
            .map(|other| (other.locale(), format!("{site}{}", other.path(path))))
            .collect();
        page.alternates
            .push(("x-default", format!("{site}{}", Market::Us.path(path))));
    }
    page.markets = others
        .iter()
        .map(|other| (other.words(), other.path(path)))
        .collect();
    page
}
