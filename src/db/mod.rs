//! PostgreSQL: pools, the private server, migrations, the generated schema and the types that columns have.
//!
//! Knows no noun of the catalog. Queries take `&AsyncPgConnection`, so that independent reads can be pipelined on one
//! connection; writes go through [`crate::publishing::transaction`], which also appends to the change log.

pub mod embedded;
pub mod ids;
pub mod migrations;
pub mod paging;
mod pool;
pub mod roles;
mod same_view;
#[rustfmt::skip]
#[expect(missing_docs, reason = "generated from the database, which carries the comments")]
pub mod schema;
pub mod text_enum;

/// A connection, as those name it who read through others and know no SQL.
pub use diesel_async::AsyncPgConnection as Conn;
pub use pool::{Connection, Db, DbUrls};
pub use same_view::SameView;

diesel::define_sql_function! {
    /// PostgreSQL's `lower`.
    #[sql_name = "lower"]
    fn lower(text: diesel::sql_types::Text) -> diesel::sql_types::Text;
}

/// Text as a pattern of `LIKE` that matches only itself.
pub fn like_literal(text: &str) -> String {
    text.trim()
        .replace('\\', "\\\\")
        .replace('%', "\\%")
        .replace('_', "\\_")
}

/// Which tables may meet in one query. Pairing all of them would double the time to compile.
mod pairs {
    use super::schema::{
        attributes, autosaves, brands, claims, current_publications, evidence, formula_amounts,
        formula_rows, ingredients, lots, media, media_documents, media_renditions, one_time_links,
        product_attributes, product_media, product_type_attributes, products, publication_links,
        publications, references, routes, sessions, sign_in_challenges, users, variant_options,
        variants, webhook_deliveries, webhooks,
    };

    diesel::allow_tables_to_appear_in_same_query!(sessions, users);
    diesel::allow_tables_to_appear_in_same_query!(autosaves, users);
    diesel::allow_tables_to_appear_in_same_query!(sign_in_challenges, users);
    diesel::allow_tables_to_appear_in_same_query!(one_time_links, users);
    diesel::allow_tables_to_appear_in_same_query!(evidence, references);
    diesel::allow_tables_to_appear_in_same_query!(claims, ingredients);
    diesel::allow_tables_to_appear_in_same_query!(lots, variants);
    diesel::allow_tables_to_appear_in_same_query!(variants, products);
    diesel::allow_tables_to_appear_in_same_query!(webhook_deliveries, webhooks);
    diesel::allow_tables_to_appear_in_same_query!(formula_amounts, formula_rows);
    diesel::allow_tables_to_appear_in_same_query!(variant_options, variants);
    diesel::allow_tables_to_appear_in_same_query!(product_media, media);
    diesel::allow_tables_to_appear_in_same_query!(attributes, product_type_attributes);
    diesel::allow_tables_to_appear_in_same_query!(
        product_attributes,
        product_type_attributes,
        products,
    );
    diesel::allow_tables_to_appear_in_same_query!(media, media_renditions);
    diesel::allow_tables_to_appear_in_same_query!(product_media, products, media_renditions);
    diesel::allow_tables_to_appear_in_same_query!(media, media_documents, lots, products);
    diesel::allow_tables_to_appear_in_same_query!(media, users);
    diesel::allow_tables_to_appear_in_same_query!(
        products,
        brands,
        routes,
        publication_links,
        current_publications,
        publications,
    );
}

/// Views, which the generated schema leaves out.
pub mod views {
    diesel::table! {
        /// Everything that is edited: kind, id, slug and what it is called
        editables (id) {
            /// Kind of the entity
            kind -> Text,
            /// Its id
            id -> Uuid,
            /// Its slug, or what stands for one
            slug -> Text,
            /// What it is called
            title -> Text,
            /// When it was last saved
            updated_at -> Timestamptz,
            /// Its last revision, once it was opened in the editor
            revision -> Nullable<Int4>,
            /// Where it stands on its way to the public
            state -> Text,
        }
    }
}

/// One column of some rows, to bind as an array.
pub fn column<'a, R, V>(rows: &'a [R], of: impl Fn(&'a R) -> V) -> Vec<V> {
    rows.iter().map(of).collect()
}
