//! The form of an answer. Fields: `Response results.md` in AlibabaCloudDocs/ecs [D]; content types
//! as recorded from 2023 on [O], that of XML also as PyPI alibabacloud-tea-openapi 0.4.6 compares
//! it [V].

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header};
use jiff::{Timestamp, fmt::rfc2822::DateTimePrinter};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{call::Call, cors, refusal::Refusal};

const JSON: &str = "application/json;charset=utf-8";
const XML: &str = "text/xml;charset=utf-8";

/// A complete answer, not yet sent, so that a fault can still spoil it.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) code: Option<String>,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

pub(crate) type Fields = Map<String, Value>;

impl Answer {
    pub(crate) fn new(call: &Call, result: Result<Fields, Refusal>, now: Timestamp, ids: [Uuid; 2]) -> Self {
        let [request_id, trace_id] = ids;
        let request_id = request_id.to_string().to_uppercase();
        let retry_after_ms = result.as_ref().err().and_then(|refusal| refusal.retry_after_ms);
        let (status, code, root, fields) = match result {
            Ok(fields) => {
                let id = ("RequestId".to_owned(), json!(request_id));
                let fields = [id].into_iter().chain(fields).collect();
                let root = format!("{}Response", call.get("Action").unwrap_or_default());
                (StatusCode::OK, None, root, Value::Object(fields))
            }
            Err(refusal) => {
                let fields = error_fields(call, &refusal, &request_id);
                (refusal.status, Some(refusal.code), "Error".to_owned(), fields)
            }
        };
        let (content_type, body) =
            if wants_json(call) { (JSON, fields.to_string()) } else { (XML, xml(&root, &fields)) };
        let mut answer = Self { code, body: body.into(), ..Self::bare(status, now) };
        answer.set("x-acs-request-id", &request_id);
        answer.set("x-acs-trace-id", &trace_id.simple().to_string());
        answer.set(header::CONTENT_TYPE.as_str(), content_type);
        if let Some(milliseconds) = retry_after_ms {
            answer.set("x-acs-retry-after", &milliseconds.to_string());
        }
        answer
    }

    /// An empty response with the headers that the browser and the emulator's clock need anyway.
    pub(crate) fn bare(status: StatusCode, now: Timestamp) -> Self {
        let mut answer = Self { status, code: None, headers: HeaderMap::new(), body: Bytes::new() };
        if let Ok(date) = DateTimePrinter::new().timestamp_to_rfc9110_string(&now) {
            answer.set(header::DATE.as_str(), &date);
        }
        cors::open(&mut answer.headers);
        answer
    }

    pub(crate) fn set(&mut self, name: &str, value: &str) {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::from_str(value)) {
            self.headers.insert(name, value);
        }
    }

    pub(crate) fn into_response(self) -> Response<Bytes> {
        let mut response = Response::new(self.body);
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers;
        response
    }
}

/// `Recommend` as in a recorded answer [O]; the product's spelling there is a guess [I].
fn error_fields(call: &Call, refusal: &Refusal, request_id: &str) -> Value {
    let code = &refusal.code;
    let mut fields = json!({
        "RequestId": request_id,
        "HostId": call.host(),
        "Code": code,
        "Message": refusal.message,
        "Recommend": format!(
            "https://api.aliyun.com/troubleshoot?q={code}&product=oos&requestId={request_id}"
        ),
    });
    if refusal.denial
        && let Some(fields) = fields.as_object_mut()
    {
        fields.insert("AccessDeniedDetail".to_owned(), denial(call));
    }
    fields
}

/// The names AuthAction, AuthPrincipalType, PolicyType and NoPermissionType are those of the
/// vendor's own test suites [V]; the other names and all values are guesses [I].
fn denial(call: &Call) -> Value {
    json!({
        "AuthAction": format!("oos:{}", call.get("Action").unwrap_or_default()),
        "AuthPrincipalType": "SubUser",
        "AuthPrincipalOwnerId": "1234567890123456",
        "AuthPrincipalDisplayName": "demo",
        "PolicyType": "AccountLevelIdentityBasedPolicy",
        "NoPermissionType": "ImplicitDeny",
        "EncodedDiagnosticMessage": "demo-diagnostic-message",
    })
}

/// XML is the default [D], but not with ACS3, whose clients name no format and read JSON [V]; both cases of `JSON` are
/// sent by the vendor's SDKs [V].
fn wants_json(call: &Call) -> bool {
    call.get("Format").map_or(call.authorization.is_some(), |format| format.eq_ignore_ascii_case("json"))
}

fn xml(root: &str, fields: &Value) -> String {
    let mut text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>".to_owned();
    write_xml(&mut text, root, fields);
    text
}

/// The items of a list repeat the element of the list, without a wrapper [D].
fn write_xml(text: &mut String, name: &str, value: &Value) {
    let name = &element_name(name);
    if let Value::Array(items) = value {
        items.iter().for_each(|item| write_xml(text, name, item));
        return;
    }
    *text += &format!("<{name}>");
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, value)| write_xml(text, name, value)),
        Value::String(content) => *text += &escaped(content),
        Value::Null => {}
        other => *text += &other.to_string(),
    }
    *text += &format!("</{name}>");
}

/// Keys of a caller's own come as they are, and must not close the element and open others.
fn element_name(key: &str) -> String {
    let name: String = key.chars().map(|c| if c.is_alphanumeric() || "._-".contains(c) { c } else { '_' }).collect();
    if name.starts_with(|c: char| c.is_alphabetic() || c == '_') { name } else { format!("_{name}") }
}

fn escaped(content: &str) -> String {
    content.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_repeat_their_element_and_text_is_escaped() {
        let fields = json!({ "Count": 2, "Executions": [{ "Id": "a<&>" }, { "Id": null }], "IsParent": false });
        assert_eq!(
            xml("Answer", &fields),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Answer><Count>2</Count>\
             <Executions><Id>a&lt;&amp;&gt;</Id></Executions><Executions><Id></Id></Executions>\
             <IsParent>false</IsParent></Answer>"
        );
    }
}
