//! Which failures of one execution hold for all.

use super::FleetStop;
use crate::client::call::refuses_credentials;
use crate::client::retry::{Need, need};
use crate::client::{Failure, FailureKind};
use crate::rpc::codes::{Remedy, classify};

/// Returns why no other execution can be cancelled either. A call that had one attempt may have left a repair to the next one.
pub(super) fn stops_all<Cause>(failure: &Failure<Cause>, repairable: Repairable) -> Option<FleetStop> {
    let (stop, repairable) = match &failure.kind {
        FailureKind::Credentials(_) => return Some(FleetStop::Credentials),
        kind if refuses_credentials(kind) => {
            (FleetStop::Credentials, repairable.credentials && need(kind, false) == Need::Credentials)
        }
        FailureKind::Service(error) if error.remedy == Remedy::CheckClock => (FleetStop::Clock, repairable.clock),
        _ => return None,
    };
    let remedy = failure.kind.remedy();
    let attempts = failure.history.attempts().iter();
    let codes = attempts.filter_map(|attempt| Some((attempt.code.as_deref()?, attempt.http_status?)));
    let refusals = codes.filter(|(code, http_status)| classify(code, *http_status).0 == remedy).count();
    (!repairable || refusals > 1).then_some(stop)
}

/// What the next call can do better than the failed one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Repairable {
    /// Whether credentials come from a provider.
    pub(super) credentials: bool,
    /// Whether the clock has been corrected since the failed call began.
    pub(super) clock: bool,
}
