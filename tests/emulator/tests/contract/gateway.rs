//! What the gateway does to good requests: placement, formats, nonces, time, CORS.

use crate::support::{Bench, Chooser, RUNNING, cancel, draft, start, utc};
use serde_json::{Value, json};
use ureq::http;

#[test]
fn parameters_count_wherever_they_stand() {
    let bench = start();
    let placements: [(Chooser, &str); 3] =
        [(|_| false, "query"), (|_| true, "form"), (|name| name == "ExecutionId" || name == "Signature", "both")];
    for (in_form, placement) in placements {
        let id = bench.new_execution();
        bench.send(&cancel(&id).with("RegionId", "cn-hangzhou").post(in_form).sign()).assert_success();
        assert_eq!(bench.execution(&id)["cancelCount"], 1, "{placement}");
        let log = bench.log(&id);
        assert_eq!(log[0]["placement"], placement);
        assert_eq!(log[0]["method"], "POST");
    }
}

#[test]
fn characters_survive_both_placements() {
    let bench = start();
    let odd = "a b+c*d~e/f?g=h&i%j\"k'l(m)n!中文😀";
    for in_form in [(|_| false) as Chooser, |_| true] {
        let signed = cancel(RUNNING).with("Description", odd).with("Empty", "").post(in_form).sign();
        bench.send(&signed).assert_success();
    }
    assert_eq!(bench.log(RUNNING)[1]["parameters"]["Description"], odd);
}

#[test]
fn the_method_is_part_of_what_is_signed() {
    let bench = start();
    let mut signed = cancel(RUNNING).sign();
    signed.method = "POST";
    let reply = bench.send(&signed);
    assert_eq!(reply.json()["Code"], "SignatureDoesNotMatch");
    assert!(reply.json()["Message"].as_str().unwrap().contains("server string to sign is:POST&%2F&"));
}

#[test]
fn a_name_given_twice_is_refused() {
    let bench = start();
    let mut signed = cancel(RUNNING).sign();
    signed.query.push(("ExecutionId".to_owned(), "exec-other".to_owned()));
    bench.send(&signed).assert_refused(400, "InvalidExecutionId", "Specified parameter ExecutionId is not valid.");
}

#[test]
fn a_nonce_is_good_once_per_key() {
    let bench = start();
    let used = "Specified signature nonce was used already.";
    let signed = cancel(RUNNING).sign();
    bench.send(&signed).assert_success();
    bench.send(&signed).assert_refused(400, "SignatureNonceUsed", used);
    let nonce = "the-same-for-two-keys";
    bench.send(&cancel(RUNNING).with("SignatureNonce", nonce).sign()).assert_success();
    let other_key = cancel(RUNNING).by_account("STS.demo-valid").with("SignatureNonce", nonce);
    bench.send(&other_key.sign()).assert_success();
    let other_time = cancel(RUNNING).with("SignatureNonce", nonce).with("Timestamp", &utc(-60));
    bench.send(&other_time.sign()).assert_refused(400, "SignatureNonceUsed", used);
}

#[test]
fn a_wrong_signature_does_not_spend_the_nonce() {
    let bench = start();
    let nonce = "still-fresh";
    let forged = cancel(RUNNING).by("LTAI-demo-full", "wrong").with("SignatureNonce", nonce).sign();
    assert_eq!(bench.send(&forged).json()["Code"], "SignatureDoesNotMatch");
    bench.send(&cancel(RUNNING).with("SignatureNonce", nonce).sign()).assert_success();
}

#[test]
fn both_cases_of_json_are_json_and_xml_is_the_default() {
    let bench = start();
    bench.send(&cancel(RUNNING).with("Format", "json").sign()).assert_success();
    for draft in [cancel(RUNNING).without("Format"), cancel(RUNNING).with("Format", "XML")] {
        let reply = bench.send(&draft.sign());
        let request_id = reply.header("x-acs-request-id").unwrap();
        assert_eq!(reply.header("content-type"), Some("text/xml;charset=utf-8"));
        assert_eq!(reply.header("access-control-allow-origin"), Some("*"));
        assert_eq!(
            reply.text,
            format!(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?><CancelExecutionResponse>\
                 <RequestId>{request_id}</RequestId></CancelExecutionResponse>"
            )
        );
    }
    let reply = bench.send(&draft("Cancel&Execution").with("Format", "XML").sign());
    assert_eq!(reply.status, 400);
    assert!(reply.text.contains("<Error><RequestId>"), "{}", reply.text);
    assert!(reply.text.contains("<Code>InvalidAction.NotFound</Code>"));
}

#[test]
fn an_unknown_format_is_refused_in_the_default_one() {
    let bench = start();
    let reply = bench.send(&cancel(RUNNING).with("Format", "YAML").sign());
    assert_eq!(reply.status, 400);
    assert_eq!(reply.header("content-type"), Some("text/xml;charset=utf-8"));
    assert!(reply.text.contains("<Code>InvalidParameter.Format</Code>"), "{}", reply.text);
    assert!(reply.text.contains("<Message>Specified parameter format is not valid.</Message>"));
}

#[test]
fn the_clock_and_the_window_can_be_set() {
    let bench = start();
    bench.control("POST", "/clock", json!({ "offsetSeconds": -3600 }));
    let reply = bench.send(&cancel(RUNNING).sign());
    assert_eq!(reply.json()["Code"], "InvalidTimeStamp.Expired");
    let date = jiff::fmt::rfc2822::parse(reply.header("date").unwrap()).unwrap().timestamp();
    let behind = jiff::Timestamp::now().duration_since(date).as_secs();
    assert!((3590..3700).contains(&behind), "{behind}");
    bench.send(&cancel(RUNNING).with("Timestamp", &utc(-3600)).sign()).assert_success();
    bench.settings(json!({ "timestampWindowSeconds": 2 * 3600 }));
    bench.send(&cancel(RUNNING).sign()).assert_success();
}

fn preflight(bench: &Bench) -> crate::support::Reply {
    let request = http::Request::builder()
        .method("OPTIONS")
        .uri(bench.emulator.oos().to_owned() + "/?Action=CancelExecution&ExecutionId=" + RUNNING)
        .header("origin", "http://127.0.0.1:8080")
        .header("access-control-request-method", "POST")
        .header("access-control-request-headers", "authorization,x-acs-signature-nonce");
    bench.raw(request.body(String::new()).unwrap()).unwrap()
}

#[test]
fn preflights_are_strict_unless_told_otherwise() {
    let bench = start();
    let strict = preflight(&bench);
    assert_eq!(strict.status, 200);
    assert_eq!(strict.header("access-control-allow-origin"), Some("*"));
    assert_eq!(strict.header("access-control-allow-methods"), Some("POST, GET, OPTIONS, PUT, DELETE"));
    assert_eq!(
        strict.header("access-control-allow-headers"),
        Some(
            "X-Requested-With, X-Sequence, _aop_secret, _aop_signature, \
             x-acs-action, x-acs-version, x-acs-date, Content-Type"
        )
    );
    assert_eq!(strict.header("access-control-max-age"), Some("172800"));

    bench.settings(json!({ "preflight": "echo" }));
    let echo = preflight(&bench);
    assert_eq!(echo.header("access-control-allow-methods"), Some("POST"));
    assert_eq!(echo.header("access-control-allow-headers"), Some("authorization,x-acs-signature-nonce"));

    bench.settings(json!({ "preflight": "refused" }));
    let refused = preflight(&bench);
    assert_eq!(refused.status, 403);
    assert_eq!(refused.header("access-control-allow-origin"), None);

    let log = bench.log(RUNNING);
    let seen: Vec<_> = log.iter().map(|entry| (&entry["method"], &entry["httpStatus"])).collect();
    assert_eq!(json!(seen), json!([["OPTIONS", 200], ["OPTIONS", 200], ["OPTIONS", 403]]));
}

#[test]
fn the_log_hides_what_is_secret() {
    let bench = start();
    bench.send(&cancel(RUNNING).by_account("STS.demo-valid").sign()).assert_success();
    let entry = &bench.log(RUNNING)[0];
    assert_eq!(entry["parameters"]["Signature"], "(present)");
    assert_eq!(entry["parameters"]["SecurityToken"], "(present)");
    assert_eq!(entry["parameters"]["AccessKeyId"], "STS.demo-valid");
    assert_eq!(entry["path"], "/");
    assert!(entry["headers"]["host"].as_str().unwrap().starts_with("127.0.0.1:"));
    assert!(!entry.to_string().contains("demo-token"));
    assert_eq!((&entry["code"], &entry["fault"]), (&Value::Null, &Value::Null));
    assert_eq!((&entry["httpStatus"], &entry["processed"]), (&json!(200), &json!(true)));
}
