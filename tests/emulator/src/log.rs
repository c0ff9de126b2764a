//! What was asked and how it ended, for tests to look at.

use std::collections::{BTreeMap, VecDeque};

use axum::http::{HeaderMap, StatusCode};
use serde::Serialize;

use crate::{
    gateway::{Call, Placement},
    limits::{LOG_BYTES, LOG_ENTRIES},
};

const PRESENT: &str = "(present)";

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Entry {
    pub(crate) seq: u64,
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

#[derive(Debug, Default)]
pub(crate) struct RequestLog {
    last_seq: u64,
    bytes: usize,
    entries: VecDeque<Entry>,
}

impl RequestLog {
    pub(crate) fn begin(&mut self, call: &Call, fault: Option<&'static str>) -> u64 {
        self.last_seq += 1;
        let entry = Entry {
            seq: self.last_seq,
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

    pub(crate) fn processed(&mut self, seq: u64) {
        if let Some(entry) = self.entry(seq) {
            entry.processed = true;
        }
    }

    pub(crate) fn answered(&mut self, seq: u64, status: StatusCode, code: Option<String>) {
        if let Some(entry) = self.entry(seq) {
            entry.http_status = Some(status.as_u16());
            entry.code = code;
        }
    }

    pub(crate) fn about(&self, execution_id: Option<&str>) -> Vec<&Entry> {
        let wanted = |entry: &&Entry| {
            execution_id.is_none_or(|id| entry.parameters.get("ExecutionId").is_some_and(|named| named == id))
        };
        self.entries.iter().filter(wanted).collect()
    }

    /// The numbering goes on, so that a late answer cannot be taken for one of a new request.
    pub(crate) fn clear(&mut self) {
        self.entries.clear();
        self.bytes = 0;
    }

    fn entry(&mut self, seq: u64) -> Option<&mut Entry> {
        self.entries.iter_mut().rev().find(|entry| entry.seq == seq)
    }
}

impl Entry {
    /// Returns about as much memory as the entry takes.
    fn bytes(&self) -> usize {
        const PAIR: usize = 100;
        let pairs = self.parameters.iter().chain(&self.headers);
        let texts: usize = pairs.map(|(name, value)| PAIR + name.len() + value.len()).sum();
        size_of::<Self>() + self.path.len() + texts
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
    let visible = |name: &axum::http::HeaderName| {
        let secret = matches!(name.as_str(), "authorization" | "x-acs-security-token");
        let values: Vec<_> =
            headers.get_all(name).iter().map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned()).collect();
        (name.to_string(), if secret { PRESENT.to_owned() } else { values.join(", ") })
    };
    headers.keys().map(visible).collect()
}
