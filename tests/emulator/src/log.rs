//! What was asked and how it ended, for tests to look at.

use std::collections::{BTreeMap, VecDeque};

use http::{HeaderMap, HeaderName, StatusCode};
use jiff::Timestamp;
use serde::Serialize;

use crate::{
    clock::utc_milliseconds,
    gateway::{Call, Fields, Placement},
    limits::{LOG_BYTES, LOG_ENTRIES},
    oos::Action,
};

const PRESENT: &str = "(present)";

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Entry {
    pub(crate) seq: u64,
    #[serde(serialize_with = "utc_milliseconds")]
    time: Timestamp,
    /// Until the response was sent.
    duration_ms: Option<i64>,
    action: Option<String>,
    access_key_id: Option<String>,
    /// The one that the request is about, or those that the response lists.
    execution_ids: Vec<String>,
    outcome: Outcome,
    method: String,
    path: String,
    parameters: BTreeMap<String, String>,
    headers: BTreeMap<String, String>,
    placement: Option<Placement>,
    content_type: Option<String>,
    pub(crate) code: Option<String>,
    pub(crate) http_status: Option<u16>,
    pub(crate) fault: Option<&'static str>,
    pub(crate) processed: bool,
}

/// What the client was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Outcome {
    /// Nothing, or nothing yet.
    None,
    Success,
    Refused,
}

/// How often each outcome came about, for runs that are longer than the log.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Counts {
    requests: u64,
    processed: u64,
    /// Responses without a code and with a status below 400.
    success: u64,
    /// By code; by status if there is none.
    refused: BTreeMap<String, u64>,
    /// By kind.
    faults: BTreeMap<&'static str, u64>,
}

#[derive(Debug, Default)]
pub(crate) struct RequestLog {
    /// By action.
    counts: BTreeMap<String, Counts>,
    last_seq: u64,
    bytes: usize,
    entries: VecDeque<Entry>,
}

impl RequestLog {
    pub(crate) fn begin(&mut self, call: &Call, fault: Option<&'static str>, now: Timestamp) -> u64 {
        self.last_seq += 1;
        let action = call.get("Action").map(str::to_owned);
        let counts = self.counts_of(action.as_deref());
        counts.requests += 1;
        if let Some(fault) = fault {
            *counts.faults.entry(fault).or_default() += 1;
        }
        let entry = Entry {
            seq: self.last_seq,
            time: now,
            duration_ms: None,
            action,
            access_key_id: call.get("AccessKeyId").map(str::to_owned),
            execution_ids: call.get("ExecutionId").map(str::to_owned).into_iter().collect(),
            outcome: Outcome::None,
            method: call.method.to_string(),
            path: call.path.clone(),
            parameters: visible_parameters(call),
            headers: visible_headers(&call.headers),
            placement: call.placement,
            content_type: call.content_type().map(str::to_owned),
            code: None,
            http_status: None,
            fault,
            processed: false,
        };
        self.bytes += entry.bytes();
        self.entries.push_back(entry);
        self.forget_the_oldest();
        self.last_seq
    }

    /// The demo may run for days; tests look only at what is recent.
    fn forget_the_oldest(&mut self) {
        while self.entries.len() > LOG_ENTRIES || (self.bytes > LOG_BYTES && self.entries.len() > 1) {
            if let Some(oldest) = self.entries.pop_front() {
                self.bytes -= oldest.bytes();
            }
        }
    }

    pub(crate) fn processed(&mut self, seq: u64, fields: &Fields) {
        let Some(entry) = self.entry(seq) else { return };
        entry.processed = true;
        let before = entry.bytes();
        if let Some(items) = fields.get("Executions").and_then(|items| items.as_array()) {
            let ids = items.iter().filter_map(|item| item.get("ExecutionId")?.as_str().map(str::to_owned));
            entry.execution_ids = ids.collect();
        }
        let grown = entry.bytes().saturating_sub(before);
        let action = entry.action.clone();
        self.bytes += grown;
        self.counts_of(action.as_deref()).processed += 1;
    }

    pub(crate) fn answered(&mut self, seq: u64, status: StatusCode, code: Option<String>, now: Timestamp) {
        let Some(entry) = self.entry(seq) else { return };
        let refused = code.is_some() || status.is_client_error() || status.is_server_error();
        entry.outcome = if refused { Outcome::Refused } else { Outcome::Success };
        entry.http_status = Some(status.as_u16());
        entry.duration_ms = Some(now.as_millisecond() - entry.time.as_millisecond());
        entry.code.clone_from(&code);
        let action = entry.action.clone();
        let counts = self.counts_of(action.as_deref());
        if refused {
            let reason = code.unwrap_or_else(|| status.as_u16().to_string());
            *counts.refused.entry(reason).or_default() += 1;
        } else {
            counts.success += 1;
        }
    }

    /// Names of actions come from clients, so only known ones are kept apart.
    fn counts_of(&mut self, action: Option<&str>) -> &mut Counts {
        let known = action.filter(|action| Action::named(action).is_some());
        self.counts.entry(known.unwrap_or("other").to_owned()).or_default()
    }

    pub(crate) fn counts(&self) -> &BTreeMap<String, Counts> {
        &self.counts
    }

    pub(crate) fn wanted(&self, wanted: &Wanted) -> Vec<&Entry> {
        self.entries.iter().filter(|entry| wanted.includes(entry)).collect()
    }

    /// The numbering goes on, so that a late answer cannot be taken for one of a new request.
    pub(crate) fn clear(&mut self) {
        self.entries.clear();
        self.counts.clear();
        self.bytes = 0;
    }

    fn entry(&mut self, seq: u64) -> Option<&mut Entry> {
        self.entries.iter_mut().rev().find(|entry| entry.seq == seq)
    }
}

/// Which entries to show.
#[derive(Debug, Default)]
pub(crate) struct Wanted {
    pub(crate) execution_id: Option<String>,
    pub(crate) action: Option<String>,
    pub(crate) after: Option<u64>,
}

impl Wanted {
    fn includes(&self, entry: &Entry) -> bool {
        self.execution_id.as_ref().is_none_or(|id| entry.parameters.get("ExecutionId") == Some(id))
            && (self.action.is_none() || self.action == entry.action)
            && self.after.is_none_or(|seq| entry.seq > seq)
    }
}

impl Entry {
    /// Returns about as much memory as the entry takes.
    fn bytes(&self) -> usize {
        const PAIR: usize = 100;
        let ids: usize = self.execution_ids.iter().map(|id| PAIR + id.len()).sum();
        let pairs = self.parameters.iter().chain(&self.headers);
        let texts: usize = pairs.map(|(name, value)| PAIR + name.len() + value.len()).sum();
        size_of::<Self>() + self.path.len() + texts + ids
    }
}

fn visible_parameters(call: &Call) -> BTreeMap<String, String> {
    let visible = |(name, value): (&String, &String)| {
        let secret = matches!(name.as_str(), "Signature" | "SecurityToken");
        (name.clone(), if secret { PRESENT.to_owned() } else { value.clone() })
    };
    call.parameters.iter().map(visible).collect()
}

fn visible_headers(headers: &HeaderMap) -> BTreeMap<String, String> {
    let visible = |name: &HeaderName| {
        let secret = matches!(name.as_str(), "authorization" | "x-acs-security-token");
        let values: Vec<_> =
            headers.get_all(name).iter().map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned()).collect();
        (name.to_string(), if secret { PRESENT.to_owned() } else { values.join(", ") })
    };
    headers.keys().map(visible).collect()
}
