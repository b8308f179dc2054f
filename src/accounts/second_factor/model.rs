//! Rows of second factors, and what was accepted as one.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use crate::accounts::model::UserId;
use crate::db::schema::second_factors;
use crate::text_enum;

/// The second factor of a person.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = second_factors)]
pub struct SecondFactor {
    /// Whose it is.
    pub user_id: UserId,
    /// What authenticator and program share.
    //
    // It is stored as it is: codes can't be computed from a hash of it, and a key to encrypt it would have to lie beside
    // the program on every machine and, once lost, lock everybody out. A dump alone signs nobody in: passwords are hashed.
    pub secret: Vec<u8>,
    /// Since when it is asked for; before that it is only being set up.
    pub confirmed_at: Option<DateTime<Utc>>,
}

text_enum! {
    /// What was accepted as a second factor.
    Accepted {
        /// A code of the authenticator.
        Code = "code",
        /// A recovery code, which is used up by it.
        RecoveryCode = "recovery code",
    }
}
