//! Ids of redirects.

use crate::id_type;

id_type! {
    /// Id of a redirect.
    RedirectId
}
