//! Who sends a request: the network address and what the browser calls itself.

use std::net::IpAddr;

use actix_web::HttpRequest;
use actix_web::http::header::{HeaderName, USER_AGENT};

/// Longest name of a browser that is kept, in characters.
const LONGEST_AGENT: usize = 300;

/// The network address of the client.
///
/// Behind a proxy on the same machine it is the address that the proxy adds at the end of `X-Forwarded-For`. From anybody
/// else that header is not believed, for who could choose an address could guess passwords without end.
pub fn address(request: &HttpRequest) -> String {
    let Some(peer) = request.peer_addr().map(|peer| peer.ip()) else {
        return String::new();
    };
    if peer.is_loopback() {
        let forwarded = request
            .headers()
            .get_all(HeaderName::from_static("x-forwarded-for"))
            .last()
            .and_then(|value| value.to_str().ok());
        if let Some(client) = forwarded.and_then(last_address) {
            return client.to_string();
        }
    }
    peer.to_canonical().to_string()
}

fn last_address(forwarded: &str) -> Option<IpAddr> {
    let last = forwarded.rsplit(',').next()?.trim();
    last.parse::<IpAddr>().ok().map(|ip| ip.to_canonical())
}

/// What the browser calls itself.
pub fn user_agent(request: &HttpRequest) -> String {
    let agent = request
        .headers()
        .get(USER_AGENT)
        .and_then(|value| value.to_str().ok());
    agent
        .unwrap_or_default()
        .chars()
        .filter(|letter| !letter.is_control())
        .take(LONGEST_AGENT)
        .collect()
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn seen(peer: &str, forwarded: Option<&str>) -> String {
        let mut request = TestRequest::default();
        if let Ok(peer) = peer.parse() {
            request = request.peer_addr(peer);
        }
        if let Some(value) = forwarded {
            request = request.insert_header(("x-forwarded-for", value));
        }
        address(&request.to_http_request())
    }

    #[test]
    fn only_a_proxy_on_this_machine_says_for_whom_it_speaks() {
        assert_eq!(seen("203.0.113.9:1", None), "203.0.113.9");
        assert_eq!(seen("203.0.113.9:1", Some("198.51.100.1")), "203.0.113.9");
        assert_eq!(seen("127.0.0.1:1", Some("198.51.100.1")), "198.51.100.1");
        assert_eq!(
            seen("127.0.0.1:1", Some("10.0.0.1, 198.51.100.1")),
            "198.51.100.1",
            "what the client wrote itself comes first and does not count"
        );
        assert_eq!(seen("127.0.0.1:1", Some("unknown")), "127.0.0.1");
        assert_eq!(seen("[::ffff:203.0.113.9]:1", None), "203.0.113.9");
    }
}
