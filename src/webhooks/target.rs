//! Where events may be sent: to public addresses only, unless a setting says otherwise. A name is looked up here, and what it is
//! looked up to is what is connected to, so that a name can't lead elsewhere afterwards. Redirects are not followed.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::redirect::Policy;
use reqwest::{Client, Url};

/// Longest time for an answer.
const LONGEST: Duration = Duration::from_secs(10);
/// Longest address, in characters.
const LONGEST_URL: usize = 2_000;

/// Whether an address is of the public internet: none of those that IANA keeps for something else (RFC 6890).
pub fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

const fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let is_reserved = matches!(
        (a, b, c),
        (0 | 10 | 127 | 224..=255, _, _)
            | (100, 64..=127, _)
            | (169, 254, _)
            | (172, 16..=31, _)
            | (192, 168, _)
            | (192, 0, 0 | 2)
            | (192, 88, 99)
            | (198, 18 | 19, _)
            | (198, 51, 100)
            | (203, 0, 113)
    );
    !is_reserved
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    let [a, b, c, d, e, f, g, h] = ip.segments();
    let within = |high: u16, low: u16| {
        let [first, second] = high.to_be_bytes();
        let [third, fourth] = low.to_be_bytes();
        is_public_v4(Ipv4Addr::new(first, second, third, fourth))
    };
    match (a, b) {
        // Version 4 in version 6: mapped, translated (NAT64), and 6to4.
        (0, 0) if (c, d, e) == (0, 0, 0) && f == 0xffff => within(g, h),
        (0x64, 0xff9b) if (c, d, e, f) == (0, 0, 0, 0) => within(g, h),
        (0x2002, _) => within(b, c),
        // Documentation, benchmarks and Teredo.
        (0x2001, 0..=0x1ff | 0xdb8) | (0x3fff, 0..=0xfff) => false,
        // Only 2000::/3 is given out.
        _ => (0x2000..0x4000).contains(&a),
    }
}

/// Looks names up to public addresses only.
#[derive(Debug, Clone, Copy)]
struct PublicOnly;

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let public: Vec<SocketAddr> = found.filter(|address| is_public(address.ip())).collect();
            if public.is_empty() {
                return Err("the name leads to no public address".into());
            }
            Ok(Box::new(public.into_iter()) as Addrs)
        })
    }
}

/// Sends to where may be sent.
#[derive(Debug, Clone)]
pub struct Sender {
    /// The client, which follows no redirect.
    pub client: Client,
    allows_private: bool,
}

impl Sender {
    /// A sender; `allows_private` lets it send to any address.
    ///
    /// # Errors
    /// No TLS on this machine.
    pub fn new(allows_private: bool) -> anyhow::Result<Self> {
        // It fails only if there is a provider already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut client = Client::builder()
            .redirect(Policy::none())
            .timeout(LONGEST)
            .connect_timeout(LONGEST)
            .user_agent(concat!("Formulary/", env!("CARGO_PKG_VERSION")))
            .no_proxy();
        if !allows_private {
            client = client.dns_resolver(Arc::new(PublicOnly));
        }
        Ok(Self {
            client: client.build()?,
            allows_private,
        })
    }

    /// An address that may be sent to.
    ///
    /// # Errors
    /// What is no address of HTTP, holds a password, or is none of the public internet: what it must be, behind its name.
    pub fn check(&self, text: &str) -> Result<Url, &'static str> {
        if text.len() > LONGEST_URL {
            return Err("must be at most 2,000 characters long");
        }
        let url: Url = text
            .parse()
            .map_err(|_| "must be an address such as https://shop.example/hooks")?;
        let is_http = url.scheme() == "https" || url.scheme() == "http";
        if !is_http || !url.username().is_empty() || url.password().is_some() {
            return Err("must begin with https:// or http:// and hold no password");
        }
        let host = url.host_str().unwrap_or_default();
        // A number in place of a name is not looked up, and an odd way of writing one was made plain by the parser.
        let literal: Option<IpAddr> = host.trim_matches(['[', ']']).parse().ok();
        let is_private =
            literal.is_some_and(|ip| !is_public(ip)) || host.eq_ignore_ascii_case("localhost");
        if is_private && !self.allows_private {
            return Err("must be of the public internet");
        }
        Ok(url)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests may panic")]
    use super::*;

    #[test]
    fn addresses_of_one_s_own_network_and_of_the_machine_are_not_public() {
        for private in [
            "127.0.0.1",
            "127.9.9.9",
            "10.1.2.3",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "255.255.255.255",
            "224.0.0.1",
            "198.18.0.1",
            "192.0.2.1",
            "203.0.113.1",
            "::1",
            "::",
            "fe80::1",
            "fc00::1",
            "fd12::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "2001:db8::1",
            "2001::1",
            "::7f00:1",
        ] {
            assert!(!is_public(private.parse().unwrap()), "{private}");
        }
        for public in [
            "1.1.1.1",
            "93.184.216.34",
            "172.32.0.1",
            "2606:4700::1111",
            "::ffff:1.1.1.1",
            "64:ff9b::101:101",
        ] {
            assert!(is_public(public.parse().unwrap()), "{public}");
        }
    }

    #[test]
    fn addresses_that_lead_inside_are_refused_however_they_are_written() {
        let sender = Sender::new(false).unwrap();
        for bad in [
            "",
            "shop.example",
            "ftp://shop.example",
            "file:///etc/passwd",
            "http://localhost/",
            "http://LOCALHOST:9/",
            "http://127.0.0.1/",
            "http://2130706433/",
            "http://0x7f.1/",
            "http://017700000001/",
            "http://[::1]/",
            "http://[::ffff:127.0.0.1]/",
            "http://169.254.169.254/latest",
            "https://user:secret@shop.example/",
        ] {
            assert!(sender.check(bad).is_err(), "{bad}");
        }
        assert!(sender.check("https://shop.example:8443/hooks?a=b").is_ok());
        assert!(
            Sender::new(true)
                .unwrap()
                .check("http://127.0.0.1:9/")
                .is_ok()
        );
    }
}
