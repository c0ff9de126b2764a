//! No request, however large or absurd, ends the emulator or makes it grow without bound.

use std::{
    fmt::Write as _,
    io::{Read, Write},
    net::TcpStream,
};

use serde_json::{Value, json};
use ureq::http;

use crate::support::{RUNNING, cancel, draft, raw, start};

#[test]
fn largest_response_is_sent_whole() {
    let bench = start();
    bench.fault(json!({ "kind": "huge", "bytes": 67_108_864 }));
    let uri = bench.emulator.oos().to_owned() + &cancel(RUNNING).sign().path();
    let mut response = bench.agent.get(uri).call().unwrap();
    assert_eq!(response.headers()["content-length"], "67108864");
    let mut body = response.body_mut().as_reader();
    let (mut size, mut blanks, mut chunk) = (0, 0, vec![0; 1 << 16]);
    loop {
        let read = body.read(&mut chunk).unwrap();
        if read == 0 {
            break;
        }
        size += read;
        blanks += chunk.iter().take(read).filter(|&&byte| byte == b' ').count();
    }
    assert_eq!(size, 67_108_864);
    assert!(size - blanks < 200, "{blanks}");
}

#[test]
fn huge_responses_that_nobody_reads_take_no_memory() {
    let bench = start();
    bench.fault(json!({ "kind": "huge", "bytes": 67_108_864, "times": 100 }));
    let address = bench.emulator.oos().trim_start_matches("http://");
    let before = resident_kib();
    let streams: Vec<_> = (0..60)
        .map(|_| {
            let mut stream = TcpStream::connect(address).unwrap();
            write!(stream, "GET {} HTTP/1.1\r\nHost: {address}\r\n\r\n", cancel(RUNNING).sign().path()).unwrap();
            stream.read_exact(&mut [0; 12]).unwrap();
            stream
        })
        .collect();
    let grown = resident_kib().saturating_sub(before);
    // All the other tests of this program run beside this one.
    assert!(grown < 1_000_000, "{grown} KiB");
    drop(streams);
}

fn resident_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok()).unwrap_or(0)
}

#[test]
fn text_of_waiting_faults_is_bounded() {
    let bench = start();
    let body = json!({ "kind": "wrong-type", "body": "x".repeat(1_000_000) }).to_string();
    let statuses: Vec<_> = (0..20).map(|_| bench.post("/faults", &body).0).collect();
    assert_eq!(statuses.iter().filter(|&&status| status == 200).count(), 16);
    assert_eq!(statuses.last(), Some(&400));
    bench.assert_alive();
}

#[test]
fn parameters_of_executions_are_bounded() {
    let bench = start();
    let start_with = |parameters: &str, template: &str| {
        let draft = draft("StartExecution").with("TemplateName", template).with("Parameters", parameters);
        bench.send(&draft.post(|_| true).sign()).json()["Code"].as_str().map(str::to_owned)
    };
    let refused = |code: &str| Some(code.to_owned());
    assert_eq!(start_with(&"[".repeat(10_000), "t"), refused("InvalidParameters"));
    assert_eq!(start_with(&format!("[{}0]", "[],".repeat(10_000)), "t"), refused("InvalidParameters"));
    assert_eq!(start_with("{}", &"t".repeat(201)), refused("InvalidTemplateName"));
    let parameters = json!({ "text": "x".repeat(16_000) }).to_string();
    let ends: Vec<_> = (0..300).map(|_| start_with(&parameters, "t")).collect();
    assert_eq!(ends.first(), Some(&None));
    assert_eq!(ends.last(), Some(&refused("QuotaExceeded.Execution")));
}

/// Element names come from the keys of `Parameters`, and a page of the OOS port must not run what another page sent there.
#[test]
fn keys_of_parameters_cannot_become_markup() {
    let bench = start();
    let key = "a><script xmlns=\"http://www.w3.org/1999/xhtml\">alert(1)</script><b";
    let started = draft("StartExecution").without("Format").with("TemplateName", "t");
    let started = started.with("Parameters", &json!({ key: "x", "1 2": 1 }).to_string());
    for reply in [bench.send(&started.sign()), bench.send(&draft("ListExecutions").without("Format").sign())] {
        assert_eq!(reply.status, 200);
        assert!(!reply.text.contains("<script"), "{}", reply.text);
        assert!(reply.text.contains("<_1_2>1</_1_2>"), "{}", reply.text);
    }
}

#[test]
fn log_is_bounded_in_bytes() {
    let bench = start();
    let filler = "x".repeat(900_000);
    for _ in 0..60 {
        bench.send(&cancel(RUNNING).with("Filler", &filler).post(|name| name == "Filler").sign());
    }
    let log = bench.control("GET", "/requests?executionId=none", Value::Null);
    assert_eq!(log.json(), json!([]));
    let uri = bench.emulator.control().to_owned() + "/requests";
    let mut response = bench.agent.get(uri).call().unwrap();
    let log = response.body_mut().with_config().limit(200 << 20).read_to_string().unwrap();
    assert!((1 << 20..36 << 20).contains(&log.len()), "{}", log.len());
    let log: Value = serde_json::from_str(&log).unwrap();
    assert_eq!(log.as_array().unwrap().last().unwrap()["seq"], 60);
}

#[test]
fn names_of_signed_headers_are_not_multiplied() {
    let bench = start();
    let names = "x-filler;".repeat(5000);
    let authorization = format!("ACS3-HMAC-SHA256 Credential=LTAI-demo-full,SignedHeaders={names}host,Signature=00");
    let request = http::Request::get(bench.emulator.oos().to_owned() + "/")
        .header("authorization", authorization)
        .header("x-acs-action", "CancelExecution")
        .header("x-acs-version", "2019-06-01")
        .header("x-acs-date", crate::support::utc(0))
        .header("x-acs-signature-nonce", "n")
        .header("x-filler", "x".repeat(40_000));
    let reply = bench.raw(request.body(String::new()).unwrap()).unwrap();
    assert_eq!((reply.status, &reply.json()["Code"]), (400, &json!("IncompleteSignature")));
    assert!(reply.text.len() < 200_000, "{}", reply.text.len());
}

#[test]
fn bodies_that_are_too_large_are_refused() {
    let bench = start();
    let large = "x".repeat((1 << 20) + 1);
    let (status, error) = bench.post("/faults", &large);
    assert_eq!((status, error.as_str()), (413, "The body of the request is too large."));
    let request = http::Request::post(bench.emulator.oos().to_owned() + &cancel(RUNNING).post(|_| false).sign().path());
    let reply = bench.raw(request.body(large).unwrap()).unwrap();
    assert_eq!((reply.status, reply.header("access-control-allow-origin")), (413, Some("*")));
    assert_eq!(bench.execution(RUNNING)["cancelCount"], 0);
    for address in [bench.emulator.control(), bench.emulator.oos()] {
        let mut request =
            format!("POST /faults HTTP/1.1\r\nHost: {}\r\nTransfer-Encoding: chunked\r\n\r\n", &address[7..]);
        for _ in 0..20 {
            write!(request, "10000\r\n{}\r\n", "x".repeat(1 << 16)).unwrap();
        }
        request += "0\r\n\r\n";
        let answer = raw(address, &request);
        assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
    }
    bench.assert_alive();
}

#[test]
fn long_request_lines_and_many_headers_are_refused() {
    let bench = start();
    for address in [bench.emulator.demo(), bench.emulator.oos(), bench.emulator.control()] {
        let host = &address[7..];
        let path = "x".repeat(1 << 20);
        let filler = "x".repeat(1 << 20);
        let many: String = (0..1000).fold(String::new(), |all, n| all + &format!("x-{n}: {n}\r\n"));
        for request in [
            format!("GET /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"),
            format!("GET /?{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"),
            format!("GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nx-filler: {filler}\r\n\r\n"),
            format!("GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{many}\r\n"),
            format!("{filler}\r\n\r\n"),
        ] {
            let mut stream = TcpStream::connect(host).unwrap();
            let _ = stream.write_all(request.as_bytes());
            let mut answer = Vec::new();
            let _ = stream.read_to_end(&mut answer);
            let answer = String::from_utf8_lossy(&answer);
            let refused = ["", "HTTP/1.1 400", "HTTP/1.1 414", "HTTP/1.1 431"];
            assert!(answer.is_empty() || refused.iter().skip(1).any(|start| answer.starts_with(start)), "{answer}");
        }
    }
    bench.assert_alive();
}

#[test]
fn odd_targets_and_methods_are_survived() {
    let bench = start();
    for address in [bench.emulator.demo(), bench.emulator.oos(), bench.emulator.control()] {
        let host = &address[7..];
        for line in [
            format!("CONNECT {host} HTTP/1.1"),
            "OPTIONS * HTTP/1.1".to_owned(),
            "GET * HTTP/1.1".to_owned(),
            "GET ? HTTP/1.1".to_owned(),
            "GET /? HTTP/1.1".to_owned(),
            "GET /%zz?%zz=%zz&%ff=%ff HTTP/1.1".to_owned(),
            "GET //// HTTP/1.1".to_owned(),
            format!("GET http://{host} HTTP/1.1"),
            format!("GET https://{host}/requests HTTP/1.1"),
            "TRACE / HTTP/1.1".to_owned(),
            "HEAD /requests HTTP/1.1".to_owned(),
            "A-METHOD / HTTP/1.1".to_owned(),
            "PRI * HTTP/2.0".to_owned(),
            "GET /executions/ HTTP/1.1".to_owned(),
            "GET /executions/%00%0a HTTP/1.1".to_owned(),
            "GET /pkg HTTP/1.1".to_owned(),
        ] {
            let answer = raw(address, &format!("{line}\r\nHost: {host}\r\nConnection: close\r\n\r\n"));
            assert!(!answer.starts_with("HTTP/1.1 500"), "{line}: {answer}");
        }
    }
    bench.assert_alive();
}
