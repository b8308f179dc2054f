//! Pages that editors use; each handler asks for a signed-in person.

use actix_web::web::{self, ServiceConfig};

use super::answers::{action, form, page, read, wrong_method_of_page};
use crate::accounts::{api_key, second_factor, sign_in, user};
use crate::catalog::product;
use crate::desk::admin as desk;
use crate::evidence::claim;
use crate::gate::ledger;
use crate::web::form as web_form;
use crate::{check, feeds, media, search, webhooks};

/// Pages that editors use; each handler asks for a signed-in person.
pub fn admin(config: &mut ServiceConfig) {
    signing_in(config);
    own_account(config);
    people_and_keys(config);
    page(config, "/admin", desk::dashboard::dashboard);
    reviews(config);
    media_admin(config);
    page(config, "/admin/substantiation", claim::admin::claim_list);
    page(
        config,
        "/admin/substantiation/{slug}",
        claim::admin::claim_substantiation,
    );
    page(
        config,
        "/admin/substantiation/{slug}/file.json",
        claim::admin::claim_substantiation_json,
    );
    form(
        config,
        "/admin/notifications",
        ledger::admin::notifications_page,
        ledger::admin::notifications_mark,
    );
    form(
        config,
        "/admin/products/price-list",
        product::admin::price_list_page,
        product::admin::price_list_save,
    );
    form(
        config,
        "/admin/products/{id}/prices",
        product::admin::prices_page,
        product::admin::prices_save,
    );
    form(
        config,
        "/admin/releases",
        desk::releases::releases_page,
        desk::releases::release_create,
    );
    form(
        config,
        "/admin/releases/{id}",
        desk::releases::release_page,
        desk::releases::release_act,
    );
    page(
        config,
        "/admin/searches",
        search::analytics::admin::searches_page,
    );
    page(
        config,
        "/admin/search-rules/{id}/preview",
        search::rule::admin::rule_preview,
    );
    page(config, "/admin/bulk", desk::bulk::bulk_jobs);
    form(
        config,
        "/admin/bulk/{id}",
        desk::bulk::bulk_job,
        desk::bulk::bulk_act,
    );
    page(config, "/admin/feeds", feeds::check::admin::feeds_page);
    webhooks_admin(config);
    page(config, "/admin/history", desk::trail::trail);
    page(config, "/admin/history.csv", desk::trail::trail_csv);
    every_kind(config);
}

/// What every kind has; the last of the admin, because `{kinds}` fits any word.
fn every_kind(config: &mut ServiceConfig) {
    page(config, "/admin/pick.json", desk::pick::pick);
    page(config, "/admin/{kinds}", desk::list::list);
    page(config, "/admin/{kinds}/new", desk::edit::new_page);
    action(config, "/admin/{kinds}/bulk", desk::bulk::bulk);
    form(
        config,
        "/admin/{kinds}/grid",
        desk::grid::grid_page,
        desk::grid::grid_save,
    );
    action(config, "/admin/{kinds}/views", desk::views::act);
    form(
        config,
        "/admin/{kinds}/{id}",
        desk::edit::edit_page,
        desk::edit::edit,
    );
    action(config, "/admin/{kinds}/{id}/findings", desk::edit::findings);
    action(config, "/admin/{kinds}/{id}/keep", desk::edit::keep);
    action(config, "/admin/{kinds}/{id}/discard", desk::edit::discard);
    action(
        config,
        "/admin/{kinds}/{id}/resolve",
        desk::conflict::resolve,
    );
    action(config, "/admin/{kinds}/{id}/workflow", desk::workflow::act);
    page(
        config,
        "/admin/{kinds}/{id}/history",
        desk::history::history,
    );
    page(
        config,
        "/admin/{kinds}/{id}/history/{revision}",
        desk::history::revision_page,
    );
    action(
        config,
        "/admin/{kinds}/{id}/restore",
        desk::history::restore,
    );
    page(
        config,
        "/admin/{kinds}/{id}/preview",
        desk::preview::preview,
    );
    page(config, "/admin/{kinds}/{id}/as-of", desk::preview::past);
}

/// The way in, for people who are not signed in.
fn signing_in(config: &mut ServiceConfig) {
    // They carry a form of full size besides their own fields.
    let roomy = || web_form::config(web_form::MAX_FORM + 64 * 1024);
    let by_password = web::resource("/admin/sign-in")
        .app_data(roomy())
        .route(read().to(sign_in::pages::sign_in_page))
        .route(web::post().to(sign_in::pages::sign_in));
    let by_code = web::resource("/admin/sign-in/code")
        .app_data(roomy())
        .route(read().to(sign_in::pages::code_page))
        .route(web::post().to(sign_in::pages::code));
    for resource in [by_password, by_code] {
        config
            .service(resource.default_service(web::to(|| wrong_method_of_page("GET, HEAD, POST"))));
    }
    form(
        config,
        "/admin/invitations/{token}",
        user::pages::invitation_page,
        user::pages::invitation_accept,
    );
    action(config, "/admin/sign-out", sign_in::pages::sign_out);
}

/// What everybody may change of their own account.
fn own_account(config: &mut ServiceConfig) {
    page(config, "/admin/account", user::admin::account_page);
    action(
        config,
        "/admin/account/password",
        user::admin::change_password,
    );
    action(
        config,
        "/admin/account/sessions/end-others",
        user::admin::end_others,
    );
    action(
        config,
        "/admin/account/sessions/{id}/end",
        user::admin::end_session,
    );
    form(
        config,
        "/admin/account/second-factor",
        second_factor::admin::second_factor_page,
        second_factor::admin::second_factor_begin,
    );
    page(
        config,
        "/admin/account/second-factor/qr.svg",
        second_factor::admin::second_factor_qr,
    );
    action(
        config,
        "/admin/account/second-factor/confirm",
        second_factor::admin::second_factor_confirm,
    );
    action(
        config,
        "/admin/account/second-factor/codes",
        second_factor::admin::recovery_codes_renew,
    );
    action(
        config,
        "/admin/account/second-factor/off",
        second_factor::admin::second_factor_off,
    );
}

/// Who may act, for administrators.
fn people_and_keys(config: &mut ServiceConfig) {
    form(
        config,
        "/admin/people",
        user::admin::people_page,
        user::admin::person_invite,
    );
    page(config, "/admin/people/{id}", user::admin::person_page);
    action(
        config,
        "/admin/people/{id}/role",
        user::admin::person_set_role,
    );
    action(
        config,
        "/admin/people/{id}/disable",
        user::admin::person_disable,
    );
    action(
        config,
        "/admin/people/{id}/enable",
        user::admin::person_enable,
    );
    action(
        config,
        "/admin/people/{id}/reset-password",
        user::admin::person_reset_password,
    );
    action(
        config,
        "/admin/people/{id}/reset-second-factor",
        user::admin::person_reset_second_factor,
    );
    form(
        config,
        "/admin/keys",
        api_key::admin::keys_page,
        api_key::admin::key_create,
    );
    action(
        config,
        "/admin/keys/{id}/revoke",
        api_key::admin::key_revoke,
    );
}

/// Where events are sent, for administrators.
fn webhooks_admin(config: &mut ServiceConfig) {
    form(
        config,
        "/admin/webhooks",
        webhooks::admin::webhooks_page,
        webhooks::admin::webhook_create,
    );
    form(
        config,
        "/admin/webhooks/{id}",
        webhooks::admin::webhook_page,
        webhooks::admin::webhook_act,
    );
}

/// Pictures and documents.
fn media_admin(config: &mut ServiceConfig) {
    form(
        config,
        "/admin/media",
        media::admin::library_page,
        media::admin::library_upload,
    );
    form(
        config,
        "/admin/media.json",
        media::admin::picker,
        media::admin::picker_upload,
    );
    form(
        config,
        "/admin/media/documents",
        media::admin::documents_page,
        media::admin::document_upload,
    );
    action(
        config,
        "/admin/media/documents/{id}/delete",
        media::admin::document_delete,
    );
    form(
        config,
        "/admin/media/{id}",
        media::admin::picture_page,
        media::admin::picture_save,
    );
    action(
        config,
        "/admin/media/{id}/delete",
        media::admin::picture_delete,
    );
}

/// What waits for a reviewer.
fn reviews(config: &mut ServiceConfig) {
    page(config, "/admin/reviews", check::admin::reviews_page);
    action(
        config,
        "/admin/reviews/tasks/{id}",
        check::admin::task_resolve,
    );
    page(
        config,
        "/admin/reviews/{kind}/{id}",
        check::admin::review_page,
    );
    action(
        config,
        "/admin/reviews/{kind}/{id}/sign",
        check::admin::review_sign,
    );
}
