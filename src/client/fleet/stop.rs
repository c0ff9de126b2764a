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

/// Returns whether OOS would refuse every other look for the same reason. Another refusal may be about the one execution.
pub(super) fn refuses_all(kind: &FailureKind) -> bool {
    match kind {
        FailureKind::Service(error) => {
            matches!(error.remedy, Remedy::RequestPermission | Remedy::RefreshCredentials | Remedy::CheckClock)
        }
        _ => true,
    }
}

/// What the next call can do better than the failed one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Repairable {
    /// Whether credentials come from a provider.
    pub(super) credentials: bool,
    /// Whether the clock has been corrected since the failed call began.
    pub(super) clock: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::attempt::{Attempt, Timing};
    use crate::client::{Outcome, StateFault};
    use crate::oos::cancel_execution::CANCEL_EXECUTION;
    use crate::rpc::response::{BodyFault, ServiceError};
    use std::time::Duration;

    /// A call that OOS refused so often with this code.
    fn refused(code: &str, http_status: u16, times: u32) -> Failure<()> {
        let (remedy, meaning) = classify(code, http_status);
        let error = ServiceError {
            http_status,
            code: code.to_owned(),
            message: String::new(),
            request_id: None,
            recommend: None,
            access_denied_detail: Vec::new(),
            diagnosis: None,
            retry_after_ms: None,
            meaning,
            remedy,
        };
        let mut failure = Failure::unsent(FailureKind::Service(Box::new(error)));
        for number in 1..=times {
            let zero = Duration::ZERO;
            let timing = Timing { started: zero, waited: zero, elapsed: zero };
            let attempt = Attempt::new(number, &CANCEL_EXECUTION, timing);
            failure.history.push(attempt.failed(&failure.kind, Outcome::Refused, None));
        }
        failure
    }

    #[test]
    fn what_no_other_call_can_do_better_stops_all() {
        use FleetStop::{Clock, Credentials};
        const EXPIRED: &str = "InvalidSecurityToken.Expired";
        for (code, http_status, times, provider, corrected, expected) in [
            // Nobody can renew these.
            (EXPIRED, 400, 1, false, false, Some(Credentials)),
            ("InvalidAccessKeyId.NotFound", 404, 1, false, false, Some(Credentials)),
            ("InvalidAccessKeyId.Inactive", 400, 1, true, false, Some(Credentials)),
            ("Forbidden.AccessKeyDisabled", 403, 1, true, false, Some(Credentials)),
            ("SignatureDoesNotMatch", 400, 1, true, false, Some(Credentials)),
            // A provider may have others for the next call, but not after it has been asked.
            (EXPIRED, 400, 1, true, false, None),
            (EXPIRED, 400, 2, true, false, Some(Credentials)),
            ("InvalidTimeStamp.Expired", 400, 1, false, false, Some(Clock)),
            ("InvalidTimeStamp.Expired", 400, 1, false, true, None),
            ("InvalidTimeStamp.Expired", 400, 2, false, true, Some(Clock)),
            // Those of one execution.
            ("NoPermission", 403, 1, false, false, None),
            ("User.NoPermission", 401, 3, true, true, None),
            ("ExecutionCancelFailed", 403, 1, false, false, None),
            ("EntityNotExists.Execution", 404, 1, false, false, None),
            ("InvalidParameter", 400, 1, false, false, None),
            ("Throttling.User", 400, 9, false, false, None),
            ("InternalError", 500, 9, false, false, None),
        ] {
            let repairable = Repairable { credentials: provider, clock: corrected };
            assert_eq!(
                stops_all(&refused(code, http_status, times), repairable),
                expected,
                "{code} {times} {provider}"
            );
        }
    }

    #[test]
    fn of_what_is_no_refusal_only_a_failed_provider_stops_all() {
        let repairable = Repairable { credentials: true, clock: false };
        for (kind, expected) in [
            (FailureKind::Credentials(Vec::new()), Some(FleetStop::Credentials)),
            (FailureKind::Network, None),
            (FailureKind::Timeout, None),
            (FailureKind::Aborted, None),
            (FailureKind::Response { fault: BodyFault::NotJson, http_status: 403 }, None),
            (FailureKind::State(StateFault::NoRandomness), None),
        ] {
            assert_eq!(stops_all(&Failure::<()>::unsent(kind.clone()), repairable), expected, "{kind:?}");
        }
    }
}
