//! What a form of the admin consists of. A noun describes its draft once; reading, checking, showing, comparing and merging
//! all follow that description.

use crate::publishing::Kind;

/// The form of a noun.
#[derive(Debug, Clone)]
pub struct Form {
    /// Its sections in order.
    pub sections: Vec<Section>,
}

/// A part of a form under a heading.
#[derive(Debug, Clone)]
pub struct Section {
    /// Its anchor.
    pub id: &'static str,
    /// Its heading.
    pub title: &'static str,
    /// What to know before filling it in.
    pub hint: &'static str,
    /// Its fields in order.
    pub fields: Vec<Field>,
}

/// One field. Its name is that of the draft's member.
#[derive(Debug, Clone)]
pub struct Field {
    /// Name of the member.
    pub name: &'static str,
    /// For people.
    pub label: &'static str,
    /// What to know when filling it in.
    pub hint: &'static str,
    /// Whether it must hold something.
    pub required: bool,
    /// What it takes.
    pub input: Input,
}

/// Words to choose from: the stored one and the one for people.
pub type Options = Vec<(&'static str, &'static str)>;

/// What a field takes.
#[derive(Debug, Clone)]
pub enum Input {
    /// One line of at most so many characters.
    Line(usize),
    /// The readable part of an address.
    Slug,
    /// A text of at most so many characters, shown with so many lines.
    Text(usize, u8),
    /// Short texts, one a line.
    Words,
    /// One of some words.
    Choice(Options),
    /// Yes or no.
    Flag,
    /// A day.
    Date,
    /// A whole number.
    Whole(i64, i64),
    /// A decimal number.
    Decimal,
    /// Something of a kind, by slug or name.
    Pick(Kind),
    /// A stored picture.
    Picture,
    /// Fields that belong together; when all are empty and it is not required, there is none.
    Group(Vec<Field>),
    /// Rows of fields.
    Rows(Rows),
}

/// Rows of fields.
#[derive(Debug, Clone)]
pub struct Rows {
    /// The fields of a row.
    pub fields: Vec<Field>,
    /// What one row is called.
    pub one: &'static str,
    /// How rows are stored.
    pub shape: Shape,
}

/// How rows are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A list of objects.
    Plain,
    /// A list of objects with an `id` by which a row stays the same row. One that comes without is known by what these fields hold.
    Keyed(&'static [&'static str]),
    /// A list of single values; a row has one field.
    Single,
    /// Objects that hold further ones in their member `rows`.
    Tree,
}

impl Form {
    /// A form of sections.
    pub const fn new(sections: Vec<Section>) -> Self {
        Self { sections }
    }

    /// Every field of the first level, in order.
    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        self.sections.iter().flat_map(|section| &section.fields)
    }

    /// The field at a path such as `variants.0.sku`.
    pub fn field_at(&self, path: &str) -> Option<&Field> {
        let mut parts = path.split('.');
        let first = parts.next()?;
        let mut field = self.fields().find(|field| field.name == first)?;
        while let Some(part) = parts.next() {
            let within = match &field.input {
                Input::Group(fields) => {
                    field = fields.iter().find(|field| field.name == part)?;
                    continue;
                }
                Input::Rows(rows) => &rows.fields,
                _ => return None,
            };
            // The part is the number of a row; what follows is a field of it.
            let Some(name) = parts.next() else {
                return Some(field);
            };
            field = within.iter().find(|field| field.name == name)?;
        }
        Some(field)
    }
}

impl Section {
    /// A section without a hint.
    pub const fn new(id: &'static str, title: &'static str, fields: Vec<Field>) -> Self {
        Self {
            id,
            title,
            hint: "",
            fields,
        }
    }

    /// The same with a hint.
    #[must_use]
    pub const fn hint(mut self, hint: &'static str) -> Self {
        self.hint = hint;
        self
    }
}

impl Field {
    /// A field that may stay empty.
    pub const fn new(name: &'static str, label: &'static str, input: Input) -> Self {
        Self {
            name,
            label,
            hint: "",
            required: false,
            input,
        }
    }

    /// The same, which must hold something.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// The same with a hint.
    #[must_use]
    pub const fn hint(mut self, hint: &'static str) -> Self {
        self.hint = hint;
        self
    }

    /// One line.
    pub const fn line(name: &'static str, label: &'static str, max: usize) -> Self {
        Self::new(name, label, Input::Line(max))
    }

    /// A text of some lines.
    pub const fn text(name: &'static str, label: &'static str, max: usize, rows: u8) -> Self {
        Self::new(name, label, Input::Text(max, rows))
    }

    /// The slug, which every noun has.
    pub const fn slug() -> Self {
        Self::new("slug", "Address", Input::Slug).hint(
            "The last part of its address. After a change the old address leads to the new one.",
        )
    }

    /// A choice.
    pub const fn choice(name: &'static str, label: &'static str, options: Options) -> Self {
        Self::new(name, label, Input::Choice(options))
    }

    /// Something of a kind.
    pub const fn pick(name: &'static str, label: &'static str, kind: Kind) -> Self {
        Self::new(name, label, Input::Pick(kind))
    }

    /// Rows of fields.
    pub const fn rows(
        name: &'static str,
        label: &'static str,
        one: &'static str,
        shape: Shape,
        fields: Vec<Field>,
    ) -> Self {
        Self::new(name, label, Input::Rows(Rows { fields, one, shape }))
    }

    /// A list of things of a kind.
    pub fn picks(name: &'static str, label: &'static str, one: &'static str, kind: Kind) -> Self {
        let it = Self::new("it", one, Input::Pick(kind)).required();
        Self::rows(name, label, one, Shape::Single, vec![it])
    }
}

/// The words of an enum that is stored as text, for a choice.
#[macro_export]
macro_rules! options {
    ($name:ty) => {
        <$name>::ALL
            .iter()
            .map(|value| (value.as_str(), value.words()))
            .collect::<Vec<_>>()
    };
}
