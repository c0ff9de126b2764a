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
    let named = |own: &'static Name, other: &'static Name| {
        if options.get(own).is_none() && options.get(other).is_some() { other } else { own }
    };
    let id = named(&names::ACCESS_KEY_ID, &assume_role::ACCESS_KEY_ID);
    let secret = named(&names::ACCESS_KEY_SECRET, &assume_role::ACCESS_KEY_SECRET);
    let token = named(&names::SECURITY_TOKEN, &assume_role::SECURITY_TOKEN);
    let expiration = named(&names::EXPIRATION, &assume_role::EXPIRATION);

    let access_key_id = reader.required_text(options, id, &Form::ACCESS_KEY_ID);
    let access_key_secret = reader.required_text(options, secret, &Form::ACCESS_KEY_SECRET);
    let security_token = match options.get(token) {
        // The vendor's SDKs return an empty token if there is none.
        Some(value) if value.dyn_ref::<JsString>().is_some_and(|text| text.length() == 0) => None,
        Some(value) => Some(reader.text(options, token, &value, &Form::SECURITY_TOKEN)?),
        None => None,
    };
    let expiration = reader.date(options, expiration);
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
