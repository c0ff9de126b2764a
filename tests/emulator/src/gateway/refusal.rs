//! Why a request is refused, before it is put into JSON or XML.

use http::StatusCode;

#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) status: StatusCode,
    pub(crate) code: String,
    pub(crate) message: String,
    pub(crate) denial: bool,
    /// For the header `x-acs-retry-after`.
    pub(crate) retry_after_ms: Option<u64>,
}

impl Refusal {
    pub(crate) fn new(code: &str, status: u16, message: String) -> Self {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST);
        let denial = matches!(code, "User.NoPermission" | "NoPermission" | "Forbidden.RAM");
        Self { status, code: code.to_owned(), message, denial, retry_after_ms: None }
    }
}
