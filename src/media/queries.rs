//! Reads of media.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use diesel::dsl::{exists, not};
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::model::{
    DocumentId, DocumentKind, DocumentRow, DocumentSummary, MediaId, MediaRow, MediaSummary,
    ProductUse, RenditionRow,
};
use super::{file_name, media_path};
use crate::catalog::lot::model::LotId;
use crate::catalog::product::model::ProductId;
use crate::db::like_literal;
use crate::db::paging::{Cursor, Page, PageRequest};
use crate::db::schema::{
    certificates, current_publications, lots, media, media_documents, media_renditions,
    product_media, products, publications, variants,
};

/// The type of documents.
pub const PDF: &str = "application/pdf";

/// The width of the pictures in lists.
const THUMBNAIL: i32 = 320;

/// A stored file by id.
pub async fn find(mut conn: &AsyncPgConnection, id: MediaId) -> QueryResult<MediaRow> {
    media::table
        .find(id)
        .select(MediaRow::as_select())
        .first(&mut conn)
        .await
}

/// The file that was made of uploaded bytes with this hash.
pub async fn by_source(
    mut conn: &AsyncPgConnection,
    source_sha256: &str,
) -> QueryResult<Option<MediaId>> {
    media::table
        .filter(media::source_sha256.eq(source_sha256))
        .select(media::id)
        .first(&mut conn)
        .await
        .optional()
}

/// A page of the pictures, newest first, optionally of those whose name or alternative text holds a text, or that a product
/// with it in its name shows. What is only another version of a listed picture is left out.
pub async fn list(
    mut conn: &AsyncPgConnection,
    text: Option<&str>,
    page: &PageRequest,
) -> QueryResult<Page<MediaSummary>> {
    let is_version = product_media::table.filter(
        product_media::raster_id
            .eq(media::id.nullable())
            .or(product_media::social_id.eq(media::id.nullable())),
    );
    let mut query = media::table
        .left_join(
            media_renditions::table.on(media_renditions::media_id
                .eq(media::id)
                .and(media_renditions::width.eq(THUMBNAIL))),
        )
        .filter(media::mime.ne(PDF))
        .filter(media::uploaded_by.is_not_null().or(not(exists(is_version))))
        .into_boxed();
    if let Some(text) = text {
        let pattern = format!("%{}%", like_literal(text));
        let called_so = products::table
            .filter(products::name.ilike(pattern.clone()))
            .select(products::id);
        let shown = product_media::table
            .filter(product_media::product_id.eq_any(called_so))
            .select(product_media::media_id);
        query = query.filter(
            media::name
                .ilike(pattern.clone())
                .or(media::alt.ilike(pattern))
                .or(media::id.eq_any(shown)),
        );
    }
    // Ids grow with time, so the newest come first by them alone.
    if let Some(after) = &page.after {
        query = query.filter(media::id.lt(MediaId(after.id)));
    }
    let rows: Vec<(MediaRow, Option<(String, String)>)> = query
        .order(media::id.desc())
        .limit(page.limit + 1)
        .select((
            MediaRow::as_select(),
            (media_renditions::sha256, media_renditions::mime).nullable(),
        ))
        .load(&mut conn)
        .await?;
    let page = Page::cut(rows, page.limit, |row| cursor(row.0.id.0));
    Ok(page.map(|(file, small)| MediaSummary {
        thumbnail: small.map_or_else(|| file.path(), |(sha256, mime)| media_path(&sha256, &mime)),
        file,
    }))
}

fn cursor(id: Uuid) -> Cursor {
    Cursor {
        key: String::new(),
        id,
    }
}

/// The versions of pictures, narrowest first.
pub async fn renditions_of(
    mut conn: &AsyncPgConnection,
    ids: &[MediaId],
) -> QueryResult<HashMap<MediaId, Vec<RenditionRow>>> {
    let rows: Vec<RenditionRow> = media_renditions::table
        .filter(media_renditions::media_id.eq_any(ids))
        .order((media_renditions::media_id, media_renditions::width))
        .select(RenditionRow::as_select())
        .load(&mut conn)
        .await?;
    let mut of_picture: HashMap<MediaId, Vec<RenditionRow>> = HashMap::new();
    for row in rows {
        of_picture.entry(row.media_id).or_default().push(row);
    }
    Ok(of_picture)
}

/// The products that show pictures, in the draft or as a version of another picture.
pub async fn uses_of(
    mut conn: &AsyncPgConnection,
    ids: &[MediaId],
) -> QueryResult<HashMap<MediaId, Vec<ProductUse>>> {
    type Row = (MediaId, Option<MediaId>, Option<MediaId>, ProductId, String);
    let rows: Vec<Row> = product_media::table
        .inner_join(products::table)
        .filter(
            product_media::media_id
                .eq_any(ids)
                .or(product_media::raster_id.eq_any(ids))
                .or(product_media::social_id.eq_any(ids)),
        )
        .order((products::name, products::id, product_media::position))
        .select((
            product_media::media_id,
            product_media::raster_id,
            product_media::social_id,
            products::id,
            products::name,
        ))
        .load(&mut conn)
        .await?;
    let mut uses: HashMap<MediaId, Vec<ProductUse>> = HashMap::new();
    for (picture, raster, social, id, name) in rows {
        let named = [Some(picture), raster, social];
        for media in named.into_iter().flatten().collect::<HashSet<_>>() {
            let products = uses.entry(media).or_default();
            if products.last().is_none_or(|last| last.id != id) {
                let name = name.clone();
                products.push(ProductUse { id, name });
            }
        }
    }
    Ok(uses)
}

/// Titles of what is public and shows a file, as it was published: the draft may show another one by now.
pub async fn public_uses_of(
    mut conn: &AsyncPgConnection,
    sha256: &str,
) -> QueryResult<Vec<String>> {
    // A document is searched as text, which the query builder can't say; only a deletion asks.
    let names_it = diesel::dsl::sql::<Bool>("publications.document::text LIKE '%' || ")
        .bind::<Text, _>(sha256)
        .sql(" || '%'");
    current_publications::table
        .inner_join(publications::table)
        .filter(current_publications::state.eq("live"))
        .filter(names_it)
        .order(current_publications::sort_name)
        .select(current_publications::sort_name)
        .load(&mut conn)
        .await
}

/// A certificate of a lot: the lot, what the file is called, its address, and the last day on which it holds.
pub type CertificateFile = (LotId, String, String, Option<NaiveDate>);

/// Certificates of some lots.
pub async fn certificate_files(
    mut conn: &AsyncPgConnection,
    lots: &[LotId],
) -> QueryResult<Vec<CertificateFile>> {
    let rows: Vec<(Option<LotId>, String, String, Option<NaiveDate>)> = media_documents::table
        .inner_join(media::table)
        .filter(media_documents::lot_id.eq_any(lots))
        .filter(media_documents::kind.eq(DocumentKind::Certificate))
        .order((media_documents::title, media_documents::id))
        .select((
            media_documents::lot_id,
            media_documents::title,
            media::sha256,
            media_documents::expires_on,
        ))
        .load(&mut conn)
        .await?;
    let addressed = |(lot, title, sha256, expires_on): (Option<LotId>, String, String, _)| {
        Some((lot?, title, media_path(&sha256, PDF), expires_on))
    };
    Ok(rows.into_iter().filter_map(addressed).collect())
}

/// Titles of documents and numbers of certificates that a file belongs to.
pub async fn document_uses_of(
    mut conn: &AsyncPgConnection,
    id: MediaId,
) -> QueryResult<Vec<String>> {
    let mut titles: Vec<String> = media_documents::table
        .filter(media_documents::media_id.eq(id))
        .order(media_documents::title)
        .select(media_documents::title)
        .load(&mut conn)
        .await?;
    let certificates: Vec<(String, Option<String>)> = certificates::table
        .filter(certificates::document_id.eq(id))
        .order(certificates::laboratory)
        .select((certificates::laboratory, certificates::number))
        .load(&mut conn)
        .await?;
    titles.extend(
        certificates
            .into_iter()
            .map(|(laboratory, number)| format!("{laboratory} {}", number.unwrap_or_default())),
    );
    Ok(titles)
}

/// The names of all files that rows name.
pub async fn named_files(mut conn: &AsyncPgConnection) -> QueryResult<HashSet<String>> {
    let mut rows: Vec<(String, String)> = media::table
        .select((media::sha256, media::mime))
        .load(&mut conn)
        .await?;
    let renditions: Vec<(String, String)> = media_renditions::table
        .select((media_renditions::sha256, media_renditions::mime))
        .load(&mut conn)
        .await?;
    rows.extend(renditions);
    Ok(rows
        .into_iter()
        .map(|(sha256, mime)| file_name(&sha256, &mime))
        .collect())
}

/// A document by id.
pub async fn find_document(
    mut conn: &AsyncPgConnection,
    id: DocumentId,
) -> QueryResult<DocumentRow> {
    media_documents::table
        .find(id)
        .select(DocumentRow::as_select())
        .first(&mut conn)
        .await
}

/// A page of the documents, newest first, optionally of those whose title or lot holds a text.
pub async fn documents(
    mut conn: &AsyncPgConnection,
    text: Option<&str>,
    page: &PageRequest,
) -> QueryResult<Page<DocumentSummary>> {
    type Row = (
        DocumentRow,
        MediaRow,
        Option<String>,
        Option<(ProductId, String)>,
    );
    let mut query = media_documents::table
        .inner_join(media::table)
        .left_join(lots::table)
        .left_join(products::table)
        .into_boxed();
    if let Some(text) = text {
        let pattern = format!("%{}%", like_literal(text));
        query = query.filter(
            media_documents::title
                .nullable()
                .ilike(pattern.clone())
                .or(lots::code.nullable().ilike(pattern.clone()))
                .or(products::name.nullable().ilike(pattern)),
        );
    }
    if let Some(after) = &page.after {
        query = query.filter(media_documents::id.lt(DocumentId(after.id)));
    }
    let rows: Vec<Row> = query
        .order(media_documents::id.desc())
        .limit(page.limit + 1)
        .select((
            DocumentRow::as_select(),
            MediaRow::as_select(),
            lots::code.nullable(),
            (products::id, products::name).nullable(),
        ))
        .load(&mut conn)
        .await?;
    let page = Page::cut(rows, page.limit, |row| cursor(row.0.id.0));
    Ok(page.map(|(document, file, lot, product)| DocumentSummary {
        document,
        file,
        lot,
        product,
    }))
}

/// What stands between the SKU and the code of a lot where both are written.
const LOT_SEPARATOR: &str = " / ";

/// The newest lots as `SKU / CODE`, to choose from.
pub async fn newest_lots(mut conn: &AsyncPgConnection, limit: i64) -> QueryResult<Vec<String>> {
    let rows: Vec<(String, String)> = lots::table
        .inner_join(variants::table)
        .order(lots::id.desc())
        .limit(limit)
        .select((variants::sku, lots::code))
        .load(&mut conn)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(sku, code)| format!("{sku}{LOT_SEPARATOR}{code}"))
        .collect())
}

/// The lots that a text means, `CODE` or `SKU / CODE`, each with its product; at most two, since more than one is no answer.
pub async fn lots_meant_by(
    mut conn: &AsyncPgConnection,
    text: &str,
) -> QueryResult<Vec<(LotId, ProductId)>> {
    let mut query = lots::table.inner_join(variants::table).into_boxed();
    query = match text.split_once(LOT_SEPARATOR) {
        Some((sku, code)) => {
            query.filter(variants::sku.eq(sku.trim()).and(lots::code.eq(code.trim())))
        }
        None => query.filter(lots::code.eq(text)),
    };
    query
        .order(lots::id)
        .limit(2)
        .select((lots::id, variants::product_id))
        .load(&mut conn)
        .await
}

/// What people know stored files by.
pub async fn labels(
    mut conn: &AsyncPgConnection,
    ids: &[Uuid],
) -> QueryResult<Vec<(MediaId, String)>> {
    let ids: Vec<MediaId> = ids.iter().copied().map(MediaId).collect();
    let rows: Vec<MediaRow> = media::table
        .filter(media::id.eq_any(ids))
        .select(MediaRow::as_select())
        .load(&mut conn)
        .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.label())).collect())
}

/// Pictures with a name, newest first.
pub async fn called(mut conn: &AsyncPgConnection, name: &str) -> QueryResult<Vec<MediaId>> {
    media::table
        .filter(crate::db::lower(media::name).eq(name.to_lowercase()))
        .filter(media::mime.ne(PDF))
        .order(media::id.desc())
        .limit(2)
        .select(media::id)
        .load(&mut conn)
        .await
}
