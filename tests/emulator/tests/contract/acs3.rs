//! ACS3-HMAC-SHA256 over real HTTP: what it covers, and that everything else is as with version 1.0.

use std::collections::BTreeMap;

use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use ureq::http;

use crate::support::{Bench, RUNNING, Reply, SUCCEEDED, cancel, start, utc};

const MISMATCH: &str = "SignatureDoesNotMatch";

#[derive(Clone)]
struct Request {
    method: &'static str,
    /// Encoded, with its names in order.
    query: String,
    headers: BTreeMap<String, String>,
    body: String,
}

fn request(bench: &Bench, action: &str, query: String) -> Request {
    let headers = [
        ("host", bench.emulator.oos().trim_start_matches("http://")),
        ("x-acs-action", action),
        ("x-acs-version", "2019-06-01"),
        ("x-acs-date", &utc(0)),
        ("x-acs-signature-nonce", &uuid::Uuid::new_v4().to_string()),
    ];
    let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned()));
    Request { method: "POST", query, headers: headers.into(), body: String::new() }
}

fn cancelling(bench: &Bench, id: &str) -> Request {
    request(bench, "CancelExecution", format!("ExecutionId={id}"))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Request {
    fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.insert(name.to_owned(), value.to_owned());
        self
    }

    fn without(mut self, name: &str) -> Self {
        self.headers.remove(name);
        self
    }

    fn form(self, body: &str) -> Self {
        let signed = self.with("content-type", "application/x-www-form-urlencoded");
        Self { body: body.to_owned(), ..signed }
    }

    fn sign(self) -> Self {
        self.sign_by("LTAI-demo-full", "demo-secret-full")
    }

    fn sign_by(self, access_key_id: &str, secret: &str) -> Self {
        let payload = hex(&Sha256::digest(&self.body));
        let request = self.with("x-acs-content-sha256", &payload);
        let names = request.headers.keys().cloned().collect::<Vec<_>>().join(";");
        let headers: String = request.headers.iter().map(|(name, value)| format!("{name}:{value}\n")).collect();
        let canonical = format!("{}\n/\n{}\n{headers}\n{names}\n{payload}", request.method, request.query);
        let text = format!("ACS3-HMAC-SHA256\n{}", hex(&Sha256::digest(canonical)));
        let mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap().chain_update(text);
        let signature = hex(&mac.finalize().into_bytes());
        let authorization =
            format!("ACS3-HMAC-SHA256 Credential={access_key_id},SignedHeaders={names},Signature={signature}");
        request.with("authorization", &authorization)
    }

    fn send(&self, bench: &Bench) -> Reply {
        let uri = format!("{}/?{}", bench.emulator.oos(), self.query);
        let head = http::Request::builder().method(self.method).uri(uri);
        let head = self.headers.iter().fold(head, |head, (name, value)| head.header(name, value));
        bench.raw(head.body(self.body.clone()).unwrap()).unwrap()
    }

    fn code(&self, bench: &Bench) -> String {
        self.send(bench).json()["Code"].as_str().unwrap().to_owned()
    }
}

#[test]
fn an_execution_is_cancelled_by_query_and_by_form() {
    let bench = start();
    let id = bench.new_execution();
    cancelling(&bench, &id).sign().send(&bench).assert_success();
    Request { method: "GET", ..cancelling(&bench, &id) }.sign().send(&bench).assert_success();
    let form = format!("ExecutionId={id}&Description=a+b%2Bc*d~");
    request(&bench, "CancelExecution", "RegionId=cn-hangzhou".to_owned())
        .form(&form)
        .sign()
        .send(&bench)
        .assert_success();
    assert_eq!(bench.execution(&id)["cancelCount"], 3);
    let log = bench.log(&id);
    assert_eq!(log[0]["headers"]["x-acs-action"], "CancelExecution");
    assert_eq!(log[0]["headers"]["authorization"], "(present)");
    let placements: Vec<_> = log.iter().map(|entry| &entry["placement"]).collect();
    assert_eq!(json!(placements), json!(["query", "query", "both"]));
    assert_eq!(log[2]["parameters"]["Description"], "a b+c*d~");
}

#[test]
fn whatever_is_changed_behind_the_signature_is_noticed() {
    let bench = start();
    let signed = cancelling(&bench, RUNNING).form("RegionId=cn-hangzhou").sign();
    let other_query = signed.query.replace("exec-8", "exec-9");
    let one_more = format!("{}&RamRole=admin", signed.query);
    for changed in [
        Request { method: "GET", ..signed.clone() },
        Request { query: other_query, ..signed.clone() },
        Request { query: one_more, ..signed.clone() },
        Request { body: "RegionId=cn-beijing".to_owned(), ..signed.clone() },
        signed.clone().with("x-acs-action", "StartExecution"),
        signed.clone().with("x-acs-signature-nonce", "another"),
        signed.clone().with("x-acs-content-sha256", "another"),
        signed.clone().with("host", "localhost"),
    ] {
        assert_eq!(changed.code(&bench), MISMATCH, "{} {} {:?}", changed.method, changed.query, changed.headers);
    }
    let unsigned = [
        signed.clone().with("x-acs-security-token", "smuggled"),
        signed.clone().without("x-acs-content-sha256"),
        signed.clone().with("authorization", "ACS3-HMAC-SHA256 Credential=LTAI-demo-full,SignedHeaders=host"),
    ];
    assert_eq!(unsigned[0].code(&bench), "InvalidStsToken");
    assert_eq!(unsigned[1].code(&bench), "IncompleteSignature");
    assert_eq!(unsigned[2].code(&bench), "IncompleteSignature");
    assert_eq!(signed.with("x-acs-more", "unsigned").code(&bench), "IncompleteSignature");
    assert_eq!(bench.execution(RUNNING)["cancelCount"], 0);
}

#[test]
fn a_wrong_secret_is_answered_with_what_the_server_signed() {
    let bench = start();
    let reply = cancelling(&bench, RUNNING).sign_by("LTAI-demo-full", "wrong").send(&bench);
    assert_eq!((reply.status, reply.json()["Code"].as_str()), (400, Some(MISMATCH)));
    let message = reply.json()["Message"].as_str().unwrap().to_owned();
    assert!(message.contains("server StringToSign is [ACS3-HMAC-SHA256\n"), "{message}");
    assert!(
        message.contains(&format!("server CanonicalRequest is [POST\n/\nExecutionId={RUNNING}\nhost:")),
        "{message}"
    );
}

#[test]
fn the_same_checks_with_the_same_codes() {
    let bench = start();
    let check = |request: Request, status: u16, code: &str| {
        let reply = request.send(&bench);
        assert_eq!((reply.status, reply.json()["Code"].as_str()), (status, Some(code)));
    };
    let valid = || cancelling(&bench, RUNNING);
    for (header, code) in [
        ("x-acs-action", "MissingAction"),
        ("x-acs-version", "MissingVersion"),
        ("x-acs-date", "MissingTimestamp"),
        ("x-acs-signature-nonce", "MissingSignatureNonce"),
    ] {
        check(valid().without(header).sign(), 400, code);
    }
    check(valid().with("x-acs-action", "Cancel").sign(), 400, "InvalidAction.NotFound");
    check(valid().with("x-acs-version", "2020-01-01").sign(), 400, "InvalidVersion");
    check(valid().with("x-acs-date", "today").sign(), 400, "InvalidTimeStamp.Format");
    check(valid().with("x-acs-date", &utc(-16 * 60)).sign(), 400, "InvalidTimeStamp.Expired");
    check(valid().sign_by("LTAI-unknown", "any"), 404, "InvalidAccessKeyId.NotFound");
    check(valid().sign_by("LTAI-demo-inactive", "any"), 400, "InvalidAccessKeyId.Inactive");
    check(valid().sign_by("LTAI-demo-no-permission", "demo-secret-no-permission"), 401, "User.NoPermission");
    let sts = |token| valid().with("x-acs-security-token", token).sign_by("STS.demo-valid", "demo-secret-sts-valid");
    check(valid().sign_by("STS.demo-valid", "demo-secret-sts-valid"), 400, "MissingSecurityToken");
    check(sts("another"), 400, "InvalidStsToken");
    sts("demo-token-valid").send(&bench).assert_success();
    check(cancelling(&bench, SUCCEEDED).sign(), 403, "ExecutionCancelFailed");
    check(cancelling(&bench, "exec-unknown").sign(), 404, "EntityNotExist.Execution");
    check(request(&bench, "CancelExecution", String::new()).sign(), 400, "MissingExecutionId");
    let by_sm3 = valid().sign();
    let authorization = by_sm3.headers["authorization"].replace("SHA256", "SM3");
    check(by_sm3.with("authorization", &authorization), 400, "InvalidSignatureMethod");
    bench.fault(json!({ "kind": "error", "code": "Throttling", "action": "CancelExecution", "executionId": RUNNING }));
    check(valid().sign(), 400, "Throttling");
}

#[test]
fn nonces_are_shared_with_version_1() {
    let bench = start();
    let signed = cancelling(&bench, RUNNING).with("x-acs-signature-nonce", "once").sign();
    signed.send(&bench).assert_success();
    assert_eq!(signed.code(&bench), "SignatureNonceUsed");
    let by_version_1 = bench.send(&cancel(RUNNING).with("SignatureNonce", "once").sign());
    assert_eq!(by_version_1.json()["Code"], "SignatureNonceUsed");
}

#[test]
fn json_is_the_default_and_xml_can_be_asked_for() {
    let bench = start();
    let query = format!("ExecutionId={RUNNING}&Format=XML");
    let reply = request(&bench, "CancelExecution", query).sign().send(&bench);
    assert_eq!(reply.header("content-type"), Some("text/xml;charset=utf-8"));
    let reply = request(&bench, "ListExecutions", format!("ExecutionId={RUNNING}")).sign().send(&bench);
    assert_eq!(reply.json()["TotalCount"], Value::from(1));
}
