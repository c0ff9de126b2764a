//! A client of the tests' own: signs, sends, reads.

use std::{
    collections::BTreeMap,
    io::{Read, Write},
    net::TcpStream,
    time::Duration,
};

use base64::{Engine, prelude::BASE64_STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use oos_emulator::{Emulator, Options};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};
use sha1::Sha1;
use ureq::{Agent, http};

pub(crate) use crate::reply::Reply;

pub(crate) const RUNNING: &str = "exec-8a2aaf460fdf47c6b5ef";
pub(crate) const SUCCEEDED: &str = "exec-600d600d600d600d600d";
const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// Which parameters go into the form.
pub(crate) type Chooser = fn(&str) -> bool;

pub(crate) struct Bench {
    pub(crate) emulator: Emulator,
    pub(crate) agent: Agent,
}

#[derive(Clone)]
pub(crate) struct Signed {
    pub(crate) method: &'static str,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) form: Vec<(String, String)>,
}

#[derive(Clone)]
pub(crate) struct Draft {
    pub(crate) method: &'static str,
    pub(crate) secret: &'static str,
    pub(crate) parameters: BTreeMap<String, String>,
    pub(crate) in_form: Chooser,
}

pub(crate) fn start() -> Bench {
    let emulator = Emulator::start(&Options::default()).unwrap();
    Bench { emulator, agent: agent() }
}

pub(crate) fn agent() -> Agent {
    Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .timeout_global(Some(Duration::from_secs(120)))
        .allow_non_standard_methods(true)
        .build()
        .into()
}

pub(crate) fn port_of(address: &str) -> u16 {
    address.rsplit_once(':').unwrap().1.parse().unwrap()
}

/// What a server sends back, until it closes the connection, to bytes that no HTTP client would send.
pub(crate) fn raw(address: &str, bytes: &str) -> String {
    let mut stream = TcpStream::connect(address.trim_start_matches("http://")).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    stream.write_all(bytes.as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

/// A complete, correct call that only has to be signed.
pub(crate) fn draft(action: &str) -> Draft {
    let parameters = [
        ("Action", action),
        ("Version", "2019-06-01"),
        ("Format", "JSON"),
        ("AccessKeyId", "LTAI-demo-full"),
        ("SignatureMethod", "HMAC-SHA1"),
        ("SignatureVersion", "1.0"),
        ("SignatureNonce", &uuid::Uuid::new_v4().to_string()),
        ("Timestamp", &utc(0)),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()));
    Draft { method: "GET", secret: "demo-secret-full", parameters: parameters.into(), in_form: |_| false }
}

pub(crate) fn cancel(execution_id: &str) -> Draft {
    draft("CancelExecution").with("ExecutionId", execution_id)
}

pub(crate) fn listing(filters: &[(&str, &str)]) -> Draft {
    filters.iter().fold(draft("ListExecutions"), |draft, (name, value)| draft.with(name, value))
}

pub(crate) fn ids(list: &Value) -> Vec<String> {
    let items = list["Executions"].as_array().unwrap();
    items.iter().map(|item| item["ExecutionId"].as_str().unwrap().to_owned()).collect()
}

pub(crate) fn utc(offset_seconds: i64) -> String {
    let time = jiff::Timestamp::now() + jiff::SignedDuration::from_secs(offset_seconds);
    time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

impl Draft {
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.parameters.insert(name.to_owned(), value.to_owned());
        self
    }

    pub(crate) fn without(mut self, name: &str) -> Self {
        self.parameters.remove(name);
        self
    }

    pub(crate) fn post(mut self, in_form: Chooser) -> Self {
        self.method = "POST";
        self.in_form = in_form;
        self
    }

    pub(crate) fn by(self, access_key_id: &str, secret: &'static str) -> Self {
        Self { secret, ..self.with("AccessKeyId", access_key_id) }
    }

    pub(crate) fn by_account(self, access_key_id: &str) -> Self {
        let account = oos_emulator::ACCOUNTS.iter().find(|account| account.access_key_id == access_key_id).unwrap();
        let draft = self.by(access_key_id, account.access_key_secret);
        match account.security_token {
            Some(token) => draft.with("SecurityToken", token),
            None => draft,
        }
    }

    pub(crate) fn string_to_sign(&self) -> String {
        let encode = |text: &str| utf8_percent_encode(text, UNRESERVED).to_string();
        let pairs: Vec<_> =
            self.parameters.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
        format!("{}&%2F&{}", self.method, encode(&pairs.join("&")))
    }

    pub(crate) fn sign(self) -> Signed {
        let mut mac = Hmac::<Sha1>::new_from_slice(format!("{}&", self.secret).as_bytes()).unwrap();
        mac.update(self.string_to_sign().as_bytes());
        let signature = BASE64_STANDARD.encode(mac.finalize().into_bytes());
        let mut parameters = self.parameters;
        parameters.insert("Signature".to_owned(), signature);
        let (form, query) = parameters.into_iter().partition(|(name, _)| (self.in_form)(name));
        Signed { method: self.method, query, form }
    }
}

impl Signed {
    pub(crate) fn without(mut self, name: &str) -> Self {
        self.query.retain(|(known, _)| known != name);
        self
    }

    pub(crate) fn with(self, name: &str, value: &str) -> Self {
        let mut signed = self.without(name);
        signed.query.push((name.to_owned(), value.to_owned()));
        signed
    }

    pub(crate) fn path(&self) -> String {
        format!("/?{}", encoded(&self.query))
    }
}

fn encoded(pairs: &[(String, String)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

impl Bench {
    pub(crate) fn send(&self, signed: &Signed) -> Reply {
        self.try_send(signed).unwrap()
    }

    pub(crate) fn try_send(&self, signed: &Signed) -> Result<Reply, ureq::Error> {
        let mut request =
            http::Request::builder().method(signed.method).uri(self.emulator.oos().to_owned() + &signed.path());
        if !signed.form.is_empty() {
            request = request.header("content-type", "application/x-www-form-urlencoded");
        }
        self.raw(request.body(encoded(&signed.form)).unwrap())
    }

    pub(crate) fn raw(&self, request: http::Request<String>) -> Result<Reply, ureq::Error> {
        let mut response = self.agent.run(request)?;
        let headers = response.headers().clone();
        let text = response.body_mut().read_to_string()?;
        Ok(Reply { status: response.status().as_u16(), headers, text })
    }

    pub(crate) fn control(&self, method: &str, path: &str, body: Value) -> Reply {
        let uri = self.emulator.control().to_owned() + path;
        let body = if body.is_null() { String::new() } else { body.to_string() };
        self.raw(http::Request::builder().method(method).uri(uri).body(body).unwrap()).unwrap()
    }

    /// Posts a body as it is to the control interface. Returns the status and the error.
    pub(crate) fn post(&self, path: &str, body: &str) -> (u16, String) {
        let uri = self.emulator.control().to_owned() + path;
        let reply = self.raw(http::Request::post(uri).body(body.to_owned()).unwrap()).unwrap();
        let error = reply.json()["error"].as_str().unwrap_or_default().to_owned();
        (reply.status, error)
    }

    pub(crate) fn assert_alive(&self) {
        self.control("POST", "/reset", Value::Null);
        self.send(&cancel(RUNNING).sign()).assert_success();
    }

    pub(crate) fn fault(&self, fault: Value) {
        let reply = self.control("POST", "/faults", fault);
        assert_eq!(reply.status, 200, "{}", reply.text);
    }

    pub(crate) fn settings(&self, settings: Value) {
        assert_eq!(self.control("POST", "/settings", settings).status, 200);
    }

    pub(crate) fn execution(&self, id: &str) -> Value {
        self.control("GET", &format!("/executions/{id}"), Value::Null).json()
    }

    pub(crate) fn new_execution(&self) -> String {
        let created = self.control("POST", "/executions", json!({ "status": "Running" })).json();
        created["executionId"].as_str().unwrap().to_owned()
    }

    /// Creates an execution, or several, and returns the first id.
    pub(crate) fn make(&self, order: Value) -> String {
        let reply = self.control("POST", "/executions", order);
        assert_eq!(reply.status, 200, "{}", reply.text);
        reply.json()["executionId"].as_str().unwrap().to_owned()
    }

    pub(crate) fn list(&self, filters: &[(&str, &str)]) -> Value {
        let reply = self.send(&listing(filters).sign());
        reply.assert_success();
        reply.json()
    }

    /// Returns the ids on one page, in their order.
    pub(crate) fn listed(&self, filters: &[(&str, &str)]) -> Vec<String> {
        ids(&self.list(filters))
    }

    /// Returns the events and states of an execution.
    pub(crate) fn history(&self, id: &str) -> Vec<(String, String)> {
        let history = self.control("GET", &format!("/executions/{id}/history"), Value::Null).json();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        history.as_array().unwrap().iter().map(|entry| (text(&entry["event"]), text(&entry["status"]))).collect()
    }

    pub(crate) fn log(&self, id: &str) -> Vec<Value> {
        let log = self.control("GET", &format!("/requests?executionId={id}"), Value::Null).json();
        log.as_array().unwrap().clone()
    }
}
