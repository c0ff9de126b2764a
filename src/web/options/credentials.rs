//! Credentials, given once or asked of a provider.

use wasm_bindgen::prelude::*;

use super::{Options, limit, object};
use crate::client::credentials::Provided;
use crate::protocol::credentials::Credentials;
use crate::protocol::problem::ProblemCode;
use crate::protocol::text::concat;
use crate::web::read::Reader;

pub(super) fn required_credentials(reader: &mut Reader, options: &Options) -> Option<Credentials> {
    let value = reader.required("credentials", options.credentials())?;
    Some(credentials_from(reader, "credentials", &value)?.credentials)
}

/// The credentials in `value`, which problems call `name`.
pub(in crate::web) fn credentials_from(reader: &mut Reader, name: &str, value: &JsValue) -> Option<Provided> {
    let options = object(reader, name, value)?;
    let path = |property: &str| concat(&[name, ".", property]);
    let id = reader.required_text(&path("accessKeyId"), options.access_key_id(), limit::KEY);
    let secret = reader.required_text(&path("accessKeySecret"), options.access_key_secret(), limit::KEY);
    let token_path = path("securityToken");
    let token = reader.optional(&token_path, options.security_token());
    let expiration = reader.instant(&path("expiration"), options.expiration());
    let token = match token {
        Some(value) => Some(reader.text(&token_path, &value, limit::TOKEN)?),
        None => None,
    };
    let (id, secret) = id.zip(secret)?;
    if id.starts_with("STS.") && token.is_none() {
        let predicate = "is missing, and an AccessKeyId of STS does not work without it";
        reader.reject(&token_path, ProblemCode::MissingOption, predicate);
        return None;
    }
    Some(Provided { credentials: Credentials::new(id, secret, token), expiration })
}
