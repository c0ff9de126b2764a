//! The option objects of the JavaScript contract, read into what the inner layers take.

use wasm_bindgen::prelude::*;

use super::read::Reader;
use crate::client::{Client, RequestStyle};
use crate::protocol::credentials::Credentials;
use crate::protocol::endpoint::{Endpoint, Network};
use crate::protocol::problem::{Problem, ProblemCode};
use crate::protocol::sign::Method;
use crate::protocol::signed_url::VALIDITY_SECONDS;
use crate::protocol::timestamp::Timestamp;
use crate::protocol::validate::Rules;

macro_rules! properties {
    ($($js:ident = $rust:ident),* $(,)?) => {
        #[wasm_bindgen]
        extern "C" {
            /// Any of the option objects. Each getter may throw, as that of a proxy may.
            type Options;
            $(#[wasm_bindgen(method, structural, getter, catch, js_name = $js)]
            fn $rust(this: &Options) -> Result<JsValue, JsValue>;)*
        }
    };
}

properties! {
    accessKeyId = access_key_id,
    accessKeySecret = access_key_secret,
    allowedOrigins = allowed_origins,
    credentials = credentials,
    endpoint = endpoint,
    executionId = execution_id,
    method = method,
    network = network,
    nonce = nonce,
    now = now,
    regionId = region_id,
    requestStyle = request_style,
    securityToken = security_token,
    signal = signal,
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
const DEFAULT_TIMEOUT_MS: u32 = 10_000;

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

/// What `signCancelUrl` was given. `None` for what is made fresh.
pub(super) struct SignOptions {
    pub(super) endpoint: Endpoint,
    pub(super) region_id: Option<String>,
    pub(super) credentials: Credentials,
    pub(super) execution_id: String,
    pub(super) method: Method,
    pub(super) nonce: Option<String>,
    pub(super) timestamp: Option<Timestamp>,
}

pub(super) fn sign_options(value: &JsValue) -> Read<SignOptions> {
    let mut reader = Reader::default();
    let Some(options) = object(&mut reader, "options", value) else { return reader.finish(None) };
    let execution_id = reader.required_text("executionId", options.execution_id(), limit::EXECUTION_ID);
    let target = target(&mut reader, &options);
    let credentials = required_credentials(&mut reader, &options);
    let method = reader.choice("method", options.method(), METHODS);
    let nonce = reader.optional_text("nonce", options.nonce(), limit::NONCE);
    let timestamp = reader.instant("timestamp", options.timestamp());
    let read = execution_id.zip(target).zip(credentials).map(|((execution_id, (endpoint, region_id)), credentials)| {
        SignOptions { endpoint, region_id, credentials, execution_id, method, nonce, timestamp }
    });
    reader.finish(read)
}

/// What `validateCancelUrl` was given.
pub(super) struct ValidateOptions {
    method: Method,
    credentials: Option<Credentials>,
    allowed_origins: Vec<Endpoint>,
    now: Timestamp,
    validity_seconds: i64,
}

impl ValidateOptions {
    pub(super) fn rules(&self) -> Rules<'_> {
        Rules {
            method: self.method,
            credentials: self.credentials.as_ref(),
            allowed_origins: &self.allowed_origins,
            now: self.now,
            validity_seconds: self.validity_seconds,
        }
    }
}

/// The URL, which may well be a bad one, and how to judge it.
pub(super) fn validate_options(url: &JsValue, value: &JsValue, now: Timestamp) -> Read<(String, ValidateOptions)> {
    let mut reader = Reader::default();
    let options = optional_object(&mut reader, value);
    let read = read_validate_options(&mut reader, &options, now);
    let url = url_text(&mut reader, url);
    reader.finish(url.map(|url| (url, read)))
}

/// The same and what one call may be told.
pub(super) fn send_options(
    url: &JsValue,
    value: &JsValue,
    now: Timestamp,
) -> Read<(String, ValidateOptions, CallOptions)> {
    let mut reader = Reader::default();
    let options = optional_object(&mut reader, value);
    let read = read_validate_options(&mut reader, &options, now);
    let call = read_call_options(&mut reader, &options, DEFAULT_TIMEOUT_MS);
    let url = url_text(&mut reader, url);
    reader.finish(url.map(|url| (url, read, call)))
}

fn read_validate_options(reader: &mut Reader, options: &Options, now: Timestamp) -> ValidateOptions {
    let credentials = reader.optional("credentials", options.credentials());
    let validity = reader.count(
        "validityMinutes",
        options.validity_minutes(),
        60,
        (VALIDITY_SECONDS / 60) as u32,
        "must be a whole number from 1 to 60",
    );
    ValidateOptions {
        method: reader.choice("method", options.method(), METHODS),
        credentials: credentials.and_then(|value| credentials_from(reader, &value)),
        allowed_origins: allowed_origins(reader, options),
        now: reader.instant("now", options.now()).unwrap_or(now),
        validity_seconds: i64::from(validity) * 60,
    }
}

/// A text of any length and content: what is wrong with it is for the validator to say.
fn url_text(reader: &mut Reader, value: &JsValue) -> Option<String> {
    match value.dyn_ref::<js_sys::JsString>() {
        // One unit above the validator's limit is enough for it to say so, and keeps the rest out of the memory.
        Some(url) => Some(String::from(url.slice(0, crate::protocol::validate::MAX_URL_LENGTH as u32 + 1))),
        None => {
            reader.reject(
                "url",
                if value.is_undefined() { ProblemCode::MissingOption } else { ProblemCode::WrongType },
                "must be a string",
            );
            None
        }
    }
}

/// What one call may be told.
pub(super) struct CallOptions {
    pub(super) signal: Option<JsValue>,
    pub(super) timeout_ms: u32,
}

/// The ExecutionId and what one call may be told.
pub(super) fn call_options(execution_id: &JsValue, value: &JsValue, timeout_ms: u32) -> Read<(String, CallOptions)> {
    let mut reader = Reader::default();
    let execution_id = reader.required_text("executionId", Ok(execution_id.clone()), limit::EXECUTION_ID);
    let options = optional_object(&mut reader, value);
    let call = read_call_options(&mut reader, &options, timeout_ms);
    reader.finish(execution_id.map(|execution_id| (execution_id, call)))
}

fn read_call_options(reader: &mut Reader, options: &Options, timeout_ms: u32) -> CallOptions {
    CallOptions {
        signal: reader.optional("signal", options.signal()),
        timeout_ms: timeout(reader, options, timeout_ms),
    }
}

fn timeout(reader: &mut Reader, options: &Options, default: u32) -> u32 {
    let predicate = "must be a whole number of milliseconds from 1 to 600,000";
    reader.count("timeoutMs", options.timeout_ms(), 600_000, default, predicate)
}

/// What `OosClient` was given: the client, and the deadline of its calls.
pub(super) fn client_options(value: &JsValue) -> Read<(Client, u32)> {
    let mut reader = Reader::default();
    let Some(options) = object(&mut reader, "options", value) else { return reader.finish(None) };
    let target = target(&mut reader, &options);
    let credentials = required_credentials(&mut reader, &options);
    let method = reader.choice("method", options.method(), METHODS);
    let styles = [("query", RequestStyle::Query), ("form", RequestStyle::Form)];
    let request_style = reader.choice("requestStyle", options.request_style(), styles);
    if request_style == RequestStyle::Form && method == Method::Get {
        reader.reject("method", ProblemCode::Conflict, "must not be \"GET\" when requestStyle is \"form\"");
    }
    let timeout_ms = timeout(&mut reader, &options, DEFAULT_TIMEOUT_MS);
    let read = target.zip(credentials).map(|((endpoint, region_id), credentials)| {
        (Client { endpoint, region_id, credentials, request_style, method }, timeout_ms)
    });
    reader.finish(read)
}

fn target(reader: &mut Reader, options: &Options) -> Option<(Endpoint, Option<String>)> {
    let networks = [("public", Network::Public), ("vpc", Network::Vpc)];
    let network = reader.choice("network", options.network(), networks);
    let region = reader.optional("regionId", options.region_id());
    let origin = reader.optional("endpoint", options.endpoint());
    let region_id = match &region {
        Some(value) => Some(reader.text("regionId", value, limit::ORIGIN)?),
        None => None,
    };
    let Some(origin) = origin else {
        let Some(region_id) = region_id else {
            reader.reject(
                "regionId",
                ProblemCode::MissingOption,
                "is missing, and so is an endpoint: one of them is needed",
            );
            return None;
        };
        let endpoint = Endpoint::regional(&region_id, network);
        if endpoint.is_none() {
            reader.reject(
                "regionId",
                ProblemCode::Malformed,
                "must have the shape of a region id, such as cn-hangzhou",
            );
        }
        return endpoint.map(|endpoint| (endpoint, Some(region_id)));
    };
    let text = reader.text("endpoint", &origin, limit::ORIGIN)?;
    endpoint_from(reader, "endpoint", &text).map(|endpoint| (endpoint, region_id))
}

fn endpoint_from(reader: &mut Reader, name: &str, text: &str) -> Option<Endpoint> {
    match Endpoint::parse(text) {
        Ok(endpoint) => Some(endpoint),
        Err(error) => {
            reader.reject(name, ProblemCode::Malformed, error.message());
            None
        }
    }
}

fn allowed_origins(reader: &mut Reader, options: &Options) -> Vec<Endpoint> {
    const NAME: &str = "allowedOrigins";
    let values = reader.list(NAME, options.allowed_origins(), limit::ORIGINS);
    let origins = values.iter().filter_map(|value| {
        let text = reader.text(NAME, value, limit::ORIGIN)?;
        endpoint_from(reader, NAME, &text)
    });
    origins.collect()
}

fn required_credentials(reader: &mut Reader, options: &Options) -> Option<Credentials> {
    let value = reader.required("credentials", options.credentials())?;
    credentials_from(reader, &value)
}

fn credentials_from(reader: &mut Reader, value: &JsValue) -> Option<Credentials> {
    let options = object(reader, "credentials", value)?;
    let id = reader.required_text("credentials.accessKeyId", options.access_key_id(), limit::KEY);
    let secret = reader.required_text("credentials.accessKeySecret", options.access_key_secret(), limit::KEY);
    let token = reader.optional("credentials.securityToken", options.security_token());
    let token = match token {
        Some(value) => Some(reader.text("credentials.securityToken", &value, limit::TOKEN)?),
        None => None,
    };
    let (id, secret) = id.zip(secret)?;
    if id.starts_with("STS.") && token.is_none() {
        let predicate = "is missing, and an AccessKeyId of STS does not work without it";
        reader.reject("credentials.securityToken", ProblemCode::MissingOption, predicate);
        return None;
    }
    Some(Credentials::new(id, secret, token))
}
