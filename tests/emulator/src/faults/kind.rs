//! The kinds of fault, each with its own fields, as written in JSON.

use serde::{Deserialize, Serialize};

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

    pub(crate) fn http_status(&self) -> Option<u16> {
        match self {
            Self::Error { http_status, .. } | Self::Throttling { http_status, .. } => *http_status,
            Self::Html { http_status } | Self::Empty { http_status } | Self::WrongType { http_status, .. } => {
                Some(*http_status)
            }
            _ => None,
        }
    }
}
