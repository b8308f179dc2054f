//! How grave what has become of a publication is.

use super::model::ReferenceStatus;

/// The status that says worse of a publication: retracted, then a concern, then a correction, then out of reach.
pub const fn graver(first: ReferenceStatus, second: ReferenceStatus) -> ReferenceStatus {
    if rank(second) > rank(first) {
        second
    } else {
        first
    }
}

const fn rank(status: ReferenceStatus) -> u8 {
    match status {
        ReferenceStatus::Ok => 0,
        ReferenceStatus::Dead => 1,
        ReferenceStatus::Corrected => 2,
        ReferenceStatus::Concern => 3,
        ReferenceStatus::Retracted => 4,
    }
}
