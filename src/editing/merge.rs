//! Two people changed the same draft: what only one of them touched is kept, and what both touched is put before the second.

use serde_json::{Map, Value};

/// One place that both changed, each in another way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    /// JSON pointer to the place in the merged draft.
    pub pointer: String,
    /// As it was when both began.
    pub base: Value,
    /// As it is saved now.
    pub theirs: Value,
    /// As it was sent.
    pub mine: Value,
}

/// What came of merging.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Merged {
    /// The draft; where both changed the same, as it was sent.
    pub draft: Value,
    /// Where both changed the same.
    pub clashes: Vec<Clash>,
    /// Members of the first level that only they changed.
    pub theirs: Vec<String>,
    /// Members of the first level that only this person changed.
    pub mine: Vec<String>,
}

/// Merges two drafts that began as `base`.
pub fn merge(base: &Value, theirs: &Value, mine: &Value) -> Merged {
    let mut merged = Merged::default();
    for key in keys(base, theirs, mine) {
        let of = |value: &Value| value.get(&key).cloned().unwrap_or_default();
        let (was, their, my) = (of(base), of(theirs), of(mine));
        if my == was && their != was {
            merged.theirs.push(key);
        } else if my != was && their == was {
            merged.mine.push(key);
        }
    }
    merged.draft = value(base, theirs, mine, "", &mut merged.clashes);
    merged
}

fn value(
    base: &Value,
    theirs: &Value,
    mine: &Value,
    pointer: &str,
    clashes: &mut Vec<Clash>,
) -> Value {
    if mine == base || mine == theirs {
        return theirs.clone();
    }
    if theirs == base {
        return mine.clone();
    }
    match (theirs, mine) {
        (Value::Object(_), Value::Object(_)) => {
            let mut out = Map::new();
            for key in keys(base, theirs, mine) {
                let of = |value: &Value| value.get(&key).cloned().unwrap_or_default();
                let place = format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"));
                let merged = value(&of(base), &of(theirs), &of(mine), &place, clashes);
                out.insert(key, merged);
            }
            Value::Object(out)
        }
        (Value::Array(their_rows), Value::Array(my_rows))
            if are_keyed(their_rows) && are_keyed(my_rows) =>
        {
            rows(base, their_rows, my_rows, pointer, clashes)
        }
        _ => clash(base, theirs, mine, pointer, clashes),
    }
}

fn clash(
    base: &Value,
    theirs: &Value,
    mine: &Value,
    pointer: &str,
    clashes: &mut Vec<Clash>,
) -> Value {
    clashes.push(Clash {
        pointer: pointer.to_owned(),
        base: base.clone(),
        theirs: theirs.clone(),
        mine: mine.clone(),
    });
    mine.clone()
}

/// Rows with ids are merged row by row: a row that one took away and the other left alone is gone, one that the other changed
/// is a clash of the whole list.
fn rows(
    base: &Value,
    theirs: &[Value],
    mine: &[Value],
    pointer: &str,
    clashes: &mut Vec<Clash>,
) -> Value {
    let none = Vec::new();
    let was = base.as_array().unwrap_or(&none);
    let before = clashes.len();
    let whole = |clashes: &mut Vec<Clash>| {
        // The list as a whole is chosen, so what was found within it is no question any more.
        clashes.truncate(before);
        let (theirs, mine) = (Value::Array(theirs.to_vec()), Value::Array(mine.to_vec()));
        clash(base, &theirs, &mine, pointer, clashes)
    };
    let order = |rows: &[Value]| rows.iter().map(id_of).collect::<Vec<_>>();
    // Whose order counts: that of the one who moved rows; mine when both did.
    let shared = |rows: &[Value], other: &[Value]| -> Vec<Option<String>> {
        order(rows)
            .into_iter()
            .filter(|id| order(other).contains(id))
            .collect()
    };
    let i_moved = shared(mine, was) != shared(was, mine);
    let (first, second) = if i_moved {
        (mine, theirs)
    } else {
        (theirs, mine)
    };
    let mut out = Vec::new();
    for row in first.iter().chain(second) {
        let id = id_of(row);
        if out.iter().any(|done: &Value| id_of(done) == id) {
            continue;
        }
        let (old, their, my) = (find(was, &id), find(theirs, &id), find(mine, &id));
        match (old, their, my) {
            (Some(old), Some(their), Some(my)) => {
                let place = format!("{pointer}/{}", out.len());
                out.push(value(old, their, my, &place, clashes));
            }
            // Taken away by one; the other must not have changed it meanwhile.
            (Some(old), Some(kept), None) | (Some(old), None, Some(kept)) => {
                if kept != old {
                    return whole(clashes);
                }
            }
            (None, Some(their), Some(my)) => {
                let place = format!("{pointer}/{}", out.len());
                out.push(value(&Value::Null, their, my, &place, clashes));
            }
            (None, Some(new), None) | (None, None, Some(new)) => out.push(new.clone()),
            (_, None, None) => {}
        }
    }
    Value::Array(out)
}

fn are_keyed(rows: &[Value]) -> bool {
    rows.iter().all(|row| id_of(row).is_some())
}

fn id_of(row: &Value) -> Option<String> {
    row.get("id")?.as_str().map(str::to_owned)
}

fn find<'a>(rows: &'a [Value], id: &Option<String>) -> Option<&'a Value> {
    rows.iter().find(|row| id_of(row) == *id)
}

fn keys(base: &Value, theirs: &Value, mine: &Value) -> Vec<String> {
    let mut keys: Vec<String> = [theirs, mine, base]
        .into_iter()
        .filter_map(Value::as_object)
        .flat_map(|object| object.keys().cloned())
        .collect();
    keys.sort();
    keys.dedup();
    keys
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn what_only_one_touched_is_kept() {
        let base = json!({"name": "Zinc", "summary": "One.", "form": "capsule"});
        let theirs = json!({"name": "Zinc 15", "summary": "One.", "form": "capsule"});
        let mine = json!({"name": "Zinc", "summary": "Two.", "form": "capsule"});
        let merged = merge(&base, &theirs, &mine);
        assert_eq!(
            merged.draft,
            json!({"name": "Zinc 15", "summary": "Two.", "form": "capsule"})
        );
        assert!(merged.clashes.is_empty());
        assert_eq!(
            (merged.theirs, merged.mine),
            (vec!["name".to_owned()], vec!["summary".to_owned()])
        );
    }

    #[test]
    fn what_both_changed_otherwise_is_a_clash_and_what_both_changed_alike_is_not() {
        let base = json!({"name": "Zinc", "form": "capsule"});
        let theirs = json!({"name": "Zinc A", "form": "tablet"});
        let mine = json!({"name": "Zinc B", "form": "tablet"});
        let merged = merge(&base, &theirs, &mine);
        assert_eq!(merged.draft, json!({"name": "Zinc B", "form": "tablet"}));
        assert_eq!(merged.clashes.len(), 1);
        assert_eq!(
            merged.clashes.first().map(|clash| clash.pointer.as_str()),
            Some("/name")
        );
    }

    #[test]
    fn rows_are_merged_by_their_ids() {
        let base = json!({"rows": [{"id": "a", "n": 1}, {"id": "b", "n": 1}]});
        let theirs =
            json!({"rows": [{"id": "a", "n": 2}, {"id": "b", "n": 1}, {"id": "c", "n": 9}]});
        let mine = json!({"rows": [{"id": "b", "n": 3}, {"id": "a", "n": 1}]});
        let merged = merge(&base, &theirs, &mine);
        assert!(merged.clashes.is_empty());
        assert_eq!(
            merged.draft,
            json!({"rows": [{"id": "b", "n": 3}, {"id": "a", "n": 2}, {"id": "c", "n": 9}]})
        );
    }

    #[test]
    fn a_row_that_one_took_away_and_the_other_changed_is_a_clash() {
        let base = json!({"rows": [{"id": "a", "n": 1}]});
        let theirs = json!({"rows": []});
        let mine = json!({"rows": [{"id": "a", "n": 2}]});
        assert_eq!(merge(&base, &theirs, &mine).clashes.len(), 1);
        let untouched = json!({"rows": [{"id": "a", "n": 1}], "x": 1});
        assert_eq!(
            merge(&base, &theirs, &untouched).draft,
            json!({"rows": [], "x": 1})
        );
    }

    fn drafts() -> impl Strategy<Value = Value> {
        let rows = proptest::collection::btree_map("[a-c]", 0..3u8, 0..3).prop_map(|rows| {
            rows.into_iter()
                .map(|(id, n)| json!({"id": id, "n": n}))
                .collect::<Vec<_>>()
        });
        (0..3u8, 0..3u8, rows).prop_map(|(a, b, rows)| json!({"a": a, "b": b, "rows": rows}))
    }

    proptest! {
        #[test]
        fn who_changes_nothing_gets_what_the_other_saved(base in drafts(), theirs in drafts()) {
            prop_assert_eq!(&merge(&base, &theirs, &base).draft, &theirs);
            prop_assert_eq!(&merge(&base, &base, &theirs).draft, &theirs);
            prop_assert_eq!(merge(&base, &theirs, &theirs).draft, theirs);
        }
    }
}
