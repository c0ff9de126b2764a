//! The options of `explainSignature`.

use wasm_bindgen::prelude::*;
use zeroize::Zeroizing;

use super::reader::{Form, Options, Reader};
use super::strings::{string_or_href, text_from};
use super::{METHODS, Name, Read, names, object};
use crate::rpc::problem::ProblemCode;
use crate::rpc::signature::Method;
use crate::rpc::signature::explain::MAX_EXPLAINED_LENGTH;

/// The options of `explainSignature`. The texts may contain a token.
pub(in crate::web) struct ExplainOptions {
    pub(in crate::web) server_message: Zeroizing<String>,
    pub(in crate::web) sent: Zeroizing<String>,
    pub(in crate::web) method: Method,
    pub(in crate::web) access_key_secret: Option<Zeroizing<String>>,
}

pub(in crate::web) fn explain_options(value: &JsValue) -> Read<ExplainOptions> {
    let mut reader = Reader::default();
    let Some(options) = &object(&mut reader, "options", value, "") else { return reader.finish(None) };
    let server_message = pasted(&mut reader, options, &names::SERVER_MESSAGE);
    let sent = pasted(&mut reader, options, &names::SENT);
    let method = reader.choice(options, &names::METHOD, METHODS, Method::Post);
    let secret = reader.optional_text(options, &names::ACCESS_KEY_SECRET, &Form::ACCESS_KEY_SECRET);
    let read = server_message.zip(sent).map(|(server_message, sent)| ExplainOptions {
        server_message,
        sent,
        method,
        access_key_secret: secret.map(Zeroizing::new),
    });
    reader.finish(read)
}

/// Reads a text of any content, or a `URL`.
fn pasted(reader: &mut Reader, options: &Options, name: &'static Name) -> Option<Zeroizing<String>> {
    let value = reader.required(options, name)?;
    let Some(text) = string_or_href(&value) else {
        reader.reject_type_of(options, name, &value, "must be a string");
        return None;
    };
    if text.length() as usize > MAX_EXPLAINED_LENGTH {
        reader.reject_option(options, name, ProblemCode::TooLong, "is longer than 65,536 characters");
        return None;
    }
    Some(Zeroizing::new(text_from(&text)))
}
