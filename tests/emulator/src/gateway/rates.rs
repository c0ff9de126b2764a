//! How often an account may call. OOS publishes no numbers, so there are none unless a test sets them. A bucket of tokens
//! per account is what a related product documents ("5/s, bucket 50") [D].

use std::{collections::HashMap, str::FromStr};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{call::Call, codes, refusal::Refusal};
use crate::limits::{BURST, CODE_BYTES, PER_SECOND, STATUS, within, within_if_given};

/// A limit on the calls of each account.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RateLimit {
    /// The action it counts; without one all actions together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<String>,
    /// How many calls a second are allowed in the long run.
    pub per_second: f64,
    /// How many calls are allowed at once after a pause.
    pub burst: u32,
    /// The code of the refusal.
    #[serde(default = "throttling_user")]
    pub code: String,
    /// The status of the refusal, instead of the one documented for the code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub http_status: Option<u16>,
    /// Whether a refusal says in `x-acs-retry-after` when there is room again.
    #[serde(default = "yes")]
    pub retry_after: bool,
}

fn throttling_user() -> String {
    "Throttling.User".to_owned()
}

fn yes() -> bool {
    true
}

impl RateLimit {
    pub(crate) fn check(&self) -> Result<(), String> {
        within("perSecond", self.per_second, &PER_SECOND)?;
        within("burst", self.burst, &BURST)?;
        within("The length of code", self.code.len(), &CODE_BYTES)?;
        within_if_given("httpStatus", self.http_status, &STATUS)
    }

    fn counts(&self, action: &str) -> bool {
        self.action.as_deref().is_none_or(|counted| counted == action)
    }
}

impl FromStr for RateLimit {
    type Err = String;

    /// Parses `CancelExecution=20/40`: twenty a second, forty at once. Without an action it counts all.
    fn from_str(text: &str) -> Result<Self, String> {
        let (action, numbers) = match text.split_once('=') {
            Some((action, numbers)) => (Some(action.to_owned()), numbers),
            None => (None, text),
        };
        let malformed = || "Not a rate limit. Write ACTION=RATE/BURST, such as CancelExecution=20/40.".to_owned();
        let (rate, burst) = numbers.split_once('/').unwrap_or((numbers, "1"));
        let limit = Self {
            action,
            per_second: rate.parse().map_err(|_| malformed())?,
            burst: burst.parse().map_err(|_| malformed())?,
            code: throttling_user(),
            http_status: None,
            retry_after: true,
        };
        limit.check().map(|()| limit)
    }
}

#[derive(Debug, Default)]
pub(crate) struct RateLimits {
    limits: Vec<RateLimit>,
    /// By account and number of the limit.
    buckets: HashMap<(&'static str, usize), Bucket>,
}

#[derive(Debug, Clone, Copy)]
struct Bucket {
    tokens: f64,
    filled_at: Timestamp,
}

impl RateLimits {
    pub(crate) fn new(limits: Vec<RateLimit>) -> Self {
        Self { limits, buckets: HashMap::new() }
    }

    /// Adds a limit, in the place of one for the same action.
    pub(crate) fn set(&mut self, limit: RateLimit) {
        self.limits.retain(|other| other.action != limit.action);
        self.limits.push(limit);
        self.buckets.clear();
    }

    pub(crate) fn all(&self) -> &[RateLimit] {
        &self.limits
    }

    /// Counts a call against every limit that it meets, or refuses it and counts it against none.
    pub(crate) fn take(&mut self, account: &'static str, call: &Call, now: Timestamp) -> Result<(), Refusal> {
        let action = call.get("Action").unwrap_or_default();
        let met: Vec<_> = self.limits.iter().enumerate().filter(|(_, limit)| limit.counts(action)).collect();
        let mut filled = Vec::new();
        for (number, limit) in &met {
            let full = Bucket { tokens: f64::from(limit.burst), filled_at: now };
            let bucket = self.buckets.get(&(account, *number)).map_or(full, |bucket| bucket.filled(limit, now));
            if bucket.tokens < 1.0 {
                return Err(refusal(limit, bucket.milliseconds_until_one(limit), call));
            }
            filled.push((*number, bucket));
        }
        for (number, bucket) in filled {
            self.buckets.insert((account, number), Bucket { tokens: bucket.tokens - 1.0, ..bucket });
        }
        Ok(())
    }
}

impl Bucket {
    fn filled(self, limit: &RateLimit, now: Timestamp) -> Self {
        let seconds = now.duration_since(self.filled_at).as_secs_f64().max(0.0);
        let tokens = (self.tokens + seconds * limit.per_second).min(f64::from(limit.burst));
        Self { tokens, filled_at: now.max(self.filled_at) }
    }

    fn milliseconds_until_one(self, limit: &RateLimit) -> u64 {
        let milliseconds = ((1.0 - self.tokens) / limit.per_second * 1000.0).ceil();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the ranges of a limit are small")]
        let milliseconds = milliseconds as u64;
        milliseconds.max(1)
    }
}

fn refusal(limit: &RateLimit, milliseconds: u64, call: &Call) -> Refusal {
    let unknown = || Refusal::new(&limit.code, 400, "Request was denied due to request throttling.".to_owned());
    let mut refusal = codes::documented(&limit.code, call).unwrap_or_else(unknown);
    if let Some(status) = limit.http_status.and_then(|status| http::StatusCode::from_u16(status).ok()) {
        refusal.status = status;
    }
    refusal.retry_after_ms = limit.retry_after.then_some(milliseconds);
    refusal
}
