//! The kinds of fault, each with its own fields, as written in JSON.

use http::HeaderValue;
use serde::{Deserialize, Serialize};

use crate::limits::{
    CODE_BYTES, DELAY_MS, OFFSET_SECONDS, OUTPUTS_BYTES, RESPONSE_BYTES, RETRY_AFTER, STATUS, within, within_if_given,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Moment {
    /// Before the request is processed.
    Before,
    /// Processed, but not a byte of the answer is sent.
    Headers,
    /// Processed and the headers sent, the body held back.
    Body,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase", deny_unknown_fields)]
pub(crate) enum Kind {
    Delay {
        delay_ms: u64,
        #[serde(rename = "where", default = "Moment::before")]
        moment: Moment,
    },
    ResetBefore {},
    ResetAfter {},
    #[serde(alias = "status")]
    Error {
        code: String,
        http_status: Option<u16>,
        message: Option<String>,
    },
    InternalError {},
    Unavailable {
        retry_after: Option<u64>,
        x_acs_retry_after: Option<u64>,
    },
    Throttling {
        #[serde(default = "throttling_user")]
        code: String,
        http_status: Option<u16>,
        retry_after: Option<u64>,
        x_acs_retry_after: Option<u64>,
    },
    Html {
        #[serde(default = "bad_gateway")]
        http_status: u16,
    },
    Empty {
        #[serde(default = "ok")]
        http_status: u16,
    },
    Truncated {},
    TruncatedJson {},
    WrongType {
        body: String,
        #[serde(default = "ok")]
        http_status: u16,
    },
    Huge {
        #[serde(default = "one_mebibyte")]
        bytes: usize,
    },
    NoCors {},
    Redirect {
        location: String,
    },
    Clock {
        offset_seconds: i64,
    },
    NoRequestId {},
    TokenExpired {},
    RepeatedToken {},
    EmptyPage {},
    OtherShape {},
    ItemWithoutId {},
    ItemWithoutStatus {},
    OtherIdFirst {},
    NoTotalCount {},
    EmptyToken {},
    LargeOutputs {
        #[serde(default = "one_mebibyte")]
        bytes: usize,
    },
}

impl Moment {
    fn before() -> Self {
        Self::Before
    }
}

fn throttling_user() -> String {
    "Throttling.User".to_owned()
}

fn bad_gateway() -> u16 {
    502
}

fn ok() -> u16 {
    200
}

fn one_mebibyte() -> usize {
    1 << 20
}

impl Kind {
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Delay { .. } => "delay",
            Self::ResetBefore {} => "reset-before",
            Self::ResetAfter {} => "reset-after",
            Self::Error { .. } => "error",
            Self::InternalError {} => "internal-error",
            Self::Unavailable { .. } => "unavailable",
            Self::Throttling { .. } => "throttling",
            Self::Html { .. } => "html",
            Self::Empty { .. } => "empty",
            Self::Truncated {} => "truncated",
            Self::TruncatedJson {} => "truncated-json",
            Self::WrongType { .. } => "wrong-type",
            Self::Huge { .. } => "huge",
            Self::NoCors {} => "no-cors",
            Self::Redirect { .. } => "redirect",
            Self::Clock { .. } => "clock",
            Self::NoRequestId {} => "no-request-id",
            Self::TokenExpired {} => "token-expired",
            Self::RepeatedToken {} => "repeated-token",
            Self::EmptyPage {} => "empty-page",
            Self::OtherShape {} => "other-shape",
            Self::ItemWithoutId {} => "item-without-id",
            Self::ItemWithoutStatus {} => "item-without-status",
            Self::OtherIdFirst {} => "other-id-first",
            Self::NoTotalCount {} => "no-total-count",
            Self::EmptyToken {} => "empty-token",
            Self::LargeOutputs { .. } => "large-outputs",
        }
    }

    /// Whether the answer takes the place of the real one, so that `processed` has to say if the
    /// action is carried out behind it.
    pub(crate) fn replaces_the_answer(&self) -> bool {
        matches!(
            self,
            Self::Error { .. }
                | Self::InternalError {}
                | Self::Unavailable { .. }
                | Self::Throttling { .. }
                | Self::Html { .. }
                | Self::Empty { .. }
                | Self::WrongType { .. }
                | Self::Redirect { .. }
                | Self::TokenExpired {}
        )
    }

    /// Whether it changes the fields of a list, so that it affects nothing else.
    pub(crate) fn changes_a_list(&self) -> bool {
        matches!(
            self,
            Self::RepeatedToken {}
                | Self::EmptyPage {}
                | Self::OtherShape {}
                | Self::ItemWithoutId {}
                | Self::ItemWithoutStatus {}
                | Self::OtherIdFirst {}
                | Self::NoTotalCount {}
                | Self::EmptyToken {}
                | Self::LargeOutputs { .. }
        )
    }

    /// Checks the kind's own fields.
    pub(crate) fn check(&self) -> Result<(), String> {
        match self {
            Self::Delay { delay_ms, .. } => within("delayMs", *delay_ms, &DELAY_MS),
            Self::Huge { bytes } => within("bytes", *bytes, &RESPONSE_BYTES),
            Self::LargeOutputs { bytes } => within("bytes", *bytes, &OUTPUTS_BYTES),
            Self::Clock { offset_seconds } => within("offsetSeconds", *offset_seconds, &OFFSET_SECONDS),
            Self::Html { http_status } | Self::Empty { http_status } | Self::WrongType { http_status, .. } => {
                within("httpStatus", *http_status, &STATUS)
            }
            Self::Error { code, http_status, .. } => {
                within("The length of code", code.len(), &CODE_BYTES)?;
                within_if_given("httpStatus", *http_status, &STATUS)
            }
            Self::Unavailable { retry_after, x_acs_retry_after } => retry(*retry_after, *x_acs_retry_after),
            Self::Throttling { code, http_status, retry_after, x_acs_retry_after } => {
                within("The length of code", code.len(), &CODE_BYTES)?;
                within_if_given("httpStatus", *http_status, &STATUS)?;
                retry(*retry_after, *x_acs_retry_after)
            }
            Self::Redirect { location } => HeaderValue::from_str(location)
                .map(drop)
                .map_err(|_| "location must be the value of a header, without control characters.".to_owned()),
            Self::ResetBefore {}
            | Self::ResetAfter {}
            | Self::InternalError {}
            | Self::Truncated {}
            | Self::TruncatedJson {}
            | Self::NoCors {}
            | Self::NoRequestId {}
            | Self::TokenExpired {}
            | Self::RepeatedToken {}
            | Self::EmptyPage {}
            | Self::OtherShape {}
            | Self::ItemWithoutId {}
            | Self::ItemWithoutStatus {}
            | Self::OtherIdFirst {}
            | Self::NoTotalCount {}
            | Self::EmptyToken {} => Ok(()),
        }
    }

    /// Returns the size of the texts in it.
    pub(crate) fn text_bytes(&self) -> usize {
        match self {
            Self::Error { code, message, .. } => code.len() + message.as_ref().map_or(0, String::len),
            Self::Throttling { code, .. } => code.len(),
            Self::WrongType { body, .. } => body.len(),
            Self::Redirect { location } => location.len(),
            _ => 0,
        }
    }
}

fn retry(seconds: Option<u64>, milliseconds: Option<u64>) -> Result<(), String> {
    within_if_given("retryAfter", seconds, &RETRY_AFTER)?;
    within_if_given("xAcsRetryAfter", milliseconds, &RETRY_AFTER)
}
