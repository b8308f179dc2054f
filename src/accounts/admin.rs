//! What every page of the admin carries.

use super::model::Role;
use super::permission::Action;
use super::session::CurrentUser;

/// What the admin's layout needs.
pub struct AdminCtx {
    /// Title of the page.
    pub title: String,
    /// Who is signed in.
    pub email: String,
    /// What the person may do.
    pub role: Role,
    /// What a form must send back.
    pub csrf: String,
    /// Which entry of the navigation is current.
    pub section: &'static str,
    /// What was just done.
    pub flash: Option<&'static str>,
}

impl AdminCtx {
    /// A page for a person.
    pub fn new(user: &CurrentUser, section: &'static str, title: impl Into<String>) -> Self {
        let role = user.user.role;
        Self {
            title: title.into(),
            email: user.user.email.clone(),
            role,
            csrf: user.csrf_token.clone(),
            section,
            flash: None,
        }
    }
}

/// A part of the navigation.
pub struct MenuGroup {
    /// Its heading.
    pub title: &'static str,
    /// Where it leads.
    pub items: Vec<MenuItem>,
}

/// One entry of the navigation.
pub struct MenuItem {
    /// For people.
    pub title: &'static str,
    /// Its address.
    pub path: String,
    /// Whether the page belongs to it.
    pub is_current: bool,
}

/// The part of the navigation about people, of which everybody sees what they may manage.
const PEOPLE: &[(&str, &str)] = &[
    ("account", "My account"),
    ("people", "People"),
    ("keys", "API keys"),
];

/// Headings with sections and their words; a section is the word in the address behind `/admin/`.
const MENU: &[(&str, &[(&str, &str)])] = &[
    (
        "Work",
        &[
            ("dashboard", "Today"),
            ("reviews", "Reviews"),
            ("releases", "Releases"),
            ("bulk", "Changes of many"),
            ("history", "History"),
        ],
    ),
    (
        "Catalog",
        &[
            ("products", "Products"),
            ("brands", "Brands"),
            ("categories", "Categories"),
            ("collections", "Collections"),
            ("lots", "Lots"),
            ("product-types", "Product types"),
            ("attributes", "Attributes"),
        ],
    ),
    (
        "Evidence",
        &[
            ("ingredients", "Ingredients"),
            ("topics", "Topics"),
            ("claims", "Claims"),
            ("references", "References"),
            ("substantiation", "Substantiation"),
            ("notifications", "Notifications"),
        ],
    ),
    (
        "Content",
        &[
            ("articles", "Articles"),
            ("protocols", "Protocols"),
            ("media", "Media"),
            ("redirects", "Redirects"),
        ],
    ),
    (
        "Search",
        &[
            ("searches", "Searches"),
            ("synonyms", "Synonyms"),
            ("search-rules", "Search rules"),
        ],
    ),
    ("Channels", &[("feeds", "Feeds"), ("webhooks", "Webhooks")]),
];

impl AdminCtx {
    /// The navigation, with the entry of this page marked.
    pub fn menu(&self) -> Vec<MenuGroup> {
        let may_see = |section: &str| {
            let needed = match section {
                "people" => Action::ManagePeople,
                "keys" => Action::ManageKeys,
                "webhooks" => Action::ManageWebhooks,
                _ => Action::Read,
            };
            self.role.may(needed, None)
        };
        MENU.iter()
            .chain(&[("People", PEOPLE)])
            .map(|(title, items)| MenuGroup {
                title,
                items: items
                    .iter()
                    .filter(|(section, _)| may_see(section))
                    .map(|(section, title)| self.item(section, title))
                    .collect(),
            })
            .collect()
    }

    fn item(&self, section: &str, title: &'static str) -> MenuItem {
        MenuItem {
            title,
            path: if section == "dashboard" {
                "/admin".to_owned()
            } else {
                format!("/admin/{section}")
            },
            is_current: section == self.section,
        }
    }
}
