//! The option objects of the JavaScript contract, read into what the inner layers take.

mod client;
mod credentials;
mod sign;
mod target;
mod validate;

pub(super) use client::{CallOptions, ClientOptions, call_options, client_options};
pub(super) use credentials::credentials_from;
pub(super) use sign::{execution_id, sign_options, signer_options};
pub(super) use validate::{send_options, validate_options};

use wasm_bindgen::prelude::*;

use super::read::Reader;
use crate::protocol::problem::{Problem, ProblemCode};
use crate::protocol::sign::Method;

#[wasm_bindgen]
extern "C" {
    /// Any of the option objects.
    pub(super) type Options;
}

#[wasm_bindgen(module = "/src/web/host.js")]
extern "C" {
    // One import for all, by its place in the list: each of its own weighs 50 bytes of gzip, and a name 0.2 µs. It may
    // throw, as the getter of a proxy may.
    #[wasm_bindgen(catch)]
    fn property(options: &Options, place: u32) -> Result<JsValue, JsValue>;
}

macro_rules! properties {
    ($($js:ident = $rust:ident),* $(,)?) => {
        #[expect(non_camel_case_types, reason = "the names are those of JavaScript")]
        enum Place { $($js,)* }

        impl Options {
            $(pub(super) fn $rust(&self) -> Result<JsValue, JsValue> {
                property(self, Place::$js as u32)
            })*
        }
    };
}

// The same names in the same order are in host.js.
properties! {
    accessKeyId = access_key_id,
    accessKeySecret = access_key_secret,
    allowedOrigins = allowed_origins,
    baseDelayMs = base_delay_ms,
    credentials = credentials,
    endpoint = endpoint,
    executionId = execution_id,
    expiration = expiration,
    maxAttempts = max_attempts,
    maxDelayMs = max_delay_ms,
    method = method,
    network = network,
    nonce = nonce,
    now = now,
    onAttempt = on_attempt,
    regionId = region_id,
    requestStyle = request_style,
    retry = retry,
    securityToken = security_token,
    signal = signal,
    throttlingBaseDelayMs = throttling_base_delay_ms,
    timeoutMs = timeout_ms,
    timestamp = timestamp,
    validityMinutes = validity_minutes,
}

/// Limits in UTF-16 units. None is documented for OOS; these are far above what it hands out, and keep a URL below what
/// servers take.
mod limit {
    pub(super) const EXECUTION_ID: u32 = 1_024;
    pub(super) const KEY: u32 = 256;
    pub(super) const TOKEN: u32 = 16_384;
    pub(super) const NONCE: u32 = 256;
    pub(super) const ORIGIN: u32 = 512;
    pub(super) const ORIGINS: u32 = 100;
}

const METHODS: [(&str, Method); 2] = [("POST", Method::Post), ("GET", Method::Get)];

type Read<T> = Result<T, Vec<Problem>>;

/// The object itself; `undefined` counts as one without properties where all of them are optional.
fn object(reader: &mut Reader, name: &str, value: &JsValue) -> Option<Options> {
    if value.is_object() || value.is_function() {
        return Some(value.clone().unchecked_into());
    }
    reader.reject(
        name,
        if value.is_undefined() { ProblemCode::MissingOption } else { ProblemCode::WrongType },
        "must be an object",
    );
    None
}

fn optional_object(reader: &mut Reader, value: &JsValue) -> Options {
    let value = if value.is_undefined() { None } else { object(reader, "options", value) };
    value.unwrap_or_else(|| js_sys::Object::new().unchecked_into())
}
