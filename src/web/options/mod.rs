//! Reads the option objects of the JavaScript contract into the types of the inner layers.

mod client;
mod credentials;
mod explain;
mod filter;
mod fleet;
mod names;
mod reader;
mod sign;
mod strings;
mod target;
mod validate;

pub(super) use client::{CallOptions, ClientOptions, Task, call_options, client_options, list_options};
pub(super) use credentials::credentials_from;
pub(super) use explain::explain_options;
pub(super) use fleet::{FleetCall, fleet_options, read_id};
pub(super) use reader::Reader;
pub(super) use sign::{execution_id, sign_options, signer_options};
pub(super) use validate::{send_options, validate_options};

use wasm_bindgen::prelude::*;

use crate::rpc::problem::{Problem, ProblemCode};
use crate::rpc::signature::Method;
use reader::{Name, Options};

type Read<T> = Result<T, Vec<Problem>>;

const METHODS: &[(&str, Method)] = &[("POST", Method::Post), ("GET", Method::Get)];

/// Reads the object itself. Problems refer to it as `name`, and to its options by `path` and their names.
fn object(reader: &mut Reader, name: &str, value: &JsValue, path: &'static str) -> Option<Options> {
    if value.is_object() || value.is_function() {
        return Some(Options::new(value.clone(), path));
    }
    if value.is_undefined() || value.is_null() {
        reader.reject(name, ProblemCode::MissingOption, "must be an object");
    } else {
        reader.reject_type(name, value, "must be an object");
    }
    None
}

/// Reads an object all of whose options are optional.
fn optional_object(reader: &mut Reader, value: &JsValue) -> Options {
    let absent = value.is_undefined() || value.is_null();
    let object = if absent { None } else { object(reader, "options", value, "") };
    object.unwrap_or_else(|| Options::new(js_sys::Object::new().into(), ""))
}
