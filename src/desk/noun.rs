//! Every noun as the desk sees it: a draft that is loaded and saved, and a document that is published of it.

use diesel_async::AsyncPgConnection;
use serde_json::Value;
use uuid::Uuid;

use crate::catalog::{attribute, brand, category, collection, lot, product, product_type};
use crate::content::{article, protocol, redirect};
use crate::editing::draft::Draft;
use crate::editing::form::Form;
use crate::editing::read::Problems;
use crate::error::AppError;
use crate::evidence::{claim, ingredient, reference, regrade, topic};
use crate::publishing::{Author, Document, Kind, Link, Outcome, Tx, read};
use crate::search::{rule, synonym};

/// Who saves, and what the person's role allows beyond saving.
#[derive(Debug, Clone, Copy)]
pub struct Saver<'a> {
    /// The person.
    pub author: &'a Author,
    /// Whether the role approves sentences of claims.
    pub may_approve: bool,
}

/// A document ready to be published: its slug, and what it says.
pub type Prepared = (String, Value);

/// Calls a function of every noun's module by kind.
macro_rules! of_kind {
    ($kind:expr, $noun:ident, $id:ident = $uuid:expr => $body:expr) => {
        match $kind {
            Kind::Brand => {
                use brand as $noun;
                let $id = brand::model::BrandId($uuid);
                $body
            }
            Kind::Category => {
                use category as $noun;
                let $id = category::model::CategoryId($uuid);
                $body
            }
            Kind::Topic => {
                use topic as $noun;
                let $id = topic::model::TopicId($uuid);
                $body
            }
            Kind::Ingredient => {
                use ingredient as $noun;
                let $id = ingredient::model::IngredientId($uuid);
                $body
            }
            Kind::Reference => {
                use reference as $noun;
                let $id = reference::model::ReferenceId($uuid);
                $body
            }
            Kind::Article => {
                use article as $noun;
                let $id = article::model::ArticleId($uuid);
                $body
            }
            Kind::Protocol => {
                use protocol as $noun;
                let $id = protocol::model::ProtocolId($uuid);
                $body
            }
            Kind::Collection => {
                use collection as $noun;
                let $id = collection::model::CollectionId($uuid);
                $body
            }
            Kind::Attribute => {
                use attribute as $noun;
                let $id = attribute::model::AttributeId($uuid);
                $body
            }
            Kind::ProductType => {
                use product_type as $noun;
                let $id = product_type::model::ProductTypeId($uuid);
                $body
            }
            Kind::Lot => {
                use lot as $noun;
                let $id = lot::model::LotId($uuid);
                $body
            }
            Kind::Redirect => {
                use redirect as $noun;
                let $id = redirect::model::RedirectId($uuid);
                $body
            }
            Kind::Synonym => {
                use synonym as $noun;
                let $id = synonym::model::SynonymId($uuid);
                $body
            }
            Kind::SearchRule => {
                use rule as $noun;
                let $id = rule::model::SearchRuleId($uuid);
                $body
            }
            // These two are written out where they differ.
            Kind::Claim => {
                use claim as $noun;
                let $id = claim::model::ClaimId($uuid);
                $body
            }
            Kind::Product => {
                use product::draft as $noun;
                let $id = product::model::ProductId($uuid);
                $body
            }
        }
    };
}

/// Calls something generic over the draft of a kind.
macro_rules! with_draft {
    ($kind:expr, $draft:ident => $body:expr) => {
        match $kind {
            Kind::Brand => {
                type $draft = brand::draft::BrandDraft;
                $body
            }
            Kind::Category => {
                type $draft = category::draft::CategoryDraft;
                $body
            }
            Kind::Topic => {
                type $draft = topic::draft::TopicDraft;
                $body
            }
            Kind::Ingredient => {
                type $draft = ingredient::draft::IngredientDraft;
                $body
            }
            Kind::Reference => {
                type $draft = reference::draft::ReferenceDraft;
                $body
            }
            Kind::Claim => {
                type $draft = claim::draft::ClaimDraft;
                $body
            }
            Kind::Product => {
                type $draft = product::draft::ProductDraft;
                $body
            }
            Kind::Article => {
                type $draft = article::draft::ArticleDraft;
                $body
            }
            Kind::Protocol => {
                type $draft = protocol::draft::ProtocolDraft;
                $body
            }
            Kind::Collection => {
                type $draft = collection::draft::CollectionDraft;
                $body
            }
            Kind::Attribute => {
                type $draft = attribute::draft::AttributeDraft;
                $body
            }
            Kind::ProductType => {
                type $draft = product_type::draft::ProductTypeDraft;
                $body
            }
            Kind::Lot => {
                type $draft = lot::draft::LotDraft;
                $body
            }
            Kind::Redirect => {
                type $draft = redirect::draft::RedirectDraft;
                $body
            }
            Kind::Synonym => {
                type $draft = synonym::draft::SynonymDraft;
                $body
            }
            Kind::SearchRule => {
                type $draft = rule::draft::SearchRuleDraft;
                $body
            }
        }
    };
}

/// The form of a kind.
pub fn form(kind: Kind) -> Form {
    with_draft!(kind, D => D::form())
}

/// What the form of a new entity holds before anything is typed.
pub fn fresh(kind: Kind) -> Value {
    with_draft!(kind, D => D::fresh())
}

/// A draft in its canonical form, with what is wrong beyond single fields.
///
/// # Errors
/// A draft that is not of the shape of its kind.
pub fn check(kind: Kind, draft: Value) -> Result<(Value, Problems), serde_json::Error> {
    fn of<D: Draft>(draft: Value) -> Result<(Value, Problems), serde_json::Error> {
        let draft: D = serde_json::from_value(draft)?;
        let mut problems = Problems::default();
        draft.check(&mut problems);
        Ok((serde_json::to_value(&draft)?, problems))
    }
    with_draft!(kind, D => of::<D>(draft))
}

/// What is edited of an entity, as it is saved.
///
/// # Errors
/// Not found.
pub async fn load(conn: &AsyncPgConnection, kind: Kind, id: Uuid) -> Result<Value, AppError> {
    of_kind!(kind, noun, id = id => Ok(serde_json::to_value(noun::queries::draft(conn, id).await?)?))
}

/// Saves the draft of an entity, or makes it.
///
/// # Errors
/// What the noun refuses, beside its field.
pub async fn save(
    tx: &mut Tx,
    (kind, id): (Kind, Uuid),
    draft: &Value,
    saver: Saver<'_>,
) -> Result<(), AppError> {
    if kind == Kind::Claim {
        let draft = serde_json::from_value(draft.clone())?;
        let id = claim::model::ClaimId(id);
        return claim::commands::save_draft(tx, id, &draft, saver.author, saver.may_approve).await;
    }
    macro_rules! plain {
        ($noun:path, $id:expr) => {{
            use $noun as noun;
            noun::commands::save_draft(tx, $id, &serde_json::from_value(draft.clone())?).await
        }};
    }
    match kind {
        Kind::Brand => plain!(brand, brand::model::BrandId(id)),
        Kind::Category => plain!(category, category::model::CategoryId(id)),
        Kind::Topic => plain!(topic, topic::model::TopicId(id)),
        Kind::Ingredient => plain!(ingredient, ingredient::model::IngredientId(id)),
        Kind::Reference => plain!(reference, reference::model::ReferenceId(id)),
        Kind::Product => plain!(product::draft, product::model::ProductId(id)),
        Kind::Article => plain!(article, article::model::ArticleId(id)),
        Kind::Protocol => plain!(protocol, protocol::model::ProtocolId(id)),
        Kind::Collection => plain!(collection, collection::model::CollectionId(id)),
        Kind::Attribute => plain!(attribute, attribute::model::AttributeId(id)),
        Kind::ProductType => plain!(product_type, product_type::model::ProductTypeId(id)),
        Kind::Lot => plain!(lot, lot::model::LotId(id)),
        Kind::Redirect => plain!(redirect, redirect::model::RedirectId(id)),
        Kind::Synonym => plain!(synonym, synonym::model::SynonymId(id)),
        Kind::SearchRule => plain!(rule, rule::model::SearchRuleId(id)),
        Kind::Claim => Ok(()),
    }
}

/// What would be published of an entity now.
///
/// # Errors
/// Not found, a claim that is not approved, or a link to something that does not exist.
pub async fn document(
    conn: &AsyncPgConnection,
    kind: Kind,
    id: Uuid,
) -> Result<Prepared, AppError> {
    fn prepared<D: Document>((slug, document): (String, D)) -> Result<Prepared, AppError> {
        Ok((slug, serde_json::to_value(document)?))
    }
    match kind {
        Kind::Brand => prepared(brand::queries::document(conn, brand::model::BrandId(id)).await?),
        Kind::Category => {
            prepared(category::queries::document(conn, category::model::CategoryId(id)).await?)
        }
        Kind::Topic => prepared(topic::queries::document(conn, topic::model::TopicId(id)).await?),
        Kind::Ingredient => prepared(
            ingredient::queries::document(conn, ingredient::model::IngredientId(id)).await?,
        ),
        Kind::Reference => {
            prepared(reference::queries::document(conn, reference::model::ReferenceId(id)).await?)
        }
        Kind::Claim => {
            let id = claim::model::ClaimId(id);
            let (slug, status, document) = claim::queries::document(conn, id).await?;
            claim::commands::needs_approval(&slug, status)?;
            prepared((slug, document))
        }
        Kind::Product => {
            let id = product::model::ProductId(id);
            let (row, document) = product::queries::document(conn, id).await?;
            prepared((row.slug, document))
        }
        Kind::Article => {
            prepared(article::queries::document(conn, article::model::ArticleId(id)).await?)
        }
        Kind::Protocol => {
            prepared(protocol::queries::document(conn, protocol::model::ProtocolId(id)).await?)
        }
        Kind::Collection => prepared(
            collection::queries::document(conn, collection::model::CollectionId(id)).await?,
        ),
        Kind::Attribute => {
            prepared(attribute::queries::document(conn, attribute::model::AttributeId(id)).await?)
        }
        Kind::ProductType => prepared(
            product_type::queries::document(conn, product_type::model::ProductTypeId(id)).await?,
        ),
        Kind::Redirect => {
            let document =
                redirect::queries::document(conn, redirect::model::RedirectId(id)).await?;
            prepared((String::new(), document))
        }
        Kind::Synonym => {
            let document = synonym::queries::document(conn, synonym::model::SynonymId(id)).await?;
            prepared((String::new(), document))
        }
        Kind::SearchRule => {
            let document = rule::queries::document(conn, rule::model::SearchRuleId(id)).await?;
            prepared((String::new(), document))
        }
        Kind::Lot => {
            let product = lot::queries::product_of(conn, lot::model::LotId(id)).await?;
            let (row, document) = product::queries::document(conn, product).await?;
            prepared((row.slug, document))
        }
    }
}

/// Publishes an entity as a document says it is, through the gate.
///
/// # Errors
/// What the gate or the noun refuses.
pub async fn publish(
    tx: &mut Tx,
    (kind, id): (Kind, Uuid),
    (slug, document): &Prepared,
    author: &Author,
    note: &str,
) -> Result<Outcome, AppError> {
    macro_rules! plain {
        ($noun:ident, $id:expr) => {{
            let document = serde_json::from_value(document.clone())?;
            $noun::commands::publish_document(tx, $id, slug, &document, author, note).await
        }};
    }
    match kind {
        Kind::Brand => plain!(brand, brand::model::BrandId(id)),
        Kind::Category => plain!(category, category::model::CategoryId(id)),
        Kind::Topic => plain!(topic, topic::model::TopicId(id)),
        Kind::Ingredient => plain!(ingredient, ingredient::model::IngredientId(id)),
        Kind::Claim => plain!(claim, claim::model::ClaimId(id)),
        Kind::Product => plain!(product, product::model::ProductId(id)),
        Kind::Article => plain!(article, article::model::ArticleId(id)),
        Kind::Protocol => plain!(protocol, protocol::model::ProtocolId(id)),
        Kind::Collection => plain!(collection, collection::model::CollectionId(id)),
        Kind::Attribute => plain!(attribute, attribute::model::AttributeId(id)),
        Kind::ProductType => plain!(product_type, product_type::model::ProductTypeId(id)),
        Kind::Reference => {
            let document = serde_json::from_value(document.clone())?;
            let id = reference::model::ReferenceId(id);
            regrade::publish_document(tx, id, slug, &document, author, note).await
        }
        Kind::Redirect => {
            let document = serde_json::from_value(document.clone())?;
            let id = redirect::model::RedirectId(id);
            redirect::commands::publish_document(tx, id, &document, author, note).await
        }
        Kind::Synonym => {
            let document = serde_json::from_value(document.clone())?;
            let id = synonym::model::SynonymId(id);
            synonym::commands::publish_document(tx, id, &document, author, note).await
        }
        Kind::SearchRule => {
            let document = serde_json::from_value(document.clone())?;
            let id = rule::model::SearchRuleId(id);
            rule::commands::publish_document(tx, id, &document, author, note).await
        }
        Kind::Lot => {
            let id = lot::model::LotId(id);
            let product = lot::commands::set_listed(tx, id, true).await?;
            // Listed now, so the product says more than the document that was prepared before.
            product::commands::publish_product(tx, product, author, note).await
        }
    }
}

/// What the current publication of an entity refers to.
///
/// # Errors
/// Not found, or a stored document that this program cannot read.
pub async fn links_of_published(tx: &mut Tx, kind: Kind, id: Uuid) -> Result<Vec<Link>, AppError> {
    let stored = read::by_ids(tx.conn()?, &[id])
        .await?
        .into_iter()
        .next()
        .ok_or(AppError::NotFound)?;
    macro_rules! links {
        ($document:ty) => {
            stored.decode::<$document>()?.document.links()
        };
    }
    Ok(match kind {
        Kind::Brand => links!(brand::document::BrandDocument),
        Kind::Category => links!(category::document::CategoryDocument),
        Kind::Topic => links!(topic::document::TopicDocument),
        Kind::Ingredient => links!(ingredient::document::IngredientDocument),
        Kind::Reference => links!(reference::document::ReferenceDocument),
        Kind::Claim => links!(claim::document::ClaimDocument),
        Kind::Product => links!(product::document::ProductDocument),
        Kind::Article => links!(article::document::ArticleDocument),
        Kind::Protocol => links!(protocol::document::ProtocolDocument),
        Kind::Collection => links!(collection::document::CollectionDocument),
        Kind::SearchRule => links!(rule::document::SearchRuleDocument),
        Kind::Attribute | Kind::ProductType | Kind::Lot | Kind::Redirect | Kind::Synonym => {
            Vec::new()
        }
    })
}
