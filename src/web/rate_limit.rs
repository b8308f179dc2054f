//! How often a client may ask the API: a bucket for each address and for each API key, which fills steadily. Every answer says
//! how full it is (draft-ietf-httpapi-ratelimit-headers).

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{HttpRequest, ResponseError};
use sha2::{Digest, Sha256};

use super::client;
use super::json::ApiError;
use crate::error::AppError;

/// The time that a quota is for.
const WINDOW: Duration = Duration::from_secs(60);
/// Clients that are remembered at once; those whose buckets are full are forgotten first.
const REMEMBERED: usize = 100_000;
/// How often full buckets are forgotten at most: looking for them goes over all.
const SWEPT_EVERY: Duration = Duration::from_secs(1);
/// How long a key that was accepted counts as one without being looked up.
const TRUSTED: Duration = Duration::from_secs(600);

/// Requests a minute; none are counted where it is zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quotas {
    /// Of a network address that sends no key.
    pub address: u32,
    /// Of an API key.
    pub key: u32,
}

/// Whom a bucket is for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Caller {
    Address(String),
    /// The hash of what stands in the header, so that no secret is kept.
    Key([u8; 32]),
}

/// The buckets.
#[derive(Debug, Clone)]
pub struct RateLimits {
    quotas: Quotas,
    buckets: Arc<Mutex<Buckets>>,
    trusted: Arc<Mutex<HashMap<[u8; 32], Instant>>>,
}

/// When each bucket is full again.
#[derive(Debug, Default)]
struct Buckets {
    full_at: HashMap<Caller, Instant>,
    swept_at: Option<Instant>,
}

impl Buckets {
    /// The bucket of a caller. When too many are remembered, whoever comes new shares one: memory has a bound, also while an
    /// attack comes from everywhere.
    fn of(&mut self, caller: Caller, now: Instant) -> Caller {
        if self.full_at.len() < REMEMBERED {
            return caller;
        }
        if self.swept_at.is_none_or(|last| now - last >= SWEPT_EVERY) {
            self.full_at.retain(|_, full_at| *full_at > now);
            self.swept_at = Some(now);
        }
        let has_room = self.full_at.len() < REMEMBERED || self.full_at.contains_key(&caller);
        if has_room {
            caller
        } else {
            Caller::Address(String::new())
        }
    }
}

/// How full a bucket is after a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Level {
    quota: u32,
    left: u32,
    /// Until it is full again, or, when it is empty, until one more request fits.
    wait: Duration,
}

impl RateLimits {
    /// Buckets that are all full.
    pub fn new(quotas: Quotas) -> Self {
        Self {
            quotas,
            buckets: Arc::default(),
            trusted: Arc::default(),
        }
    }

    /// Notes that what a request sent as its key is one, so that its next requests count as the key's. Others count as their
    /// address's: who makes up keys gets no new buckets.
    pub fn trust(&self, request: &HttpRequest) {
        if let Some(key) = key_of(request.headers()) {
            let mut trusted = self.trusted.lock().unwrap_or_else(PoisonError::into_inner);
            let now = Instant::now();
            if trusted.len() >= REMEMBERED {
                trusted.retain(|_, since| now - *since < TRUSTED);
            }
            trusted.insert(key, now);
        }
    }

    fn caller(&self, request: &ServiceRequest) -> Option<(Caller, u32)> {
        if let Some(key) = key_of(request.headers()) {
            let trusted = self.trusted.lock().unwrap_or_else(PoisonError::into_inner);
            if trusted
                .get(&key)
                .is_some_and(|since| since.elapsed() < TRUSTED)
            {
                return Some((Caller::Key(key), self.quotas.key));
            }
        }
        let address = client::address(request.request());
        // Programs on the machine itself are the owner's.
        let is_own = address.parse().is_ok_and(|ip: IpAddr| ip.is_loopback());
        (!is_own).then(|| (Caller::Address(network_of(&address)), self.quotas.address))
    }

    /// Takes one request out of a bucket, if one is left: the generic cell rate algorithm, with the whole quota as its burst.
    fn take(&self, caller: Caller, quota: u32, now: Instant) -> Result<Level, Level> {
        let each = WINDOW / quota;
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let caller = buckets.of(caller, now);
        let full_at = buckets.full_at.get(&caller).copied();
        let full_at = full_at.unwrap_or(now).max(now);
        let debt = full_at - now;
        if debt + each > WINDOW {
            let wait = debt + each - WINDOW;
            return Err(Level {
                quota,
                left: 0,
                wait,
            });
        }
        let debt = debt + each;
        buckets.full_at.insert(caller, now + debt);
        let left = (WINDOW - debt).as_nanos() / each.as_nanos().max(1);
        Ok(Level {
            quota,
            left: u32::try_from(left).unwrap_or(quota),
            wait: debt,
        })
    }
}

/// Who is counted together: an address, or the 64 bits of version 6 that one subscriber gets.
fn network_of(address: &str) -> String {
    match address.parse() {
        Ok(IpAddr::V6(ip)) => {
            let [a, b, c, d, ..] = ip.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
        _ => address.to_owned(),
    }
}

fn key_of(headers: &HeaderMap) -> Option<[u8; 32]> {
    let header = headers.get(AUTHORIZATION)?;
    Some(Sha256::digest(header.as_bytes()).into())
}

/// Lets a request through as long as its client has some left.
///
/// # Errors
/// What the handler answered, rendered later.
pub async fn limit(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<EitherBody<impl MessageBody>>, actix_web::Error> {
    let limits = request.app_data::<RateLimits>().cloned();
    let counted = limits.and_then(|limits| {
        let (caller, quota) = limits.caller(&request)?;
        (quota > 0).then(|| limits.take(caller, quota, Instant::now()))
    });
    let (level, mut response) = match counted {
        None => return Ok(next.call(request).await?.map_into_left_body()),
        Some(Ok(level)) => (level, next.call(request).await?.map_into_left_body()),
        Some(Err(level)) => {
            let error = ApiError(AppError::RateLimited {
                seconds: seconds(level.wait),
            });
            let refusal = error.error_response();
            (level, request.into_response(refusal).map_into_right_body())
        }
    };
    let headers = [
        (
            "ratelimit-policy",
            format!("\"minute\";q={};w={}", level.quota, WINDOW.as_secs()),
        ),
        (
            "ratelimit",
            format!("\"minute\";r={};t={}", level.left, seconds(level.wait)),
        ),
    ];
    for (name, value) in headers {
        if let Ok(value) = HeaderValue::from_str(&value) {
            response
                .headers_mut()
                .insert(HeaderName::from_static(name), value);
        }
    }
    Ok(response)
}

/// Whole seconds, rounded up.
fn seconds(wait: Duration) -> u64 {
    wait.as_secs() + u64::from(wait.subsec_nanos() > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits() -> RateLimits {
        RateLimits::new(Quotas {
            address: 60,
            key: 600,
        })
    }

    fn someone() -> Caller {
        Caller::Address("203.0.113.9".to_owned())
    }

    #[test]
    fn a_bucket_holds_a_minutes_quota_and_fills_steadily() {
        let (limits, now) = (limits(), Instant::now());
        for left in (0..60).rev() {
            let level = limits.take(someone(), 60, now);
            assert_eq!(level.map(|level| level.left), Ok(left));
        }
        let empty = limits.take(someone(), 60, now);
        assert_eq!(
            empty.map_err(|level| level.wait),
            Err(Duration::from_secs(1))
        );
        let other = Caller::Address("198.51.100.1".to_owned());
        assert!(limits.take(other, 60, now).is_ok());
        let soon = now + Duration::from_secs(3);
        for _ in 0..3 {
            assert!(limits.take(someone(), 60, soon).is_ok());
        }
        assert!(limits.take(someone(), 60, soon).is_err());
        let later = now + Duration::from_secs(120);
        let full = limits.take(someone(), 60, later);
        assert_eq!(full.map(|level| level.left), Ok(59));
    }

    #[test]
    fn a_subscriber_of_version_6_has_one_bucket_and_strangers_share_one_when_there_are_too_many() {
        assert_eq!(
            network_of("2001:db8:1:2:3::4"),
            network_of("2001:db8:1:2::ffff")
        );
        assert_ne!(network_of("2001:db8:1:2::1"), network_of("2001:db8:1:3::1"));
        assert_eq!(network_of("203.0.113.9"), "203.0.113.9");
        let (limits, now) = (limits(), Instant::now());
        for at in 0..REMEMBERED {
            assert!(
                limits
                    .take(Caller::Address(at.to_string()), 60, now)
                    .is_ok()
            );
        }
        let stranger = |name: &str| Caller::Address(name.to_owned());
        let left = |level: Result<Level, Level>| level.map(|level| level.left);
        assert_eq!(left(limits.take(stranger("a"), 60, now)), Ok(59));
        assert_eq!(left(limits.take(stranger("b"), 60, now)), Ok(58));
        assert_eq!(
            left(limits.take(stranger("0"), 60, now)),
            Ok(58),
            "who is known keeps the own one"
        );
        let later = now + Duration::from_secs(61);
        assert_eq!(left(limits.take(stranger("c"), 60, later)), Ok(59));
    }

    #[test]
    fn waiting_is_told_in_whole_seconds_that_are_enough() {
        assert_eq!(seconds(Duration::from_millis(1)), 1);
        assert_eq!(seconds(Duration::from_secs(2)), 2);
    }
}
