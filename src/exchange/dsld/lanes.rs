//! Two lanes: while some hundred labels are written, the products of those before them are published. Each is a transaction of its
//! own, so that the database works for both at once, and a label whose product can't be published stays a draft.

use std::collections::{HashMap, HashSet};

use tokio::sync::mpsc::Receiver;

use super::apply::{Placed, Written};
use super::format::Label;
use super::mapping;
use super::reading::{Incoming, Place};
use super::run::{Summary, told};
use crate::catalog::product::model::ProductId;
use crate::error::AppError;
use crate::exchange::batch::all_or_each;
use crate::exchange::publish::{Brought, Came};

/// Labels in one transaction: many enough that the time goes into labels, few enough that an editor hardly waits.
const BATCH: usize = 250;

/// What came of products that were to be published.
pub type Published = HashMap<ProductId, Came>;

/// Imports what comes in, and counts it. `progress` hears how many labels are done.
///
/// # Errors
/// The database went away.
pub async fn import(
    mut incoming: Receiver<Incoming>,
    summary: &mut Summary,
    progress: &dyn Fn(usize),
    mut write: impl AsyncFnMut(&[Placed]) -> Result<Vec<Written>, AppError>,
    mut publish: impl AsyncFnMut(&[Brought]) -> Result<Published, AppError>,
) -> Result<(), AppError> {
    let mut intake = Intake::default();
    let mut waiting: Vec<(Place, Written)> = Vec::new();
    loop {
        let labels = intake.next_batch(&mut incoming, summary).await;
        if labels.is_empty() && waiting.is_empty() {
            return Ok(());
        }
        let brought: Vec<Brought> = waiting.iter().map(|(_, written)| written.brought).collect();
        let (written, published) = tokio::join!(
            all_or_each(&labels, labels.chunks(1), &mut write),
            all_or_each(&brought, brought.chunks(1), &mut publish),
        );
        let (mut came, mut failed) = (Published::new(), HashMap::new());
        for (part, outcome) in published? {
            match outcome {
                Ok(published) => came.extend(published),
                Err(error) => {
                    let message = told(error);
                    failed.extend(part.iter().map(|one| (one.product, message.clone())));
                }
            }
        }
        for (place, written) in std::mem::take(&mut waiting) {
            let product = written.brought.product;
            match failed.get(&product) {
                Some(message) => {
                    let message = format!("is saved as a draft and can't be published: {message}");
                    summary.fail(&place, "", &message);
                }
                None => summary.count(&place, written.applied, came.remove(&product)),
            }
        }
        for (part, outcome) in written? {
            match outcome {
                Ok(written) => {
                    let places = part.iter().map(|placed| placed.place.clone());
                    waiting.extend(places.zip(written));
                }
                Err(error) => {
                    let message = told(error);
                    for placed in part {
                        summary.fail(&placed.place, "", &message);
                    }
                }
            }
        }
        progress(summary.labels());
    }
}

/// Takes labels in and parts them.
#[derive(Default)]
struct Intake {
    /// Checksums of the labels that came, by their numbers.
    seen: HashMap<i64, String>,
    /// What was read and did not fit any more.
    next: Option<Placed>,
}

impl Intake {
    /// The next labels of different products; none at the end.
    async fn next_batch(
        &mut self,
        incoming: &mut Receiver<Incoming>,
        summary: &mut Summary,
    ) -> Vec<Placed> {
        let mut batch = Batch::default();
        if let Some(label) = self.next.take() {
            batch.add(label);
        }
        while batch.labels.len() < BATCH {
            let Some(found) = incoming.recv().await else {
                break;
            };
            let Some(label) = summary.note(found, &mut self.seen) else {
                continue;
            };
            if !batch.takes(&label.label) {
                self.next = Some(label);
                break;
            }
            batch.add(label);
        }
        batch.labels
    }
}

/// Labels of different products, so that what one of them brings is nothing that another one looks for.
#[derive(Default)]
struct Batch {
    labels: Vec<Placed>,
    taken: HashSet<Meant>,
}

/// By what a label may mean the same product as another one.
#[derive(PartialEq, Eq, Hash)]
enum Meant {
    Label(i64),
    Barcode(String),
    Name(String, String),
}

impl Batch {
    fn meant(label: &Label) -> impl Iterator<Item = Meant> {
        let barcode = mapping::gtin(label).map(|gtin| Meant::Barcode(gtin.padded()));
        let name = Meant::Name(label.brand.to_lowercase(), label.name.to_lowercase());
        [Meant::Label(label.id), name].into_iter().chain(barcode)
    }

    fn takes(&self, label: &Label) -> bool {
        !Self::meant(label).any(|meant| self.taken.contains(&meant))
    }

    fn add(&mut self, label: Placed) {
        self.taken.extend(Self::meant(&label.label));
        self.labels.push(label);
    }
}
