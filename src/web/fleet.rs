//! The host of a fleet: its calls, its results and the caller's observers.

use std::rc::Rc;
use std::time::Duration;

use js_sys::{Array, Function};
use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::errors::to_error;
use super::executions::{define, execution};
use super::host::{CallHost, notify};
use super::options::CallOptions;
use super::results::{to_js, whole_milliseconds};
use super::signal::CallSignal;
use crate::client::FailureClass;
use crate::client::fleet::{FleetCounts, FleetHost, FleetOutcome, FleetProgress, FleetReport, FleetResult, FleetStop};

/// The host of a fleet.
pub(super) struct WebFleet {
    /// Ends when the caller aborts.
    signal: Rc<CallSignal>,
    /// Never ends.
    last_signal: Rc<CallSignal>,
    results: Array,
    on_attempt: Option<Function>,
    on_result: Option<Function>,
    on_progress: Option<Function>,
}

impl WebFleet {
    pub(super) fn new(
        options: &CallOptions,
        on_attempt: Option<Function>,
        on_result: Option<Function>,
        on_progress: Option<Function>,
    ) -> Result<Self, JsValue> {
        let signal = Rc::new(CallSignal::endless(options.signal.as_ref())?);
        let last_signal = Rc::new(CallSignal::endless(None)?);
        Ok(Self { signal, last_signal, results: Array::new(), on_attempt, on_result, on_progress })
    }

    fn host(&self, signal: &Rc<CallSignal>, within: Duration) -> CallHost {
        // A fleet has no deadline. A platform whose signals a page has replaced meanwhile still has those of the fleet.
        let part = if within == Duration::MAX { None } else { signal.of_part(within) };
        let signal = part.map_or_else(|| Rc::clone(signal), Rc::new);
        CallHost::with_signal(signal, within, self.on_attempt.clone())
    }
}

impl FleetHost for WebFleet {
    type Call = CallHost;

    fn call(&self, within: Duration) -> CallHost {
        self.host(&self.signal, within)
    }

    fn last_call(&self, within: Duration) -> CallHost {
        self.host(&self.last_signal, within)
    }

    fn settled(&self, result: FleetResult<JsValue, JsValue>) {
        let index = JsValue::from_f64(result.index as f64);
        let result = fleet_result(result);
        define(&self.results, &index, &result);
        if let Some(observer) = &self.on_result {
            notify(observer, &result);
        }
    }

    fn progress(&self, progress: &FleetProgress) {
        if let Some(observer) = &self.on_progress {
            notify(observer, &fleet_progress(progress));
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ResultValue<'a> {
    execution_id: &'a str,
    outcome: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    request_id: Option<&'a str>,
}

fn fleet_result(result: FleetResult<JsValue, JsValue>) -> JsValue {
    let FleetResult { execution_id, outcome, request_id, execution: ended, failure, .. } = result;
    let request_id = request_id.as_deref();
    let value = to_js(&ResultValue { execution_id: &execution_id, outcome: outcome.as_str(), request_id });
    if let Some(ended) = &ended {
        define(&value, &"execution".into(), &execution(ended));
    }
    // The report says that the caller aborted.
    if let Some(failure) = failure.filter(|failure| failure.kind.class() != FailureClass::Aborted) {
        define(&value, &"error".into(), &to_error(failure));
    }
    value
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Counts {
    accepted: f64,
    cancelled: f64,
    ended: f64,
    refused: f64,
    unknown: f64,
    not_sent: f64,
}

impl From<&FleetCounts> for Counts {
    fn from(counts: &FleetCounts) -> Self {
        let of = |outcome| counts.of(outcome) as f64;
        Self {
            accepted: of(FleetOutcome::Accepted),
            cancelled: of(FleetOutcome::Cancelled),
            ended: of(FleetOutcome::Ended),
            refused: of(FleetOutcome::Refused),
            unknown: of(FleetOutcome::Unknown),
            not_sent: of(FleetOutcome::NotSent),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ProgressValue {
    total: f64,
    settled: f64,
    in_flight: f64,
    concurrency: u32,
    throttled: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    eta_ms: Option<f64>,
    counts: Counts,
}

fn fleet_progress(progress: &FleetProgress) -> JsValue {
    to_js(&ProgressValue {
        total: progress.total as f64,
        settled: progress.settled as f64,
        in_flight: progress.in_flight as f64,
        concurrency: progress.concurrency,
        throttled: progress.throttled,
        eta_ms: progress.eta.map(whole_milliseconds),
        counts: Counts::from(&progress.counts),
    })
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ReportValue {
    counts: Counts,
    elapsed_ms: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    stopped: Option<&'static str>,
}

/// Returns the report with the results that the host has received.
pub(super) fn fleet_report(report: FleetReport<JsValue>, host: &WebFleet) -> JsValue {
    let FleetReport { counts, elapsed, stopped, cause, .. } = report;
    let stopped = stopped.map(FleetStop::as_str);
    let value = to_js(&ReportValue { counts: Counts::from(&counts), elapsed_ms: whole_milliseconds(elapsed), stopped });
    define(&value, &"results".into(), &host.results);
    if let Some(cause) = cause {
        define(&value, &"cause".into(), &cause);
    }
    value
}
