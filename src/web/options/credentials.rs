//! Credentials, given once or asked of a provider.

use wasm_bindgen::prelude::*;

use super::{Name, Options, limit, object};
use crate::client::credentials::Provided;
use crate::protocol::credentials::Credentials;
use crate::protocol::problem::ProblemCode;
use crate::web::read::Reader;

pub(super) fn required_credentials(reader: &mut Reader, options: &Options) -> Option<Credentials> {
    let value = reader.required(options, Name::Credentials)?;
    Some(credentials_from(reader, &value)?.credentials)
}

/// The credentials in `value`.
pub(in crate::web) fn credentials_from(reader: &mut Reader, value: &JsValue) -> Option<Provided> {
    let options = &object(reader, "credentials", value, "credentials.")?;
    let id = reader.required_text(options, Name::AccessKeyId, limit::KEY);
    let secret = reader.required_text(options, Name::AccessKeySecret, limit::KEY);
    let token = reader.optional(options, Name::SecurityToken);
    let expiration = reader.instant(options, Name::Expiration);
    let token = match token {
        Some(value) => Some(reader.text(options, Name::SecurityToken, &value, limit::TOKEN)?),
        None => None,
    };
    let (id, secret) = id.zip(secret)?;
    if id.starts_with("STS.") && token.is_none() {
        let predicate = "is missing, and an AccessKeyId of STS does not work without it";
        reader.reject_option(options, Name::SecurityToken, ProblemCode::MissingOption, predicate);
        return None;
    }
    Some(Provided { credentials: Credentials::new(id, secret, token), expiration })
}
