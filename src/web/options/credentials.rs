//! Credentials, static or from a provider.

use js_sys::JsString;
use wasm_bindgen::prelude::*;

use super::names::{self, assume_role};
use super::object;
use super::reader::{Form, Name, Options, Reader};
use crate::client::credentials::ExpiringCredentials;
use crate::rpc::credentials::Credentials;
use crate::rpc::limits;

pub(super) fn required_credentials(reader: &mut Reader, options: &Options) -> Option<Credentials> {
    let value = reader.required(options, &names::CREDENTIALS)?;
    Some(credentials_from(reader, &value)?.credentials)
}

/// Reads the credentials in `value`, under their own names or under those of AssumeRole.
pub(in crate::web) fn credentials_from(reader: &mut Reader, value: &JsValue) -> Option<ExpiringCredentials> {
    let given = object(reader, "credentials", value, "credentials.")?;
    let response = given.get(&assume_role::CREDENTIALS).filter(JsValue::is_object);
    let options = &response.map_or(given, |credentials| Options::new(credentials, "credentials."));
    // Returns the value with the name that it has.
    let get = |own: &'static Name, other: &'static Name| match options.get(own) {
        Some(value) => (own, Some(value)),
        None => options.get(other).map_or((own, None), |value| (other, Some(value))),
    };
    let mut text = |(name, value), form| {
        let value = reader.present(options, name, value)?;
        reader.text(options, name, &value, form)
    };
    let access_key_id = text(get(&names::ACCESS_KEY_ID, &assume_role::ACCESS_KEY_ID), &Form::ACCESS_KEY_ID);
    let access_key_secret =
        text(get(&names::ACCESS_KEY_SECRET, &assume_role::ACCESS_KEY_SECRET), &Form::ACCESS_KEY_SECRET);
    let (token, value) = get(&names::SECURITY_TOKEN, &assume_role::SECURITY_TOKEN);
    let security_token = match value {
        // The vendor's SDKs return an empty token if there is none.
        Some(value) if value.dyn_ref::<JsString>().is_some_and(|text| text.length() == 0) => None,
        Some(value) => Some(reader.text(options, token, &value, &Form::SECURITY_TOKEN)?),
        None => None,
    };
    let (name, value) = get(&names::EXPIRATION, &assume_role::EXPIRATION);
    let expiration = value.and_then(|value| reader.date_of(options, name, &value));
    let (access_key_id, access_key_secret) = access_key_id.zip(access_key_secret)?;
    if let Err(defect) = limits::security_token_for(&access_key_id, security_token.as_deref()) {
        reader.reject_defect(options, token, defect);
        return None;
    }
    Some(ExpiringCredentials {
        credentials: Credentials::unchecked(access_key_id, access_key_secret, security_token),
        expiration,
    })
}
