//! Which failures to retry, and after what delay: pure functions of what happened.

use std::time::Duration;

use super::host::Headers;
use super::kind::FailureKind;
use crate::rpc::codes::{KEY_NOT_FOUND, NONCE_USED};
use crate::rpc::codes::{Remedy, is_inconclusive, is_throttling, says_expired};
use crate::rpc::text::parse_number;
use crate::rpc::timestamp::Timestamp;

/// When to retry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryPolicy {
    pub(crate) max_attempts: u32,
    pub(crate) base_delay: Duration,
    pub(crate) throttling_base_delay: Duration,
    pub(crate) max_delay: Duration,
    /// Whether the policy retries after a delay, or only after a repair: a corrected clock, new credentials.
    pub(super) delays: bool,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            max_attempts: 3,
            base_delay: Duration::from_millis(200),
            throttling_base_delay: Duration::from_secs(1),
            max_delay: Duration::from_secs(20),
            delays: true,
        }
    }
}

impl RetryPolicy {
    /// Returns the policy of one request, whatever happens.
    #[must_use]
    pub fn never() -> Self {
        Self::default().max_attempts(1)
    }

    /// Returns the policy of a request that is repeated anyway, later: it is retried only after a repair.
    pub(super) const fn repairs_only(self) -> Self {
        Self { delays: false, ..self }
    }

    /// The most requests that a call may send.
    pub const MAX_ATTEMPTS: u32 = 10;

    /// Sets how many requests a call may send in all, from 1 to [`MAX_ATTEMPTS`](Self::MAX_ATTEMPTS); what lies beyond counts as
    /// the nearest of these. Default: 3.
    #[must_use]
    pub fn max_attempts(self, max_attempts: u32) -> Self {
        Self { max_attempts: max_attempts.clamp(1, Self::MAX_ATTEMPTS), ..self }
    }

    /// Sets the upper bound of the first delay, which doubles with each further one. Default: 200 ms.
    #[must_use]
    pub const fn base_delay(self, base_delay: Duration) -> Self {
        Self { base_delay, ..self }
    }

    /// Sets the upper bound of the first delay after a response that says `Throttling`. Default: 1 s.
    #[must_use]
    pub const fn throttling_base_delay(self, throttling_base_delay: Duration) -> Self {
        Self { throttling_base_delay, ..self }
    }

    /// Sets the longest delay, unless the server asks for a longer one. Default: 20 s.
    #[must_use]
    pub const fn max_delay(self, max_delay: Duration) -> Self {
        Self { max_delay, ..self }
    }
}

/// What the next attempt needs after a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
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
/// The operations of this crate may be repeated safely: a second cancel cancels nothing more than the first.
pub(super) fn need(kind: &FailureKind, temporary: bool) -> Need {
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
pub(super) struct Situation {
    /// What the failure asks for.
    pub(super) need: Need,
    /// How many requests have been sent.
    pub(super) attempts: u32,
    /// What is left of the deadline.
    pub(super) remaining: Duration,
    /// How long the server asks to wait, where it can be read.
    pub(super) server_wait: Option<Duration>,
    /// Whether OOS itself asks for another attempt, whatever the failure is.
    pub(super) asked_to_retry: bool,
    /// Whether another attempt would be signed with another time.
    pub(super) clock_corrected: bool,
    /// Whether new credentials can be requested, and have not been in this call.
    pub(super) credentials_renewable: bool,
    /// A random number from 0 up to 1.
    pub(super) jitter: f64,
}

/// Returns the delay before the next attempt, or `None` to give up.
pub(super) fn next_attempt(policy: &RetryPolicy, situation: &Situation) -> Option<Duration> {
    let repair = situation.clock_corrected || (situation.need == Need::Credentials && situation.credentials_renewable);
    if situation.attempts >= policy.max_attempts || !(policy.delays || repair) {
        return None;
    }
    let own_delay = match situation.need {
        Need::Wait => full_jitter(policy.base_delay, policy, situation),
        Need::WaitThrottled => full_jitter(policy.throttling_base_delay, policy, situation),
        Need::Clock if situation.clock_corrected => Duration::ZERO,
        Need::Credentials if situation.credentials_renewable => Duration::ZERO,
        _ if situation.asked_to_retry => Duration::ZERO,
        Need::GiveUp | Need::Clock | Need::Credentials => return None,
    };
    let delay = own_delay.max(situation.server_wait.unwrap_or_default());
    // A delay that the deadline would end is not begun: the caller learns now what it would learn then.
    (delay < situation.remaining).then_some(delay)
}

/// Returns how long `x-acs-retry-after` asks to wait; `None` where it asks for nothing.
pub(super) fn asked_delay_ms(headers: &Headers) -> Option<i64> {
    headers.acs_retry_after.as_deref().and_then(parse_number).filter(|milliseconds| *milliseconds > 0)
}

/// Returns how long the server asks to wait. Both headers are obeyed: the longer time wins.
pub(super) fn server_wait(headers: &Headers, now: Timestamp) -> Option<Duration> {
    let until = |text: &str| Timestamp::parse_http_date(text).map(|time| time.unix_seconds() - now.unix_seconds());
    let seconds = headers.retry_after.as_deref().and_then(|text| parse_number(text).or_else(|| until(text)));
    let milliseconds = asked_delay_ms(headers);
    let longest = seconds.map(|seconds| seconds.saturating_mul(1_000)).max(milliseconds)?;
    (longest > 0).then_some(Duration::from_millis(longest.unsigned_abs()))
}

/// Returns a random part of an exponentially growing time, so that clients that failed together do not retry together.
fn full_jitter(base: Duration, policy: &RetryPolicy, situation: &Situation) -> Duration {
    let doublings = situation.attempts.saturating_sub(1).min(30);
    let most = base.saturating_mul(1 << doublings).min(policy.max_delay);
    // The cast saturates, and rounds what is less than a nanosecond.
    Duration::from_nanos((most.as_secs_f64() * 1e9 * situation.jitter) as u64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::StateFault;
    use crate::rpc::response::{Body, BodyFault, Context, Judgement, Value, read};

    fn service(code: &str, http_status: u16) -> FailureKind {
        let members = [("RequestId", "14A07460-EBE7-47CA-9757-12CC4761D47A"), ("Code", code)];
        let members = members.map(|(name, text)| (name.to_owned(), Value::Text(text.to_owned())));
        match read(http_status, Body::Object(members.to_vec()), &Context::default()) {
            Judgement::Refused(error) => FailureKind::Service(Box::new(error)),
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
        remaining: Duration::from_secs(10),
        server_wait: None,
        asked_to_retry: false,
        clock_corrected: false,
        credentials_renewable: false,
        jitter: 0.5,
    };

    fn ms(milliseconds: f64) -> Option<Duration> {
        Some(Duration::from_secs_f64(milliseconds / 1_000.0))
    }

    #[test]
    fn next_attempt_follows_after_its_delay() {
        let policy = RetryPolicy::default();
        for (situation, expected) in [
            (CALM, ms(100.0)),
            (Situation { attempts: 2, ..CALM }, ms(200.0)),
            (Situation { attempts: 3, ..CALM }, None),
            (Situation { need: Need::WaitThrottled, ..CALM }, ms(500.0)),
            (Situation { need: Need::GiveUp, ..CALM }, None),
            (Situation { need: Need::Clock, ..CALM }, None),
            (Situation { need: Need::Clock, clock_corrected: true, ..CALM }, ms(0.0)),
            (Situation { need: Need::Credentials, ..CALM }, None),
            (Situation { need: Need::Credentials, credentials_renewable: true, ..CALM }, ms(0.0)),
            (Situation { need: Need::GiveUp, asked_to_retry: true, server_wait: ms(50.0), ..CALM }, ms(50.0)),
            (Situation { need: Need::Clock, asked_to_retry: true, server_wait: ms(50.0), ..CALM }, ms(50.0)),
            (Situation { need: Need::GiveUp, asked_to_retry: true, server_wait: ms(1e9), ..CALM }, None),
            (Situation { need: Need::GiveUp, asked_to_retry: true, attempts: 3, ..CALM }, None),
            (Situation { server_wait: ms(3_000.0), ..CALM }, ms(3_000.0)),
            (Situation { server_wait: ms(50.0), ..CALM }, ms(100.0)),
            (Situation { server_wait: ms(10_000.0), ..CALM }, None),
            (Situation { remaining: Duration::from_millis(100), ..CALM }, None),
            (Situation { remaining: Duration::from_micros(100_100), ..CALM }, ms(100.0)),
            (Situation { jitter: 0.0, ..CALM }, ms(0.0)),
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
            (Some("7"), None, ms(7_000.0)),
            (Some("0"), None, None),
            (Some("-1"), None, None),
            (Some("soon"), None, None),
            (Some("Sun, 06 Nov 1994 08:49:37 GMT"), None, ms(7_000.0)),
            (Some("Sun, 06 Nov 1994 08:49:00 GMT"), None, None),
            (None, Some("250"), ms(250.0)),
            (Some("1"), Some("1500"), ms(1_500.0)),
            (Some("99999999999999999999"), None, None),
            (Some("9223372036854775807"), None, Some(Duration::from_millis(i64::MAX.unsigned_abs()))),
        ] {
            let headers = Headers {
                date: None,
                retry_after: retry_after.map(str::to_owned),
                acs_retry_after: acs.map(str::to_owned),
            };
            assert_eq!(server_wait(&headers, now), expected, "{headers:?}");
        }
    }

    #[test]
    fn waits_grow_up_to_the_cap() {
        let policy = RetryPolicy { max_attempts: 100, ..RetryPolicy::default() };
        let wait = |attempts| {
            let late = Situation { attempts, jitter: 1.0, remaining: Duration::MAX, ..CALM };
            next_attempt(&policy, &late).unwrap()
        };
        assert_eq!([1, 2, 3, 8, 40, 99].map(wait), [200, 400, 800, 20_000, 20_000, 20_000].map(Duration::from_millis));
    }
}
