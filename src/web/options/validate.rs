//! The options of `validateCancelUrl` and `sendCancelUrl`.

use wasm_bindgen::prelude::*;
use zeroize::Zeroizing;

use super::client::{CallOptions, DEFAULT_TIMEOUT_MS, read_call_options};
use super::credentials::credentials_from;
use super::reader::{Options, Reader};
use super::strings::{string_or_href, text_from};
use super::target::allowed_origins;
use super::{METHODS, Read, names, optional_object};
use crate::oos::validate::{MAX_URL_LENGTH, Rules};
use crate::rpc::credentials::Credentials;
use crate::rpc::endpoint::Endpoint;
use crate::rpc::problem::ProblemCode;
use crate::rpc::request::VALIDITY_SECONDS;
use crate::rpc::signature::Method;
use crate::rpc::timestamp::Timestamp;

/// The options of `validateCancelUrl`.
pub(in crate::web) struct ValidateOptions {
    method: Method,
    credentials: Option<Credentials>,
    allowed_origins: Vec<Endpoint>,
    now: Timestamp,
    validity_seconds: i64,
}

impl ValidateOptions {
    /// Returns the rules. `check_time` refuses a URL that has expired by this machine's clock.
    pub(in crate::web) fn rules(&self, check_time: bool) -> Rules<'_> {
        Rules {
            method: self.method,
            credentials: self.credentials.as_ref(),
            allowed_origins: &self.allowed_origins,
            now: self.now,
            validity_seconds: self.validity_seconds,
            check_time,
        }
    }
}

/// Reads the URL, which may be invalid, and the rules to validate it by.
pub(in crate::web) fn validate_options(
    url: &JsValue,
    value: &JsValue,
    now: Timestamp,
) -> Read<(Zeroizing<String>, ValidateOptions)> {
    let mut reader = Reader::default();
    let options = optional_object(&mut reader, value);
    let read = read_validate_options(&mut reader, &options, now);
    let url = url_text(&mut reader, url);
    reader.finish(url.map(|url| (url, read)))
}

/// Reads the URL, the rules to validate it by, and the options of one call.
pub(in crate::web) fn send_options(
    url: &JsValue,
    value: &JsValue,
    now: Timestamp,
) -> Read<(Zeroizing<String>, ValidateOptions, CallOptions)> {
    let mut reader = Reader::default();
    let options = optional_object(&mut reader, value);
    let read = read_validate_options(&mut reader, &options, now);
    let call = read_call_options(&mut reader, &options, DEFAULT_TIMEOUT_MS);
    let url = url_text(&mut reader, url);
    reader.finish(url.map(|url| (url, read, call)))
}

fn read_validate_options(reader: &mut Reader, options: &Options, now: Timestamp) -> ValidateOptions {
    let credentials = options.get(&names::CREDENTIALS);
    let validity = reader.count(
        options,
        &names::VALIDITY_MINUTES,
        60,
        (VALIDITY_SECONDS / 60) as u32,
        "must be a whole number from 1 to 60",
    );
    ValidateOptions {
        method: reader.choice(options, &names::METHOD, METHODS, Method::Post),
        credentials: credentials.and_then(|value| Some(credentials_from(reader, &value)?.credentials)),
        allowed_origins: allowed_origins(reader, options),
        now: reader.date(options, &names::NOW).unwrap_or(now),
        validity_seconds: i64::from(validity) * 60,
    }
}

/// Reads a string of any length and content, or a `URL`, which the validator judges. It may contain a token.
fn url_text(reader: &mut Reader, value: &JsValue) -> Option<Zeroizing<String>> {
    match string_or_href(value) {
        // One unit above the validator's limit is enough for it to say so, and keeps the rest out of the memory.
        Some(url) => Some(Zeroizing::new(text_from(&url.slice(0, MAX_URL_LENGTH as u32 + 1)))),
        None => {
            reader.reject(
                "url",
                if value.is_undefined() || value.is_null() {
                    ProblemCode::MissingOption
                } else {
                    ProblemCode::WrongType
                },
                "must be a string or a URL",
            );
            None
        }
    }
}
