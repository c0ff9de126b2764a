//! `NextToken`: opaque to clients, and with characters that have to be percent-encoded. A sample of the vendor's has `=`,
//! `-`, `_` and a full-width colon [D]; ours has `=`, `+` and that colon in every token, and often `/`.

use base64::{Engine, prelude::BASE64_STANDARD};
use sha2::{Digest, Sha256};

use super::order::Key;
use crate::gateway::Call;

const MARK: &str = "：+=";

/// What a page needs to go on where the page before ended.
#[derive(Debug, Clone)]
pub(super) struct Token {
    /// How many changes there had been at the first page.
    pub(super) version: u64,
    /// The last one listed; empty at the first page.
    place: String,
    /// A token belongs to the request it came with: other filters are refused [I].
    request: String,
}

impl Token {
    pub(super) fn first(version: u64, call: &Call) -> Self {
        Self { version, place: String::new(), request: fingerprint(call) }
    }

    pub(super) fn after(&self, Key { time, status, seq }: Key<'_>) -> Self {
        Self { place: format!("{seq} {time} {status}"), ..self.clone() }
    }

    pub(super) fn last(&self) -> Option<Key<'_>> {
        key(&self.place)
    }

    /// `salt` makes two tokens for the same place differ, so that nobody can rely on the opposite.
    pub(super) fn written(&self, salt: u64) -> String {
        let text = format!("{salt:016x} {} {} {}", self.request, self.version, self.place);
        BASE64_STANDARD.encode(text) + MARK
    }

    pub(super) fn read(text: &str, call: &Call) -> Option<Self> {
        let text = String::from_utf8(BASE64_STANDARD.decode(text.strip_suffix(MARK)?).ok()?).ok()?;
        let mut parts = text.splitn(4, ' ').skip(1);
        let (request, version, place) = (parts.next()?, parts.next()?.parse().ok()?, parts.next()?);
        let token = Self { version, place: place.to_owned(), request: request.to_owned() };
        let is_valid = token.request == fingerprint(call) && (place.is_empty() || token.last().is_some());
        is_valid.then_some(token)
    }
}

fn key(place: &str) -> Option<Key<'_>> {
    let mut parts = place.splitn(3, ' ');
    let (seq, time) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    Some(Key { seq, time, status: parts.next()? })
}

/// The parameters that select and sort. The size of a page may change from page to page.
fn fingerprint(call: &Call) -> String {
    const LISTED: [&str; 22] = [
        "ExecutionId",
        "Status",
        "TemplateName",
        "ParentExecutionId",
        "IncludeChildExecution",
        "Depth",
        "Category",
        "Categories",
        "Mode",
        "ExecutedBy",
        "RamRole",
        "Description",
        "ResourceGroupId",
        "ResourceId",
        "ResourceTemplateName",
        "StartDateAfter",
        "StartDateBefore",
        "EndDateAfter",
        "EndDateBefore",
        "Tags",
        "SortField",
        "SortOrder",
    ];
    let values = LISTED.map(|name| call.get(name).unwrap_or_default());
    Sha256::digest(values.join("\n")).iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}
