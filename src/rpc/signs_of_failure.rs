//! Finds what contradicts a success in the body of a 2xx.

use super::body::Value;
use super::text::{find, parse_number};

/// Returns whether anything in a body says that the call failed, in any spelling. Unusual members count as well: a success
/// of OOS has only a RequestId.
pub(super) fn shows_failure(members: &[(String, Value)]) -> bool {
    members.iter().any(|(name, value)| match value {
        Value::Null => false,
        Value::Object(inner) => blames(&folded(name)) || shows_failure(inner),
        value => is_sign(&folded(name), value),
    })
}

/// Returns the letters and digits of a name in lower case: `error_code` is `errorCode`.
fn folded(name: &str) -> String {
    let letters = name.bytes().filter(u8::is_ascii_alphanumeric);
    letters.map(|letter| char::from(letter.to_ascii_lowercase())).collect()
}

fn contains_any(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| find(text, word).is_some())
}

/// Returns whether a name alone belongs to a failure.
fn blames(name: &str) -> bool {
    contains_any(name, &["err", "fault", "fail", "exception", "denied", "reject", "refus"])
}

fn is_sign(name: &str, value: &Value) -> bool {
    let no = matches!(value, Value::Bool(false));
    if blames(name) {
        return !no;
    }
    if contains_any(name, &["success", "succeed", "accepted"]) || name == "ok" {
        return !is_yes(value);
    }
    if contains_any(name, &["code", "status"]) {
        return match value {
            Value::Number(value) => name == "code" || !(200.0..=299.0).contains(value),
            Value::Text(text) => name.ends_with("code") || says_failure(text),
            _ => true,
        };
    }
    if contains_any(name, &["message", "msg", "reason"]) {
        let Value::Text(text) = value else { return true };
        return !(text.is_empty() || is_yes(value));
    }
    if ["state", "result", "outcome", "type", "title", "detail"].iter().any(|known| name.ends_with(known)) {
        return no || matches!(value, Value::Text(text) if says_failure(text));
    }
    false
}

fn is_yes(value: &Value) -> bool {
    const WORDS: [&str; 5] = ["true", "ok", "success", "successful", "succeeded"];
    match value {
        Value::Bool(yes) => *yes,
        Value::Number(value) => *value == 1.0,
        Value::Text(text) => WORDS.iter().any(|word| text.eq_ignore_ascii_case(word)),
        Value::Null | Value::Object(_) | Value::Other => false,
    }
}

fn says_failure(text: &str) -> bool {
    const WORDS: [&str; 13] = [
        "fail",
        "err",
        "denied",
        "deny",
        "reject",
        "refus",
        "forbid",
        "unauthor",
        "invalid",
        "unavailable",
        "timeout",
        "exception",
        "abort",
    ];
    let folded = folded(text);
    contains_any(&folded, &WORDS)
        || contains_any(&folded, &["timedout", "notallowed", "notfound", "notok", "unsuccess"])
        || parse_number(&folded).is_some_and(|number| !(200..=299).contains(&number))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rpc::body::tests::{object, text};

    const ID: &str = "14A07460-EBE7-47CA-9757-12CC4761D47A";

    #[test]
    fn signs_of_failure_are_found_in_any_spelling() {
        let yes = Value::Bool(true);
        let no = Value::Bool(false);
        for (name, value) in [
            ("Success", no.clone()),
            ("success", text("false")),
            ("isSuccess", Value::Number(0.0)),
            ("succeeded", no.clone()),
            ("ok", no.clone()),
            ("errorCode", text("Forbidden")),
            ("error_code", Value::Number(403.0)),
            ("ErrorMessage", text("no")),
            ("error", text("no")),
            ("errors", Value::Other),
            ("errMsg", text("no")),
            ("Err", yes.clone()),
            ("hasError", yes.clone()),
            ("failed", yes.clone()),
            ("Fault", text("x")),
            ("exception", text("x")),
            ("Message", text("Forbidden")),
            ("msg", text("no")),
            ("status", text("failed")),
            ("Status", text("FAILURE")),
            ("state", text("Rejected")),
            ("result", text("error")),
            ("result", no.clone()),
            ("status", Value::Number(403.0)),
            ("statusCode", text("403")),
            ("httpStatusCode", Value::Number(500.0)),
            ("status", no.clone()),
            ("resultCode", text("Forbidden")),
            ("title", text("Forbidden")),
            ("data", Value::Object(object([("success", no.clone())]))),
            ("Error", Value::Object(object([("Code", text("NoPermission"))]))),
            ("Response", Value::Object(object([("Error", Value::Other)]))),
        ] {
            let members = object([("RequestId", text(ID)), (name, value.clone())]);
            assert!(shows_failure(&members), "{name}: {value:?}");
        }
        for (name, value) in [
            ("HostId", text("oos.cn-hangzhou.aliyuncs.com")),
            ("Success", yes),
            ("success", text("True")),
            ("error", Value::Null),
            ("hasError", no),
            ("Message", text("")),
            ("message", text("success")),
            ("HttpStatusCode", Value::Number(200.0)),
            ("Status", text("Cancelled")),
            ("Data", Value::Object(object([("ExecutionId", text("exec-1"))]))),
            ("Executions", Value::Other),
        ] {
            let members = object([("RequestId", text(ID)), (name, value.clone())]);
            assert!(!shows_failure(&members), "{name}: {value:?}");
        }
    }
}
