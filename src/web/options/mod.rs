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
use crate::protocol::text::{concat, split};

#[wasm_bindgen(module = "/src/web/host.js")]
extern "C" {
    // One import for all, by its place in the list: each of its own weighs 50 bytes of gzip, and a name 0.2 µs. It may
    // throw, as the getter of a proxy may.
    #[wasm_bindgen(catch)]
    fn property(options: &JsValue, place: u32) -> Result<JsValue, JsValue>;
}

/// Any of the option objects. Its options are named by its path and their own name, which are put together only where
/// something is wrong.
pub(super) struct Options {
    value: JsValue,
    path: &'static str,
}

macro_rules! names {
    ($($name:ident = $text:literal,)*) => {
        #[derive(Clone, Copy)]
        pub(super) enum Name { $($name,)* }

        impl Name {
            fn as_str(self) -> &'static str {
                // One text, since addresses hardly compress.
                split(concat!($($text, " ",)*), " ").nth(self as usize).unwrap_or_default()
            }
        }
    };
}

// The same names in the same order are in host.js.
names! {
    AccessKeyId = "accessKeyId",
    AccessKeySecret = "accessKeySecret",
    AllowedOrigins = "allowedOrigins",
    BaseDelayMs = "baseDelayMs",
    Credentials = "credentials",
    Endpoint = "endpoint",
    ExecutionId = "executionId",
    Expiration = "expiration",
    MaxAttempts = "maxAttempts",
    MaxDelayMs = "maxDelayMs",
    Method = "method",
    Network = "network",
    Nonce = "nonce",
    Now = "now",
    OnAttempt = "onAttempt",
    RegionId = "regionId",
    RequestStyle = "requestStyle",
    Retry = "retry",
    SecurityToken = "securityToken",
    Signal = "signal",
    ThrottlingBaseDelayMs = "throttlingBaseDelayMs",
    TimeoutMs = "timeoutMs",
    Timestamp = "timestamp",
    ValidityMinutes = "validityMinutes",
}

impl Options {
    /// What is no member of an object: an argument of its own.
    pub(super) const fn none() -> Self {
        Self { value: JsValue::UNDEFINED, path: "" }
    }

    /// What the getter gave, or what it threw.
    pub(super) fn get(&self, name: Name) -> Result<JsValue, JsValue> {
        property(&self.value, name as u32)
    }

    /// What a problem calls the option.
    pub(super) fn path(&self, name: Name) -> String {
        concat(&[self.path, name.as_str()])
    }
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

/// The object itself. Problems call it `name`, and its options by `path` and their names.
fn object(reader: &mut Reader, name: &str, value: &JsValue, path: &'static str) -> Option<Options> {
    if value.is_object() || value.is_function() {
        return Some(Options { value: value.clone(), path });
    }
    let code = if value.is_undefined() { ProblemCode::MissingOption } else { ProblemCode::WrongType };
    reader.reject(name, code, "must be an object");
    None
}

/// `undefined` counts as an object without properties where all of them are optional.
fn optional_object(reader: &mut Reader, value: &JsValue) -> Options {
    let value = if value.is_undefined() { None } else { object(reader, "options", value, "") };
    value.unwrap_or_else(|| Options { value: js_sys::Object::new().into(), path: "" })
}
