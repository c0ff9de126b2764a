//! Which failures to retry, and after what delay: pure functions of what happened.

use super::Headers;
use super::failure::FailureKind;
use crate::rpc::codes::{KEY_NOT_FOUND, NONCE_USED};
use crate::rpc::codes::{Remedy, is_inconclusive, is_throttling, says_expired};
use crate::rpc::text::parse_number;
use crate::rpc::timestamp::Timestamp;

/// When to retry. All times are milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryPolicy {
    /// The maximum number of attempts of one call.
    pub max_attempts: u32,
    /// The bound of the first delay. It doubles with each retry.
    pub base_delay_ms: u32,
    /// The bound of the first delay after OOS throttled the call.
    pub throttling_base_delay_ms: u32,
    /// The longest delay, unless the server asks for a longer one.
    pub max_delay_ms: u32,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self { max_attempts: 3, base_delay_ms: 200, throttling_base_delay_ms: 1_000, max_delay_ms: 20_000 }
    }
}

impl RetryPolicy {
    /// Returns a policy of one attempt, whatever happens.
    #[must_use]
    pub fn never() -> Self {
        Self { max_attempts: 1, ..Self::default() }
    }
}

/// What the next attempt needs after a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Time.
    Wait,
    /// More time, because OOS throttles the caller.
    WaitThrottled,
    /// A corrected clock.
    Clock,
    /// New credentials.
    Credentials,
    /// Nothing helps.
    GiveUp,
}

/// Returns what the next attempt needs. `temporary` means that the credentials are from STS.
///
/// Repeating a cancel is safe: the second one cancels nothing more than the first.
#[must_use]
pub fn need(kind: &FailureKind, temporary: bool) -> Need {
    match kind {
        FailureKind::Network => Need::Wait,
        FailureKind::Response { http_status: 429, .. } => Need::WaitThrottled,
        // A response that is not OOS's counts as none, unless it is a refusal: a proxy will refuse again.
        FailureKind::Response { http_status, .. }
            if (400..=499).contains(http_status) && !is_inconclusive(*http_status) =>
        {
            Need::GiveUp
        }
        FailureKind::Response { .. } => Need::Wait,
        FailureKind::Service(error) => match error.remedy {
            _ if error.code == NONCE_USED => Need::Wait,
            Remedy::RetryLater if is_throttling(&error.code, error.http_status) => Need::WaitThrottled,
            Remedy::RetryLater => Need::Wait,
            Remedy::CheckClock => Need::Clock,
            _ if says_expired(&error.code) => Need::Credentials,
            // STS keys are deleted some time after they expire.
            _ if temporary && error.code == KEY_NOT_FOUND => Need::Credentials,
            _ => Need::GiveUp,
        },
        FailureKind::InvalidInput(_)
        | FailureKind::Credentials(_)
        | FailureKind::State(_)
        | FailureKind::Timeout
        | FailureKind::Aborted => Need::GiveUp,
    }
}

/// What is known after a failure, before another attempt.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Situation {
    /// What the next attempt needs.
    pub need: Need,
    /// How many requests have been sent.
    pub attempts: u32,
    /// The time that is left until the deadline.
    pub remaining_ms: f64,
    /// The delay that the server asks for.
    pub server_wait_ms: Option<f64>,
    /// Whether OOS itself asks for a retry, whatever the failure is.
    pub asked_to_retry: bool,
    /// Whether another attempt would be signed with a corrected clock.
    pub clock_corrected: bool,
    /// Whether new credentials can be requested, and have not been in this call.
    pub credentials_renewable: bool,
    /// A random number from 0 up to 1.
    pub jitter: f64,
}

/// Returns the delay before the next attempt, or `None` to give up.
#[must_use]
pub fn next_attempt(policy: &RetryPolicy, situation: &Situation) -> Option<f64> {
    if situation.attempts >= policy.max_attempts {
        return None;
    }
    let own_delay = match situation.need {
        Need::Wait => full_jitter(policy.base_delay_ms, policy, situation),
        Need::WaitThrottled => full_jitter(policy.throttling_base_delay_ms, policy, situation),
        Need::Clock if situation.clock_corrected => 0.0,
        Need::Credentials if situation.credentials_renewable => 0.0,
        _ if situation.asked_to_retry => 0.0,
        Need::GiveUp | Need::Clock | Need::Credentials => return None,
    };
    let delay = own_delay.max(situation.server_wait_ms.unwrap_or(0.0));
    // A delay that would outlast the deadline is not started: the caller gets the same error now.
    (delay < situation.remaining_ms).then_some(delay)
}

/// Returns the delay that `x-acs-retry-after` asks for; `None` if it asks for none.
#[must_use]
pub fn asked_delay_ms(headers: &Headers) -> Option<i64> {
    headers.acs_retry_after.as_deref().and_then(parse_number).filter(|milliseconds| *milliseconds > 0)
}

/// Returns the delay that the server asks for: the longer one of both headers.
#[must_use]
pub fn server_wait_ms(headers: &Headers, now: Timestamp) -> Option<f64> {
    let until = |text: &str| Timestamp::parse_http_date(text).map(|time| time.unix_seconds() - now.unix_seconds());
    let seconds = headers.retry_after.as_deref().and_then(|text| parse_number(text).or_else(|| until(text)));
    let milliseconds = asked_delay_ms(headers);
    let longest = seconds.map(|seconds| seconds.saturating_mul(1_000)).max(milliseconds)?;
    (longest > 0).then_some(longest as f64)
}

/// Returns a random part of an exponentially growing time, so that clients that failed together do not retry together.
fn full_jitter(base_ms: u32, policy: &RetryPolicy, situation: &Situation) -> f64 {
    let doublings = situation.attempts.saturating_sub(1).min(30);
    let most = u64::from(base_ms) << doublings;
    let most = u32::try_from(most).unwrap_or(u32::MAX).min(policy.max_delay_ms);
    f64::from(most) * situation.jitter
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::StateFault;
    use crate::rpc::response::{Answer, Body, BodyFault, Context, Value, read};

    fn service(code: &str, http_status: u16) -> FailureKind {
        let members = [("RequestId", "14A07460-EBE7-47CA-9757-12CC4761D47A"), ("Code", code)];
        let members = members.map(|(name, text)| (name.to_owned(), Value::Text(text.to_owned())));
        match read(http_status, Body::Object(members.to_vec()), &Context::default()) {
            Answer::Refused(error) => FailureKind::Service(Box::new(error)),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn every_failure_has_its_need() {
        let response = |http_status| FailureKind::Response { fault: BodyFault::NotJson, http_status };
        for (kind, expected) in [
            (FailureKind::Network, Need::Wait),
            (FailureKind::Timeout, Need::GiveUp),
            (FailureKind::Aborted, Need::GiveUp),
            (response(200), Need::Wait),
            (response(502), Need::Wait),
            (response(403), Need::GiveUp),
            (response(408), Need::Wait),
            (response(425), Need::Wait),
            (response(499), Need::Wait),
            (response(429), Need::WaitThrottled),
            (FailureKind::State(StateFault::NoRandomness), Need::GiveUp),
            (service("User.NoPermission", 408), Need::Wait),
            (service("ExpiredStsToken", 425), Need::Wait),
            (service("InvalidTimeStamp.Expired", 499), Need::Wait),
            (service("InternalError", 400), Need::Wait),
            (service("InternalError.Brand", 404), Need::Wait),
            (service("ServiceThrottling", 400), Need::WaitThrottled),
            (service("Brand.throttling", 503), Need::WaitThrottled),
            (service("FlowLimitExceeded", 400), Need::GiveUp),
            (service("SecurityTokenExpired", 400), Need::Credentials),
            (service("InvalidAccessKeyId.NotFound", 404), Need::GiveUp),
            (service("ServiceUnavailable", 503), Need::Wait),
            (service("InternalError", 500), Need::Wait),
            (service("UnknownError", 400), Need::Wait),
            (service("Brand.New", 500), Need::Wait),
            (service("SignatureNonceUsed", 400), Need::Wait),
            (service("Throttling", 400), Need::WaitThrottled),
            (service("Throttling.User", 400), Need::WaitThrottled),
            (service("Throttling.Brand", 429), Need::WaitThrottled),
            (service("Brand.New", 429), Need::WaitThrottled),
            (service("InvalidTimeStamp.Expired", 400), Need::Clock),
            (service("IllegalTimestamp", 400), Need::Clock),
            (service("ExpiredStsToken", 400), Need::Credentials),
            (service("InvalidSecurityToken.Expired", 403), Need::Credentials),
            (service("InvalidStsToken", 400), Need::GiveUp),
            (service("User.NoPermission", 401), Need::GiveUp),
            (service("ExecutionCancelFailed", 403), Need::GiveUp),
            (service("EntityNotExist.Execution", 404), Need::GiveUp),
            (service("SignatureDoesNotMatch", 400), Need::GiveUp),
        ] {
            assert_eq!(need(&kind, false), expected, "{kind:?}");
        }
        assert_eq!(need(&service("InvalidAccessKeyId.NotFound", 404), true), Need::Credentials);
        assert_eq!(need(&service("InvalidAccessKeyId.Inactive", 400), true), Need::GiveUp);
    }

    const CALM: Situation = Situation {
        need: Need::Wait,
        attempts: 1,
        remaining_ms: 10_000.0,
        server_wait_ms: None,
        asked_to_retry: false,
        clock_corrected: false,
        credentials_renewable: false,
        jitter: 0.5,
    };

    #[test]
    fn next_attempt_follows_after_its_delay() {
        let policy = RetryPolicy::default();
        for (situation, expected) in [
            (CALM, Some(100.0)),
            (Situation { attempts: 2, ..CALM }, Some(200.0)),
            (Situation { attempts: 3, ..CALM }, None),
            (Situation { need: Need::WaitThrottled, ..CALM }, Some(500.0)),
            (Situation { need: Need::GiveUp, ..CALM }, None),
            (Situation { need: Need::Clock, ..CALM }, None),
            (Situation { need: Need::Clock, clock_corrected: true, ..CALM }, Some(0.0)),
            (Situation { need: Need::Credentials, ..CALM }, None),
            (Situation { need: Need::Credentials, credentials_renewable: true, ..CALM }, Some(0.0)),
            (Situation { need: Need::GiveUp, asked_to_retry: true, server_wait_ms: Some(50.0), ..CALM }, Some(50.0)),
            (Situation { need: Need::Clock, asked_to_retry: true, server_wait_ms: Some(50.0), ..CALM }, Some(50.0)),
            (Situation { need: Need::GiveUp, asked_to_retry: true, server_wait_ms: Some(1e9), ..CALM }, None),
            (Situation { need: Need::GiveUp, asked_to_retry: true, attempts: 3, ..CALM }, None),
            (Situation { server_wait_ms: Some(3_000.0), ..CALM }, Some(3_000.0)),
            (Situation { server_wait_ms: Some(50.0), ..CALM }, Some(100.0)),
            (Situation { server_wait_ms: Some(10_000.0), ..CALM }, None),
            (Situation { remaining_ms: 100.0, ..CALM }, None),
            (Situation { remaining_ms: 100.1, ..CALM }, Some(100.0)),
            (Situation { jitter: 0.0, ..CALM }, Some(0.0)),
        ] {
            assert_eq!(next_attempt(&policy, &situation), expected, "{situation:?}");
        }
        assert_eq!(next_attempt(&RetryPolicy::never(), &CALM), None);
    }

    #[test]
    fn readable_server_delay_is_obeyed() {
        let now = Timestamp::parse("1994-11-06T08:49:30Z").unwrap();
        for (retry_after, acs, expected) in [
            (None, None, None),
            (Some("7"), None, Some(7_000.0)),
            (Some("0"), None, None),
            (Some("-1"), None, None),
            (Some("soon"), None, None),
            (Some("Sun, 06 Nov 1994 08:49:37 GMT"), None, Some(7_000.0)),
            (Some("Sun, 06 Nov 1994 08:49:00 GMT"), None, None),
            (None, Some("250"), Some(250.0)),
            (Some("1"), Some("1500"), Some(1_500.0)),
            (Some("99999999999999999999"), None, None),
            (Some("9223372036854775807"), None, Some(i64::MAX as f64)),
        ] {
            let headers = Headers {
                date: None,
                retry_after: retry_after.map(str::to_owned),
                acs_retry_after: acs.map(str::to_owned),
            };
            assert_eq!(server_wait_ms(&headers, now), expected, "{headers:?}");
        }
    }

    #[test]
    fn delays_grow_up_to_the_cap() {
        let policy = RetryPolicy { max_attempts: 100, ..RetryPolicy::default() };
        let wait = |attempts| {
            let late = Situation { attempts, jitter: 1.0, remaining_ms: f64::INFINITY, ..CALM };
            next_attempt(&policy, &late).unwrap()
        };
        assert_eq!([1, 2, 3, 8, 40, 99].map(wait), [200.0, 400.0, 800.0, 20_000.0, 20_000.0, 20_000.0]);
    }
}
