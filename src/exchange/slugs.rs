//! Slugs for what an import makes.

use std::collections::HashSet;

use crate::error::AppError;
use crate::publishing::{Kind, Slug, Tx, read};

/// Slugs that neither an edited nor a public entity of a kind has, one for each name and each another: the name's own, or with a
/// number behind it.
pub(super) async fn free_slugs(
    tx: &mut Tx,
    kind: Kind,
    names: &[String],
) -> Result<Vec<Slug>, AppError> {
    let bases: Vec<Slug> = names
        .iter()
        .map(|name| Slug::from_name(name, kind.as_str()))
        .collect();
    let mut found: Vec<Option<Slug>> = vec![None; names.len()];
    let mut given: HashSet<Slug> = HashSet::new();
    let mut number = 1;
    loop {
        let open = |found: &[Option<Slug>]| -> Vec<(usize, Slug)> {
            let open = found.iter().zip(&bases).enumerate();
            open.filter(|(_, (found, _))| found.is_none())
                .map(|(at, (_, base))| (at, candidate(base, number)))
                .collect()
        };
        let candidates = open(&found);
        if candidates.is_empty() {
            return Ok(found.into_iter().flatten().collect());
        }
        let taken = taken(tx, kind, &candidates).await?;
        for (at, slug) in candidates {
            let is_free = !taken.contains(slug.as_str()) && given.insert(slug.clone());
            if let Some(place) = found.get_mut(at).filter(|_| is_free) {
                *place = Some(slug);
            }
        }
        number += 1;
    }
}

fn candidate(base: &Slug, number: u32) -> Slug {
    match number {
        1 => base.clone(),
        number => base.numbered(number),
    }
}

/// Which of some slugs are not free.
async fn taken(
    tx: &mut Tx,
    kind: Kind,
    candidates: &[(usize, Slug)],
) -> Result<HashSet<String>, AppError> {
    let slugs: Vec<&str> = candidates.iter().map(|(_, slug)| slug.as_str()).collect();
    let mut taken = crate::desk::queries::edited_slugs(tx.conn()?, kind, &slugs).await?;
    let addresses = candidates
        .iter()
        .filter_map(|(_, slug)| Some((kind.path(slug.as_str())?, slug)));
    let (paths, of): (Vec<String>, Vec<&Slug>) = addresses.unzip();
    let live = read::live_paths(tx.conn()?, &paths).await?;
    let shown = paths
        .iter()
        .zip(of)
        .filter(|(path, _)| live.contains(*path));
    taken.extend(shown.map(|(_, slug)| slug.to_string()));
    Ok(taken)
}
