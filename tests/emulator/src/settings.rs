//! What tests may change about the emulator's behaviour.

use serde::{Deserialize, Serialize};

use crate::limits::{CANCEL_DELAY_MS, WINDOW_SECONDS, within_if_given};

/// How the gateway answers an `OPTIONS` request. No answer of the real gateway to one is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Preflight {
    /// The list that answers to ordinary calls carried in 2022.
    Strict,
    /// Allows whatever is asked for.
    Echo,
    /// Answers with an error.
    Refused,
}

/// Which of two documented families of codes a bad security token is refused with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum TokenFamily {
    /// `InvalidStsToken`, `ExpiredStsToken`: OOS's own.
    Oos,
    /// `InvalidSecurityToken.*`: the gateway's.
    Gateway,
}

/// How a cancel of an unknown execution is refused. The sources disagree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum NotFoundCode {
    /// Of the CancelExecution page.
    #[serde(rename = "EntityNotExist.Execution")]
    OfThePage,
    /// Of OOS's metadata, and spelled as all its newer codes.
    #[serde(rename = "EntityNotExists.Execution")]
    OfTheMetadata,
}

/// Whether the filter `ParentExecutionId` alone is enough to list children. No document says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum ChildrenOfParent {
    Listed,
    /// Only with `IncludeChildExecution` or `Depth`.
    OnRequest,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Settings {
    pub(crate) cancel_delay_ms: u64,
    pub(crate) timestamp_window_seconds: u32,
    pub(crate) preflight: Preflight,
    pub(crate) token_family: TokenFamily,
    pub(crate) keep_alive: bool,
    pub(crate) not_found_code: NotFoundCode,
    pub(crate) children_of_parent: ChildrenOfParent,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            cancel_delay_ms: 300,
            timestamp_window_seconds: 15 * 60,
            preflight: Preflight::Strict,
            token_family: TokenFamily::Oos,
            keep_alive: true,
            not_found_code: NotFoundCode::OfThePage,
            children_of_parent: ChildrenOfParent::Listed,
        }
    }
}

/// A partial update: what is absent stays as it is.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Changes {
    cancel_delay_ms: Option<u64>,
    timestamp_window_seconds: Option<u32>,
    preflight: Option<Preflight>,
    token_family: Option<TokenFamily>,
    keep_alive: Option<bool>,
    not_found_code: Option<NotFoundCode>,
    children_of_parent: Option<ChildrenOfParent>,
}

impl Changes {
    pub(crate) fn check(&self) -> Result<(), String> {
        within_if_given("cancelDelayMs", self.cancel_delay_ms, &CANCEL_DELAY_MS)?;
        within_if_given("timestampWindowSeconds", self.timestamp_window_seconds, &WINDOW_SECONDS)
    }
}

impl Settings {
    pub(crate) fn change(&mut self, changes: Changes) {
        fn set<T>(place: &mut T, value: Option<T>) {
            if let Some(value) = value {
                *place = value;
            }
        }
        set(&mut self.cancel_delay_ms, changes.cancel_delay_ms);
        set(&mut self.timestamp_window_seconds, changes.timestamp_window_seconds);
        set(&mut self.preflight, changes.preflight);
        set(&mut self.token_family, changes.token_family);
        set(&mut self.keep_alive, changes.keep_alive);
        set(&mut self.not_found_code, changes.not_found_code);
        set(&mut self.children_of_parent, changes.children_of_parent);
    }
}
