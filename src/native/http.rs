//! One request and its response.

use std::io::ErrorKind;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use serde_json::{Map, Value as Json};

use super::HostError;
use crate::client::host::{Headers, HttpResponse, InterruptionKind, Request, TransportError, TransportErrorKind};
use crate::rpc::response::{Body, BodyFault, Value};
use crate::rpc::signature::Method;

/// How deep the judgement of a response looks into an object.
const LEVELS: u8 = 2;

/// How long an open connection may wait for the next request. The requests of a call or a fleet follow each other faster; the
/// longer a connection waits, the likelier the server closes it just when it is used again, and then the outcome is unknown.
const MAX_IDLE: Duration = Duration::from_secs(5);

/// How many open connections may wait for the next request of a fleet.
const MAX_IDLE_CONNECTIONS: usize = 100;

/// One agent for all calls, since a connection of its own for each request would cost a TLS handshake each.
static AGENT: LazyLock<ureq::Agent> = LazyLock::new(|| {
    let config = ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0);
    let config = config.max_idle_age(MAX_IDLE).max_idle_connections(MAX_IDLE_CONNECTIONS);
    config.max_idle_connections_per_host(MAX_IDLE_CONNECTIONS).build().into()
});

/// Sends the request and reads the whole response within this time. Follows no redirect.
pub(super) fn exchange(request: &Request, timeout: Duration) -> Result<HttpResponse<Json>, TransportError<HostError>> {
    let (url, timeout) = (request.url.as_str(), Some(timeout));
    let post = || AGENT.post(url).config().timeout_global(timeout).build();
    let response = match (request.method, &request.form) {
        (Method::Get, _) => AGENT.get(url).config().timeout_global(timeout).build().call(),
        (Method::Post, None) => post().send_empty(),
        (Method::Post, Some(form)) => post().content_type("application/x-www-form-urlencoded").send(form.as_str()),
    };
    let mut response = response.map_err(failed)?;
    let header = |name: &str| response.headers().get(name)?.to_str().ok().map(str::to_owned);
    let headers = Headers {
        date: header("date"),
        retry_after: header("retry-after"),
        acs_retry_after: header("x-acs-retry-after"),
    };
    let http_status = response.status().as_u16();
    let limit = u64::try_from(request.max_response_bytes).unwrap_or(u64::MAX);
    let (body, json) = match response.body_mut().with_config().limit(limit).read_to_vec() {
        Ok(bytes) => read(&bytes),
        Err(error @ ureq::Error::Timeout(_)) => return Err(failed(error)),
        Err(ureq::Error::BodyExceedsLimit(_)) => (Body::Unreadable(BodyFault::BodyTooLarge), Json::Null),
        Err(_) => (Body::Unreadable(BodyFault::BodyCutOff), Json::Null),
    };
    Ok(HttpResponse { http_status, headers, body, json })
}

fn failed(error: ureq::Error) -> TransportError<HostError> {
    let not_connected = match &error {
        ureq::Error::HostNotFound | ureq::Error::ConnectionFailed => true,
        ureq::Error::Io(io) => io.kind() == ErrorKind::ConnectionRefused,
        _ => false,
    };
    let kind = match error {
        ureq::Error::Timeout(_) => {
            TransportErrorKind::Interrupted { kind: InterruptionKind::Deadline, may_be_sent: true }
        }
        _ if not_connected => TransportErrorKind::NotConnected,
        _ => TransportErrorKind::Network,
    };
    TransportError { kind, cause: HostError::Http(Arc::new(error)), hint: None }
}

/// Reads a body as far as it is judged, and its JSON.
fn read(bytes: &[u8]) -> (Body, Json) {
    let Ok(text) = str::from_utf8(bytes) else { return (Body::Unreadable(BodyFault::NotJson), Json::Null) };
    let text = text.trim_start_matches('\u{feff}');
    if text.is_empty() {
        return (Body::Unreadable(BodyFault::EmptyBody), Json::Null);
    }
    match serde_json::from_str(text) {
        Ok(Json::Object(object)) => (Body::Object(members(&object, LEVELS)), Json::Object(object)),
        Ok(_) => (Body::Unreadable(BodyFault::WrongShape), Json::Null),
        Err(_) => (Body::Text(text.to_owned()), Json::Null),
    }
}

fn members(object: &Map<String, Json>, levels: u8) -> Vec<(String, Value)> {
    let value = |value: &Json| match value {
        Json::Null => Value::Null,
        Json::Bool(value) => Value::Bool(*value),
        Json::Number(value) => value.as_f64().map_or(Value::Other, Value::Number),
        Json::String(text) => Value::Text(text.clone()),
        Json::Object(object) if levels > 1 => Value::Object(members(object, levels - 1)),
        Json::Object(_) | Json::Array(_) => Value::Other,
    };
    object.iter().map(|(name, member)| (name.clone(), value(member))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_judged_in_part_and_kept_as_a_whole() {
        let text = r#"{"RequestId":"r","Total":2,"List":[1],"Deep":{"a":{"b":true},"c":null}}"#;
        let (body, json) = read(text.as_bytes());
        let deep = vec![("a".to_owned(), Value::Other), ("c".to_owned(), Value::Null)];
        let Body::Object(members) = body else { panic!("{body:?}") };
        for (name, value) in [
            ("RequestId", Value::Text("r".to_owned())),
            ("Total", Value::Number(2.0)),
            ("List", Value::Other),
            ("Deep", Value::Object(deep)),
        ] {
            assert!(members.contains(&(name.to_owned(), value)), "{name}");
        }
        assert_eq!(json["Deep"]["a"]["b"], true);
    }

    #[test]
    fn what_is_no_object_is_named() {
        for (bytes, body) in [
            (&b""[..], Body::Unreadable(BodyFault::EmptyBody)),
            (b"\xEF\xBB\xBF", Body::Unreadable(BodyFault::EmptyBody)),
            (b"[]", Body::Unreadable(BodyFault::WrongShape)),
            (b"\xFF", Body::Unreadable(BodyFault::NotJson)),
            (b"<html>", Body::Text("<html>".to_owned())),
        ] {
            assert_eq!(read(bytes), (body, Json::Null));
        }
    }
}
