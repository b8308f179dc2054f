//! The door of the admin: who is not signed in is asked to, and comes back with the form that was sent.

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::header::CONTENT_TYPE;
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::{HttpMessage, HttpResponse, ResponseError, web};

use super::kept::Kept;
use super::pages::{SignInPage, kept_form, sign_in_path};
use super::return_to::ReturnTo;
use crate::accounts::session::{self, CurrentUser};
use crate::error::AppError;
use crate::web::form::Sent;
use crate::web::page::{PageError, PageResult, answer, see_other};

/// Pages below `/admin` that are for people who are not signed in.
const OPEN: &[&str] = &["/admin/sign-in", "/admin/sign-in/code", "/admin/sign-out"];
/// Pages that a one-time link leads to.
const OPEN_BELOW: &str = "/admin/invitations/";

/// Lets signed-in people through to the admin, and asks the others to sign in. Handlers ask for the person all the same.
///
/// # Errors
/// What the handler answered, rendered later.
pub async fn guard<B: MessageBody>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, actix_web::Error> {
    let is_asked = matches!(*request.method(), Method::GET | Method::HEAD | Method::POST);
    if !is_asked || !is_closed(request.path()) {
        return Ok(next.call(request).await?.map_into_left_body());
    }
    let answer = match session::load(request.request()).await {
        Ok(user) => match offer_again(&mut request, &user).await {
            Ok(None) => {
                request.extensions_mut().insert(user);
                return Ok(next.call(request).await?.map_into_left_body());
            }
            Ok(Some(answer)) => Ok(answer),
            Err(error) => Err(error),
        },
        Err(AppError::Unauthorized) => ask_to_sign_in(&mut request).await,
        Err(error) => Err(error.into()),
    };
    let response = answer.unwrap_or_else(|error| error.error_response());
    Ok(request.into_response(response).map_into_right_body())
}

fn is_closed(path: &str) -> bool {
    (path == "/admin" || path.starts_with("/admin/"))
        && !OPEN.contains(&path)
        && !path.starts_with(OPEN_BELOW)
}

/// Offers a form again whose session has ended, when its person has signed in again in another window meanwhile.
///
/// Only what a browser says comes from a page of ours: a token that is wrong is refused from everywhere else.
async fn offer_again(
    request: &mut ServiceRequest,
    user: &CurrentUser,
) -> Result<Option<HttpResponse>, PageError> {
    let is_ours = request
        .headers()
        .get("sec-fetch-site")
        .is_some_and(|site| site == "same-origin");
    let wanted = ReturnTo::of_request(request.request());
    let Some(wanted) =
        wanted.filter(|_| is_ours && request.method() == Method::POST && is_plain_form(request))
    else {
        return Ok(None);
    };
    let sent = match request.extract::<web::Form<Sent>>().await {
        Ok(sent) => sent.into_inner(),
        Err(error) => return Ok(Some(HttpResponse::from_error(error))),
    };
    let token = sent.value("csrf");
    if !token.is_empty() && user.check_csrf(token).is_err() {
        let kept = Kept::form(wanted, sent);
        let answer = kept_form(StatusCode::FORBIDDEN, kept, user.csrf_token.clone())?;
        return Ok(Some(answer));
    }
    // The body has been read: the handler gets it again.
    let body =
        serde_urlencoded::to_string(&sent).map_err(|error| AppError::Internal(error.into()))?;
    request.set_payload(Payload::from(web::Bytes::from(body)));
    Ok(None)
}

async fn ask_to_sign_in(request: &mut ServiceRequest) -> PageResult {
    let wanted = ReturnTo::of_request(request.request());
    if request.method() != Method::POST {
        return Ok(see_other(&sign_in_path(wanted.as_ref())));
    }
    let (kept, notice) = match wanted {
        Some(wanted) if is_plain_form(request) => {
            let sent = match request.extract::<web::Form<Sent>>().await {
                Ok(sent) => sent.into_inner(),
                Err(error) => return Ok(HttpResponse::from_error(error)),
            };
            (
                Kept::form(wanted, sent),
                "Your session has ended. Sign in to go on: what you typed is kept.",
            )
        }
        _ => (
            Kept::page(ReturnTo::of_referer(request.request())),
            "Your session has ended. Sign in to go on. The file that you sent is not kept: choose it again.",
        ),
    };
    let page = SignInPage {
        notice: Some(notice),
        kept,
        ..SignInPage::default()
    };
    answer(StatusCode::UNAUTHORIZED, &page)
}

fn is_plain_form(request: &ServiceRequest) -> bool {
    request
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|mime| mime.starts_with("application/x-www-form-urlencoded"))
}
