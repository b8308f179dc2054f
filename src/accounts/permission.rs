//! Who may do what: one table of actions, the kinds of entity they are about, and the role that is needed at least.

use super::model::Role;
use crate::error::AppError;
use crate::publishing::Kind;

/// Something that a person does in the admin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Look at drafts, reviews, history and their own account.
    Read,
    /// Write and save drafts.
    Edit,
    /// Set prices and availability, which are live at once.
    SetPrices,
    /// Note something beside a draft.
    Comment,
    /// Ask a reviewer to look at a draft.
    RequestReview,
    /// Approve what is written, and sign words that a rule would have looked at.
    Review,
    /// Let words pass that a rule blocks, with a reason.
    Override,
    /// Note that statements were notified to the authority.
    Notify,
    /// Add pictures and documents, and say what they show.
    AddMedia,
    /// Delete pictures and documents.
    DeleteMedia,
    /// Make a draft public.
    Publish,
    /// Take something from the public.
    Withdraw,
    /// Say when something becomes public or ends.
    Schedule,
    /// Change the drafts of many entities at once.
    BulkEdit,
    /// Put a release together and publish it.
    Release,
    /// Invite, disable and re-role people, and reset how they sign in.
    ManagePeople,
    /// Make and revoke API keys.
    ManageKeys,
    /// Say where events are sent, and send them again.
    ManageWebhooks,
    /// Take the whole audit log away as a file.
    ExportHistory,
}

/// The table: the least role for an action on a kind of entity, or on none in particular. The first line that fits counts.
const fn least(action: Action, kind: Option<Kind>) -> Role {
    match (action, kind) {
        // Structure reaches every page, and what arranges lists reaches every list.
        (
            Action::Edit,
            Some(
                Kind::Category
                | Kind::ProductType
                | Kind::Attribute
                | Kind::Redirect
                | Kind::Synonym
                | Kind::SearchRule,
            ),
        ) => Role::Publisher,

        (Action::Read, _) => Role::Author,
        (Action::Edit, _) => Role::Author,
        (Action::Comment, _) => Role::Author,
        (Action::RequestReview, _) => Role::Author,
        (Action::BulkEdit, _) => Role::Author,

        (Action::AddMedia, _) => Role::Author,

        (Action::Review, _) => Role::Reviewer,
        (Action::Notify, _) => Role::Reviewer,
        (Action::DeleteMedia, _) => Role::Reviewer,
        (Action::Override, _) => Role::Reviewer,

        // A price is public as soon as it is saved.
        (Action::SetPrices, _) => Role::Publisher,
        (Action::Publish, _) => Role::Publisher,
        (Action::Withdraw, _) => Role::Publisher,
        (Action::Schedule, _) => Role::Publisher,
        (Action::Release, _) => Role::Publisher,

        (Action::ManagePeople, _) => Role::Admin,
        (Action::ManageKeys, _) => Role::Admin,
        (Action::ManageWebhooks, _) => Role::Admin,
        (Action::ExportHistory, _) => Role::Admin,
    }
}

impl Role {
    /// Whether the role allows an action on a kind of entity, or on none in particular.
    pub fn may(self, action: Action, kind: Option<Kind>) -> bool {
        self >= least(action, kind)
    }

    /// Checks that the role allows an action.
    ///
    /// # Errors
    /// Forbidden, with the roles that may.
    pub fn check(self, action: Action, kind: Option<Kind>) -> Result<(), AppError> {
        let least = least(action, kind);
        if self >= least {
            return Ok(());
        }
        Err(AppError::Forbidden(match least {
            Self::Author => "only people with an account may do this: ask an administrator for one",
            Self::Reviewer => {
                "only reviewers, publishers and administrators may do this: ask one of them, or ask an administrator for the role"
            }
            Self::Publisher => {
                "only publishers and administrators may do this: ask one of them, or ask an administrator for the role"
            }
            Self::Admin => "only administrators may do this: ask one of them",
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AUTHOR: &[Action] = &[
        Action::Read,
        Action::Edit,
        Action::Comment,
        Action::RequestReview,
        Action::BulkEdit,
        Action::AddMedia,
    ];
    const REVIEWER: &[Action] = &[
        Action::Review,
        Action::Override,
        Action::Notify,
        Action::DeleteMedia,
    ];
    const PUBLISHER: &[Action] = &[
        Action::SetPrices,
        Action::Publish,
        Action::Withdraw,
        Action::Schedule,
        Action::Release,
    ];
    const ADMIN: &[Action] = &[
        Action::ManagePeople,
        Action::ManageKeys,
        Action::ManageWebhooks,
        Action::ExportHistory,
    ];

    #[test]
    fn each_role_may_do_its_own_and_what_those_before_it_may() {
        let groups = [
            (Role::Author, AUTHOR),
            (Role::Reviewer, REVIEWER),
            (Role::Publisher, PUBLISHER),
            (Role::Admin, ADMIN),
        ];
        for role in Role::ALL {
            for (least, actions) in groups {
                for action in actions {
                    assert_eq!(role.may(*action, None), *role >= least, "{role} {action:?}");
                }
            }
        }
    }

    #[test]
    fn shelves_are_edited_by_those_who_keep_the_structure() {
        assert!(Role::Author.may(Action::Edit, Some(Kind::Product)));
        assert!(!Role::Reviewer.may(Action::Edit, Some(Kind::Category)));
        assert!(Role::Publisher.may(Action::Edit, Some(Kind::Category)));
    }

    #[test]
    fn a_refusal_says_who_may() {
        let refused = Role::Author.check(Action::Publish, Some(Kind::Product));
        let words = refused.map_err(|error| error.to_string());
        assert!(words.is_err_and(|words| words.starts_with("only publishers and administrators")));
    }
}
