//! The admin of people: everybody, one person, and one's own account.

mod account;
mod people;
mod person;

pub use account::{account_page, change_password, end_others, end_session};
pub use people::{people_page, person_invite};
pub use person::{
    person_disable, person_enable, person_page, person_reset_password, person_reset_second_factor,
    person_set_role,
};
