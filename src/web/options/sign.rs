//! The options of `signCancelUrl` and `CancelUrlSigner`.

use wasm_bindgen::prelude::*;

use super::credentials::required_credentials;
use super::reader::{Form, Reader};
use super::target::target;
use super::{METHODS, Read, names, object};
use crate::oos::signer::Signer;
use crate::rpc::credentials::Credentials;
use crate::rpc::endpoint::Endpoint;
use crate::rpc::signature::Method;
use crate::rpc::timestamp::Timestamp;

/// The options of `signCancelUrl`. `None` stands for a fresh value.
pub(in crate::web) struct SignOptions {
    pub(in crate::web) endpoint: Endpoint,
    pub(in crate::web) region_id: Option<String>,
    pub(in crate::web) credentials: Credentials,
    pub(in crate::web) execution_id: String,
    pub(in crate::web) method: Method,
    pub(in crate::web) nonce: Option<String>,
    pub(in crate::web) timestamp: Option<Timestamp>,
}

pub(in crate::web) fn sign_options(value: &JsValue) -> Read<SignOptions> {
    let mut reader = Reader::default();
    let Some(options) = &object(&mut reader, "options", value, "") else { return reader.finish(None) };
    let execution_id = reader.required_text(options, &names::EXECUTION_ID, &Form::EXECUTION_ID);
    let target = target(&mut reader, options);
    let credentials = required_credentials(&mut reader, options);
    let method = reader.choice(options, &names::METHOD, METHODS, Method::Post);
    let nonce = reader.optional_text(options, &names::NONCE, &Form::NONCE);
    let timestamp = reader.date(options, &names::TIMESTAMP);
    let read = execution_id.zip(target).zip(credentials).map(|((execution_id, (endpoint, region_id)), credentials)| {
        SignOptions { endpoint, region_id, credentials, execution_id, method, nonce, timestamp }
    });
    reader.finish(read)
}

/// Reads the options of `CancelUrlSigner`.
pub(in crate::web) fn signer_options(value: &JsValue) -> Read<Signer> {
    let mut reader = Reader::default();
    let Some(options) = &object(&mut reader, "options", value, "") else { return reader.finish(None) };
    let target = target(&mut reader, options);
    let credentials = required_credentials(&mut reader, options);
    let method = reader.choice(options, &names::METHOD, METHODS, Method::Post);
    let signer = target.zip(credentials).map(|((endpoint, region_id), credentials)| {
        Signer::unchecked(&credentials, region_id.as_deref(), endpoint, method)
    });
    reader.finish(signer)
}

/// Reads the ExecutionId of one URL.
pub(in crate::web) fn execution_id(value: &JsValue) -> Read<String> {
    let mut reader = Reader::default();
    let text = reader.argument(&names::EXECUTION_ID, value, &Form::EXECUTION_ID);
    reader.finish(text)
}
