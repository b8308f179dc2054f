//! What every page of the admin carries.

use super::model::Role;
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
        Self {
            title: title.into(),
            email: user.user.email.clone(),
            role: user.user.role,
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

/// Headings with sections and their words; a section is the word in the address behind `/admin/`.
const MENU: &[(&str, &[(&str, &str)])] = &[
    (
        "Work",
        &[
            ("dashboard", "Today"),
            ("reviews", "Reviews"),
            ("releases", "Releases"),
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
            ("redirects", "Redirects"),
        ],
    ),
];

impl AdminCtx {
    /// The navigation, with the entry of this page marked.
    pub fn menu(&self) -> Vec<MenuGroup> {
        MENU.iter()
            .map(|(title, items)| MenuGroup {
                title,
                items: items
                    .iter()
                    .map(|(section, title)| MenuItem {
                        title,
                        path: if *section == "dashboard" {
                            "/admin".to_owned()
                        } else {
                            format!("/admin/{section}")
                        },
                        is_current: *section == self.section,
                    })
                    .collect(),
            })
            .collect()
    }
}
