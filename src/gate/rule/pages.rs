//! The public page of the rule packs.

use actix_web::HttpRequest;
use askama::Template;

use super::api::RuleBody;
use crate::compliance::allergens::AllergenRule;
use crate::compliance::facts_panel::validate::PanelRule;
use crate::compliance::lint::{Pack, Wording};
use crate::compliance::rules;
use crate::compliance::surface::Jurisdiction;
use crate::state::State;
use crate::web::cache::CachePolicy;
use crate::web::page::{PageCtx, PageResult, respond};

#[derive(Template)]
#[template(path = "gate/rules.html")]
struct RulesPage {
    page: PageCtx,
    packs: Vec<PackView>,
    labels: Vec<LabelRule>,
}

/// A rule of labels.
struct LabelRule {
    id: &'static str,
    title: &'static str,
    source: &'static str,
}

struct PackView {
    anchor: Jurisdiction,
    title: &'static str,
    about: &'static str,
    version: String,
    rules: Vec<RuleBody>,
    wordings: &'static [Wording],
}

/// Every rule of every pack: `/claim-rules`.
///
/// # Errors
/// A template that fails.
pub async fn rules_page(state: State, request: HttpRequest) -> PageResult {
    let page = PageCtx::new(&state.config.public_url, "/claim-rules", "Claim rules")
        .described("The rules by which every text of this catalog is judged before it is published, each with its source.")
        .in_section("education")
        .under(&[])
        .with_json_ld(Vec::<serde_json::Value>::new())?;
    let packs = Jurisdiction::ALL
        .iter()
        .map(|jurisdiction| view(rules::pack(*jurisdiction)))
        .collect();
    let page = RulesPage {
        page,
        packs,
        labels: label_rules(),
    };
    respond(&request, &page, CachePolicy::Revalidate)
}

fn label_rules() -> Vec<LabelRule> {
    let of_panel = PanelRule::ALL.iter().map(|rule| LabelRule {
        id: rule.id(),
        title: rule.title(),
        source: rule.source(),
    });
    let of_allergens = AllergenRule::ALL.iter().map(|rule| LabelRule {
        id: rule.id(),
        title: rule.title(),
        source: rule.source(),
    });
    of_panel.chain(of_allergens).collect()
}

fn view(pack: &'static Pack) -> PackView {
    let (title, about) = match pack.jurisdiction() {
        Jurisdiction::Us => (
            "United States",
            "Structure/function claims under 21 CFR 101.93, with the ten criteria of paragraph (g) for what is a disease claim.",
        ),
        Jurisdiction::Eu => (
            "European Union",
            "Health claims under Regulation (EC) No 1924/2006: only wordings that are authorised, under their conditions.",
        ),
    };
    PackView {
        anchor: pack.jurisdiction(),
        title,
        about,
        version: pack.version().to_owned(),
        rules: pack
            .rules()
            .iter()
            .map(|rule| RuleBody::new(pack, rule))
            .collect(),
        wordings: pack.wordings(),
    }
}
