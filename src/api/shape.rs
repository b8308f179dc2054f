//! The shape of an answer: only some of its members (`fields`), and what it links in full (`expand`).

use std::collections::{BTreeMap, BTreeSet};

use actix_web::HttpRequest;
use serde::Serialize;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::gather::Gathered;
use super::openapi;
use crate::catalog::market::Market;
use crate::db::Conn;
use crate::error::AppError;
use crate::publishing::{Kind, Role};
use crate::web::json::{ApiResult, respond};

/// Most entities that one answer shows in full besides its own.
const MOST: usize = 500;

/// The shape that a request asks for.
#[derive(Debug, Default)]
pub struct Shape<'a> {
    fields: Option<&'a str>,
    roles: BTreeSet<Role>,
}

impl<'a> Shape<'a> {
    /// From the parameters `fields` and `expand`.
    ///
    /// # Errors
    /// A role that is none.
    pub fn parse(fields: Option<&'a str>, expand: Option<&str>) -> Result<Self, AppError> {
        let words = expand.into_iter().flat_map(|text| text.split(','));
        let roles: Result<BTreeSet<Role>, _> = words.map(|word| word.trim().parse()).collect();
        let roles =
            roles.map_err(|unknown| AppError::bad_parameter("expand", unknown_role(&unknown)))?;
        Ok(Self { fields, roles })
    }

    /// Answers with a body in this shape.
    ///
    /// # Errors
    /// A field that the answer never has, more links than are shown in full, or no database.
    pub async fn respond(
        &self,
        conn: &Conn,
        request: &HttpRequest,
        body: &impl Serialize,
        (market, site): (Market, &str),
    ) -> ApiResult {
        if self.fields.is_none() && self.roles.is_empty() {
            return respond(request, body);
        }
        let mut body = serde_json::to_value(body)?;
        if !self.roles.is_empty() {
            if market != Market::Us {
                return Err(AppError::bad_parameter(
                    "expand",
                    "is for the market us: education and evidence are written for its law",
                )
                .into());
            }
            self.expand(conn, &mut body, site).await?;
        }
        if let Some(fields) = self.fields {
            let pattern = request.match_pattern().unwrap_or_default();
            let tree = Tree::parse(fields, openapi::answered(&pattern))?;
            match body.get_mut("items").and_then(Value::as_array_mut) {
                Some(items) => items.iter_mut().for_each(|item| tree.prune(item)),
                None => tree.prune(&mut body),
            }
        }
        respond(request, &body)
    }

    /// Shows what is linked in one of the roles in full, one level deep.
    async fn expand(&self, conn: &Conn, body: &mut Value, site: &str) -> Result<(), AppError> {
        let mut wanted: BTreeMap<Kind, BTreeSet<Uuid>> = BTreeMap::new();
        self.each_link(body, &mut |kind, id, _| {
            wanted.entry(kind).or_default().insert(id);
        });
        let count: usize = wanted.values().map(BTreeSet::len).sum();
        if count > MOST {
            return Err(AppError::bad_parameter(
                "expand",
                format!("would show {count} entities, more than {MOST}: ask for fewer with limit"),
            ));
        }
        let mut found: BTreeMap<Uuid, Value> = BTreeMap::new();
        for (kind, ids) in wanted {
            let ids: Vec<Uuid> = ids.into_iter().collect();
            let gathered = Gathered::read(conn, (Market::Us, kind), &ids).await?;
            for line in gathered.lines(site)? {
                let mut item: Value = serde_json::from_str(&line.json)?;
                let data = item.get_mut("data").map(Value::take);
                found.insert(line.id, data.unwrap_or_default());
            }
        }
        self.each_link(body, &mut |_, id, link| {
            let entity = found.get(&id).cloned().unwrap_or_default();
            link.insert("entity".to_owned(), entity);
        });
        Ok(())
    }

    /// Goes over everything in a body that is a link in one of the roles.
    fn each_link(
        &self,
        value: &mut Value,
        found: &mut impl FnMut(Kind, Uuid, &mut Map<String, Value>),
    ) {
        match value {
            Value::Array(items) => items
                .iter_mut()
                .for_each(|item| self.each_link(item, found)),
            Value::Object(members) => {
                if let Some((kind, id)) = self.link(members) {
                    found(kind, id, members);
                    return;
                }
                members
                    .values_mut()
                    .for_each(|member| self.each_link(member, found));
            }
            _ => {}
        }
    }

    fn link(&self, members: &Map<String, Value>) -> Option<(Kind, Uuid)> {
        let text = |name: &str| members.get(name)?.as_str();
        let role: Role = text("role")?.parse().ok()?;
        let kind: Kind = text("kind")?.parse().ok()?;
        let id = Uuid::parse_str(text("id")?).ok()?;
        self.roles.contains(&role).then_some((kind, id))
    }
}

fn unknown_role(unknown: &impl ToString) -> String {
    format!("names no role of links: {}", unknown.to_string())
}

/// Names of members, and of members within those.
#[derive(Debug, Default, PartialEq, Eq)]
struct Tree(BTreeMap<String, Tree>);

impl Tree {
    /// Reads `name,variants.sku`. Each must be a member that such an answer can have.
    fn parse(fields: &str, schema: Option<&Members>) -> Result<Self, AppError> {
        let mut tree = Self::default();
        for field in fields.split(',').map(str::trim) {
            let mut at = &mut tree;
            let mut known = schema;
            for part in field.split('.') {
                let member = known.map(|known| known.0.get(part));
                if part.is_empty() || member == Some(None) {
                    return Err(unknown_field(field, known));
                }
                known = member.flatten();
                at = at.0.entry(part.to_owned()).or_default();
            }
        }
        Ok(tree)
    }

    fn prune(&self, value: &mut Value) {
        match value {
            Value::Array(items) => items.iter_mut().for_each(|item| self.prune(item)),
            Value::Object(members) => {
                members.retain(|name, _| self.0.contains_key(name));
                for (name, within) in &self.0 {
                    if let (false, Some(member)) = (within.0.is_empty(), members.get_mut(name)) {
                        within.prune(member);
                    }
                }
            }
            _ => {}
        }
    }
}

fn unknown_field(field: &str, known: Option<&Members>) -> AppError {
    let known: Vec<&str> = known
        .iter()
        .flat_map(|known| known.0.keys().map(String::as_str))
        .collect();
    let problem = match known.as_slice() {
        [] => format!("names {field:?}, within which there are no members"),
        known => format!("names {field:?}, which is not among {}", known.join(", ")),
    };
    AppError::bad_parameter("fields", problem)
}

/// The members that an answer can have, with those within them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Members(pub BTreeMap<String, Members>);

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests may panic")]
    use serde_json::json;

    use super::*;

    fn members(value: &Value) -> Members {
        let within = value.as_object().into_iter().flatten();
        Members(
            within
                .map(|(name, value)| (name.clone(), members(value)))
                .collect(),
        )
    }

    #[test]
    fn only_members_that_were_named_stay() {
        let schema =
            members(&json!({ "name": {}, "id": {}, "variants": { "sku": {}, "title": {} } }));
        let tree = Tree::parse("name, variants.sku", Some(&schema)).unwrap();
        let mut body = json!({ "id": 1, "name": "a", "variants": [{ "sku": "x", "title": "y" }, { "sku": "z" }] });
        tree.prune(&mut body);
        assert_eq!(
            body,
            json!({ "name": "a", "variants": [{ "sku": "x" }, { "sku": "z" }] })
        );
        for wrong in ["", "name,", "colour", "variants.colour", "name.x"] {
            assert!(Tree::parse(wrong, Some(&schema)).is_err(), "{wrong:?}");
        }
    }
}
