//! What came back, and what every refusal and every success has in common.

use serde_json::Value;
use ureq::http;

pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: http::HeaderMap,
    pub(crate) text: String,
}

impl Reply {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// The shape every refusal shares, and this one's status, code and message.
    pub(crate) fn assert_refused(&self, status: u16, code: &str, message: &str) {
        let body = self.json();
        assert_eq!((self.status, body["Code"].as_str()), (status, Some(code)), "{body}");
        assert_eq!(body["Message"], message);
        assert_eq!(body["HostId"].as_str().map(|host| host.is_empty()), Some(false));
        let request_id = body["RequestId"].as_str().unwrap();
        assert_eq!(self.header("x-acs-request-id"), Some(request_id));
        assert_eq!(
            body["Recommend"],
            format!("https://api.aliyun.com/troubleshoot?q={code}&product=oos&requestId={request_id}")
        );
        self.assert_gateway_headers();
    }

    pub(crate) fn assert_success(&self) {
        let body = self.json();
        assert_eq!(self.status, 200, "{body}");
        let request_id = body["RequestId"].as_str().unwrap();
        let parsed = uuid::Uuid::parse_str(request_id).unwrap().to_string().to_uppercase();
        assert_eq!(request_id, parsed);
        assert_eq!(self.header("x-acs-request-id"), Some(request_id));
        self.assert_gateway_headers();
    }

    fn assert_gateway_headers(&self) {
        assert_eq!(self.header("content-type"), Some("application/json;charset=utf-8"));
        assert_eq!(self.header("access-control-allow-origin"), Some("*"));
        assert_eq!(self.header("access-control-expose-headers"), Some("*"));
        assert_eq!(self.header("access-control-allow-headers"), None);
        let trace = self.header("x-acs-trace-id").unwrap();
        assert!(trace.len() == 32 && trace.bytes().all(|b| b.is_ascii_hexdigit()), "{trace}");
    }
}
