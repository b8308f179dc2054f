//! The JSON of rules and authorised wordings.

use actix_web::{HttpRequest, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::compliance::lint::{Pack, Rule, Wording};
use crate::compliance::rules;
use crate::compliance::surface::{Jurisdiction, Surface};
use crate::error::AppError;
use crate::web::json::{ApiResult, Problem, respond};

/// The rules in use.
#[derive(Debug, Serialize, ToSchema)]
pub struct RulesBody {
    /// A pack for each jurisdiction.
    pub packs: Vec<PackBody>,
}

/// The rules of a jurisdiction.
#[derive(Debug, Serialize, ToSchema)]
pub struct PackBody {
    /// Whose law it is.
    pub jurisdiction: Jurisdiction,
    /// Declared version and a short hash of the content.
    pub version: String,
    /// Every rule.
    pub rules: Vec<RuleBody>,
    /// What the law lists as sayable.
    pub wordings: Vec<WordingBody>,
}

/// A rule.
#[derive(Debug, Serialize, ToSchema)]
pub struct RuleBody {
    /// Its id, which findings name.
    pub id: String,
    /// Whose law it is.
    pub jurisdiction: Jurisdiction,
    /// What it is about.
    pub title: String,
    /// Section of the regulation or guidance that it rests on.
    pub source: String,
    /// Date of that source.
    pub date: String,
    /// Criterion of 21 CFR 101.93(g)(2), or article of the regulation.
    pub criterion: Option<String>,
    /// What it does on each surface where it applies: `review` or `block`.
    pub surfaces: Vec<SurfaceBody>,
    /// Why a text is stopped.
    pub message: String,
    /// What to do instead.
    pub suggestion: Option<String>,
    /// Texts that it stops.
    pub violating: Vec<String>,
    /// Texts near it that may pass.
    pub acceptable: Vec<String>,
}

/// What a rule does on a surface.
#[derive(Debug, Serialize, ToSchema)]
pub struct SurfaceBody {
    /// The surface.
    pub surface: Surface,
    /// `review` or `block`.
    pub verdict: &'static str,
}

/// A wording that the law lists as sayable.
#[derive(Debug, Serialize, ToSchema)]
pub struct WordingBody {
    /// Its id.
    pub id: String,
    /// What it is about.
    pub substance: String,
    /// The words.
    pub wording: String,
    /// Under which conditions.
    pub conditions: String,
    /// Article of the parent regulation.
    pub article: String,
    /// The act that lists it.
    pub regulation: String,
}

impl WordingBody {
    /// A wording of a pack.
    pub fn new(wording: &Wording) -> Self {
        Self {
            id: wording.id.to_string(),
            substance: wording.substance.to_string(),
            wording: wording.wording.to_string(),
            conditions: wording.conditions.to_string(),
            article: wording.article.to_string(),
            regulation: wording.regulation.to_string(),
        }
    }
}

impl RuleBody {
    /// A rule of a pack.
    pub fn new(pack: &Pack, rule: &Rule) -> Self {
        Self {
            id: rule.id.to_string(),
            jurisdiction: pack.jurisdiction(),
            title: capitalized(&rule.title),
            source: rule.source.to_string(),
            date: rule.date.to_string(),
            criterion: rule.criterion.as_deref().map(str::to_owned),
            surfaces: Surface::ALL
                .iter()
                .filter_map(|surface| {
                    Some(SurfaceBody {
                        surface: *surface,
                        verdict: rule.severity_on(*surface)?.name(),
                    })
                })
                .collect(),
            message: rule.message.to_string(),
            suggestion: rule.suggestion.as_deref().map(str::to_owned),
            violating: rule.violating_examples().to_vec(),
            acceptable: rule.acceptable_examples().to_vec(),
        }
    }
}

fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

impl RulesBody {
    /// The rules in use; of one jurisdiction or of all.
    pub fn of(only: Option<Jurisdiction>) -> Self {
        let packs = Jurisdiction::ALL
            .iter()
            .filter(|jurisdiction| only.is_none_or(|only| only == **jurisdiction))
            .map(|jurisdiction| rules::pack(*jurisdiction));
        Self {
            packs: packs.map(PackBody::new).collect(),
        }
    }
}

impl PackBody {
    fn new(pack: &Pack) -> Self {
        Self {
            jurisdiction: pack.jurisdiction(),
            version: pack.version().to_owned(),
            rules: pack
                .rules()
                .iter()
                .map(|rule| RuleBody::new(pack, rule))
                .collect(),
            wordings: pack.wordings().iter().map(WordingBody::new).collect(),
        }
    }
}

/// The rules by which texts are judged, with the wordings that the law lists.
///
/// # Errors
/// A jurisdiction that is not known.
#[utoipa::path(
    get,
    path = "/api/v1/rules",
    tag = "rules",
    params(RulesQuery),
    responses((status = 200, body = RulesBody), (status = 400, body = Problem)),
)]
pub async fn list_rules(request: HttpRequest, query: web::Query<RulesQuery>) -> ApiResult {
    let only = query.jurisdiction.as_deref().map(str::parse).transpose();
    let only = only.map_err(|_| AppError::bad_parameter("jurisdiction", "must be us or eu"))?;
    respond(&request, &RulesBody::of(only))
}

/// Which rules are asked for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct RulesQuery {
    /// Only those of one jurisdiction: `us` or `eu`.
    pub jurisdiction: Option<String>,
}
