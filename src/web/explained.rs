//! The explanation of a refused signature, as JavaScript sees it.

use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::results::to_js;
use crate::rpc::signature::explain::Explanation;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SignatureExplanation<'a> {
    verdict: &'static str,
    differences: Vec<SignedDifference<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    secret_matches: Option<bool>,
}

#[derive(Serialize)]
struct SignedDifference<'a> {
    parameter: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    sent: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    server: Option<&'a str>,
    cause: &'static str,
    message: &'static str,
}

pub(super) fn signature_explanation(explanation: &Explanation) -> JsValue {
    let differences = explanation.differences.iter().map(|difference| SignedDifference {
        parameter: &difference.parameter,
        sent: difference.sent.as_deref(),
        server: difference.server.as_deref(),
        cause: difference.cause.as_str(),
        message: difference.cause.message(),
    });
    to_js(&SignatureExplanation {
        verdict: explanation.verdict.as_str(),
        differences: differences.collect(),
        secret_matches: explanation.secret_matches,
    })
}
