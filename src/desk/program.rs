//! What programs do with drafts: the same forms, checks, revisions and gate as people's, without merging. Who changes something
//! names the version that was read.

use serde_json::{Map, Value};
use uuid::Uuid;

use super::edit::{Save, Saved, save_in};
use super::noun::{self, Saver};
use super::queries::{Listed, by_slug, listed};
use super::{submit, workflow};
use crate::catalog::product;
use crate::editing::json::{pointer, typed_of};
use crate::editing::known_rows::keep_ids;
use crate::editing::read::Problems;
use crate::editing::revision::commands::{hold, take_turn};
use crate::editing::revision::model::{DraftRow, RevisionAction};
use crate::editing::typed::{Entry, Typed};
use crate::error::{AppError, Flaw};
use crate::publishing::{Author, Kind, Tx};

/// A draft as programs see it.
#[derive(Debug, Clone)]
pub struct Kept {
    /// Where it stands.
    pub listed: Listed,
    /// Its revision.
    pub row: DraftRow,
    /// What is edited.
    pub draft: Value,
}

impl Kept {
    /// The version that a change has to name: a strong entity tag (RFC 9110, section 8.8.3), of what is edited and of where that
    /// stands on its way to the public.
    pub fn etag(&self) -> String {
        let row = &self.row;
        let checksum = row.checksum.get(..12).unwrap_or(&row.checksum);
        let published = row.published_revision.unwrap_or_default();
        let state = self.listed.state;
        format!("\"r{}-{checksum}-{state}-{published}\"", row.revision)
    }
}

/// The version that a program says it changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Version {
    /// Whatever is there.
    Any,
    /// One of these entity tags.
    OneOf(Vec<String>),
}

impl Version {
    fn check(&self, kept: &Kept) -> Result<(), AppError> {
        match self {
            Self::Any => Ok(()),
            Self::OneOf(tags) if tags.contains(&kept.etag()) => Ok(()),
            Self::OneOf(_) => Err(AppError::Stale),
        }
    }
}

/// How what was sent becomes the draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// It is the draft.
    Replace,
    /// It is merged into the draft (RFC 7396).
    Merge,
}

/// What a program wants to be saved.
#[derive(Debug, Clone)]
pub struct Wish<'a> {
    /// The entity; a new one where nothing has that id.
    pub entity: (Kind, Uuid),
    /// The version that it changes; nothing for something new.
    pub version: Option<Version>,
    /// What was sent.
    pub body: &'a Value,
    /// How that becomes the draft.
    pub how: How,
    /// Whether it becomes public in the same transaction.
    pub publish: bool,
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Became {
    /// It is new.
    Created,
    /// It is another than before, or became public.
    Updated,
    /// It was so already.
    Unchanged,
}

/// Whom a program means: by id, else by the key of a product in the program's own system, else by slug.
///
/// # Errors
/// No database.
pub async fn meant(
    tx: &mut Tx,
    kind: Kind,
    id: Option<Uuid>,
    draft: &Value,
) -> Result<Option<Uuid>, AppError> {
    if id.is_some() {
        return Ok(id);
    }
    let text = |name: &str| draft.get(name).and_then(Value::as_str);
    if kind == Kind::Product
        && let Some(reference) = text("external_ref")
    {
        let known = product::queries::by_external_ref(tx.conn()?, reference).await?;
        return Ok(known.map(|id| id.0));
    }
    match text("slug") {
        Some(slug) => Ok(by_slug(tx.conn()?, kind, slug).await?),
        None => Ok(None),
    }
}

/// Opens a draft. What was changed outside the editor is noted as a revision first.
///
/// # Errors
/// Not found.
pub async fn open(tx: &mut Tx, (kind, id): (Kind, Uuid)) -> Result<Kept, AppError> {
    take_turn(tx, id).await?;
    let draft = noun::load(tx.conn()?, kind, id).await?;
    let row = hold(tx, (kind, id), &draft).await?;
    let listed = listed(tx.conn()?, id).await?.ok_or(AppError::NotFound)?;
    Ok(Kept { listed, row, draft })
}

/// Saves what a program sent, and publishes it if that is asked for.
///
/// # Errors
/// Everything that is wrong with it, place by place; another version than the one named; what the gate refuses.
pub async fn put(
    tx: &mut Tx,
    wish: &Wish<'_>,
    author: &Author,
) -> Result<(Became, Kept), AppError> {
    let (kind, id) = wish.entity;
    let before = match &wish.version {
        None => None,
        Some(version) => {
            let kept = open(tx, wish.entity).await?;
            version.check(&kept)?;
            Some(kept)
        }
    };
    let stored = before.as_ref().map(|kept| &kept.draft);
    let draft = checked(tx, kind, wish, stored).await?;
    let base = before.as_ref().map_or(0, |kept| kept.row.revision);
    let what = Save {
        entity: wish.entity,
        base,
        draft,
        action: match base {
            0 => RevisionAction::Create,
            _ => RevisionAction::Save,
        },
        note: "",
    };
    let saver = Saver {
        author,
        may_approve: false,
    };
    let (revision, is_changed) = match save_in(tx, &what, saver).await? {
        Saved::Unchanged(revision) => (revision, false),
        Saved::Saved(revision) | Saved::Merged(revision, _) => (revision, true),
        Saved::Clash(..) => return Err(AppError::Stale),
    };
    let mut became = match (&before, is_changed) {
        (None, _) => Became::Created,
        (Some(_), true) => Became::Updated,
        (Some(_), false) => Became::Unchanged,
    };
    if wish.publish {
        use crate::publishing::Outcome;
        let outcome = workflow::publish(tx, (kind, id), revision, author, "").await?;
        if became == Became::Unchanged && outcome != Outcome::Unchanged {
            became = Became::Updated;
        }
    }
    Ok((became, open(tx, wish.entity).await?))
}

/// Publishes the version that a program names.
///
/// # Errors
/// Another version than the one named, or what the gate refuses.
pub async fn publish(
    tx: &mut Tx,
    entity: (Kind, Uuid),
    version: &Version,
    author: &Author,
    note: &str,
) -> Result<Kept, AppError> {
    let kept = open(tx, entity).await?;
    version.check(&kept)?;
    workflow::publish(tx, entity, kept.row.revision, author, note).await?;
    open(tx, entity).await
}

/// Takes something out of the public's sight.
///
/// # Errors
/// Another version than the one named, or what is not public.
pub async fn withdraw(
    tx: &mut Tx,
    entity: (Kind, Uuid),
    version: &Version,
    author: &Author,
    reason: &str,
) -> Result<Kept, AppError> {
    let kept = open(tx, entity).await?;
    version.check(&kept)?;
    workflow::withdraw(tx, entity, author, reason).await?;
    open(tx, entity).await
}

/// The draft that was sent, in its canonical form.
async fn checked(
    tx: &mut Tx,
    kind: Kind,
    wish: &Wish<'_>,
    stored: Option<&Value>,
) -> Result<Value, AppError> {
    let merged;
    let sent = match wish.how {
        How::Replace => wish.body,
        How::Merge => {
            let onto = stored.cloned().unwrap_or_else(|| noun::fresh(kind));
            merged = merge_patch(onto, wish.body);
            &merged
        }
    };
    let form = noun::form(kind);
    let (mut typed, problems) = typed_of(&form, sent);
    if !problems.is_empty() {
        return Err(AppError::Unfit(flaws(&problems, &Typed::default())));
    }
    match submit::draft_of(tx.conn()?, kind, &form, &mut typed).await? {
        Ok(mut draft) => {
            let nothing = Value::Null;
            let problems = keep_ids(&form, &typed, stored.unwrap_or(&nothing), &mut draft);
            if problems.is_empty() {
                Ok(draft)
            } else {
                Err(AppError::Unfit(flaws(&problems, &typed)))
            }
        }
        Err(problems) => Err(AppError::Unfit(flaws(&problems, &typed))),
    }
}

/// A document with another merged into it (RFC 7396): members that are null go, objects are merged, everything else replaces.
fn merge_patch(onto: Value, patch: &Value) -> Value {
    let Value::Object(patch) = patch else {
        return patch.clone();
    };
    let mut members = match onto {
        Value::Object(members) => members,
        _ => Map::new(),
    };
    for (name, value) in patch {
        if value.is_null() {
            members.remove(name);
        } else {
            let before = members.remove(name).unwrap_or_default();
            members.insert(name.clone(), merge_patch(before, value));
        }
    }
    Value::Object(members)
}

fn flaws(problems: &Problems, typed: &Typed) -> Vec<Flaw> {
    let flaw = |(path, detail): (&str, &str)| Flaw {
        pointer: pointer(&nested(typed, path)),
        detail: detail.to_owned(),
    };
    problems.iter().map(flaw).collect()
}

/// The path of a field in the document that was sent: a form lists rows within rows one below the other.
fn nested(typed: &Typed, path: &str) -> String {
    let mut parts = path.split('.');
    let mut out: Vec<String> = Vec::new();
    let mut fields = Some(typed);
    while let Some(part) = parts.next() {
        out.push(part.to_owned());
        match fields.and_then(|fields| fields.0.get(part)) {
            Some(Entry::Group(within)) => fields = Some(within),
            Some(Entry::Rows(rows)) => {
                let Some(number) = parts.next() else { break };
                let at = number.parse::<usize>().ok();
                let depths: Vec<u8> = rows.iter().map(|row| row.depth).collect();
                match at {
                    Some(at) => out.push(place_of(&depths, at)),
                    None => out.push(number.to_owned()),
                }
                fields = at.and_then(|at| rows.get(at)).map(|row| &row.fields);
            }
            _ => fields = None,
        }
    }
    out.join(".")
}

/// Where the row at a place of a list lies in the tree that its depths describe: `1.rows.0`.
fn place_of(depths: &[u8], at: usize) -> String {
    let mut counts: Vec<usize> = Vec::new();
    for depth in depths.iter().take(at + 1) {
        let depth = usize::from(*depth);
        counts.truncate(depth + 1);
        match counts.get_mut(depth) {
            Some(count) => *count += 1,
            None => counts.resize(depth + 1, 0),
        }
    }
    let places: Vec<String> = counts.iter().map(usize::to_string).collect();
    places.join(".rows.")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_merge_patch_does_what_its_standard_shows() {
        // The cases of RFC 7396, appendix A.
        for (onto, patch, result) in [
            (json!({"a":"b"}), json!({"a":"c"}), json!({"a":"c"})),
            (json!({"a":"b"}), json!({"b":"c"}), json!({"a":"b","b":"c"})),
            (json!({"a":"b"}), json!({"a":null}), json!({})),
            (
                json!({"a":"b","b":"c"}),
                json!({"a":null}),
                json!({"b":"c"}),
            ),
            (json!({"a":["b"]}), json!({"a":"c"}), json!({"a":"c"})),
            (json!({"a":"c"}), json!({"a":["b"]}), json!({"a":["b"]})),
            (
                json!({"a":{"b":"c"}}),
                json!({"a":{"b":"d","c":null}}),
                json!({"a":{"b":"d"}}),
            ),
            (json!({"a":[{"b":"c"}]}), json!({"a":[1]}), json!({"a":[1]})),
            (json!(["a", "b"]), json!(["c", "d"]), json!(["c", "d"])),
            (json!({"a":"b"}), json!(["c"]), json!(["c"])),
            (json!({"a":"foo"}), json!(null), json!(null)),
            (json!({"e":null}), json!({"a":1}), json!({"e":null,"a":1})),
            (json!([1, 2]), json!({"a":"b","c":null}), json!({"a":"b"})),
            (
                json!({}),
                json!({"a":{"bb":{"ccc":null}}}),
                json!({"a":{"bb":{}}}),
            ),
        ] {
            assert_eq!(merge_patch(onto, &patch), result);
        }
    }

    #[test]
    fn rows_of_a_tree_are_named_by_where_they_lie() {
        let depths = [0, 1, 1, 2, 0, 1];
        let places: Vec<String> = (0..depths.len()).map(|at| place_of(&depths, at)).collect();
        assert_eq!(
            places,
            [
                "0",
                "0.rows.0",
                "0.rows.1",
                "0.rows.1.rows.0",
                "1",
                "1.rows.0"
            ]
        );
    }
}
