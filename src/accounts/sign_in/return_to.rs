//! Where a person wanted to go before signing in.

use actix_web::HttpRequest;
use actix_web::http::Uri;
use actix_web::http::header::REFERER;

/// Longest address that is kept, in bytes.
const LONGEST: usize = 2_000;

/// An address below `/admin` of this site, and of no other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReturnTo(String);

impl ReturnTo {
    /// Takes a path with its query if it is one of the admin's pages.
    pub fn parse(text: &str) -> Option<Self> {
        let path = text.split(['?', '#']).next()?;
        let is_below = path == "/admin" || path.starts_with("/admin/");
        // Browsers take a backslash for a slash, leave out tabs and line breaks, and climb by dots, also when encoded.
        let plain = text
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && byte != b'\\');
        let climbs = path.split('/').any(|segment| {
            let segment = segment.to_ascii_lowercase().replace("%2e", ".");
            matches!(segment.as_str(), "." | "..")
        });
        let is_way_in = path.starts_with("/admin/sign-") || path.contains("//");
        (is_below && plain && !climbs && !is_way_in && text.len() <= LONGEST)
            .then(|| Self(text.to_owned()))
    }

    /// The address that a request asks for.
    pub fn of_request(request: &HttpRequest) -> Option<Self> {
        Self::parse(request.uri().path_and_query()?.as_str())
    }

    /// The page from which a request was sent.
    pub fn of_referer(request: &HttpRequest) -> Option<Self> {
        let referer = request.headers().get(REFERER)?.to_str().ok()?;
        let uri: Uri = referer.parse().ok()?;
        Self::parse(uri.path_and_query()?.as_str())
    }

    /// The sign-in page that leads there.
    pub fn sign_in_path(&self) -> String {
        match serde_urlencoded::to_string([("return_to", &self.0)]) {
            Ok(query) if self.0 != "/admin" => format!("/admin/sign-in?{query}"),
            _ => "/admin/sign-in".to_owned(),
        }
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::ReturnTo;

    #[test]
    fn only_pages_of_the_admin_are_returned_to() {
        for good in [
            "/admin",
            "/admin?q=zinc&cursor=x",
            "/admin/products/1",
            "/admin/reviews?done=%2F%2Fevil.example",
            "/admin/people/1/role",
        ] {
            assert!(ReturnTo::parse(good).is_some(), "{good}");
        }
        for bad in [
            "",
            "/",
            "/products",
            "/administrator",
            "//evil.example/admin",
            "///admin",
            "https://evil.example/admin",
            "javascript:alert(1)",
            "\\\\evil.example/admin",
            "/\\evil.example",
            "/admin/..//evil.example",
            "/admin/../../evil",
            "/admin/%2e%2E/products",
            "/admin//evil.example",
            "/admin\\..\\..",
            "/admin/\t/evil.example",
            "/admin/x y",
            "/admin/sign-in",
            "/admin/sign-out",
            "admin/products",
        ] {
            assert!(ReturnTo::parse(bad).is_none(), "{bad}");
        }
        assert!(ReturnTo::parse(&format!("/admin/{}", "x".repeat(3_000))).is_none());
    }
}
