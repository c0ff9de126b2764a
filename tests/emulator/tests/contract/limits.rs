//! No request, however large, slow or absurd, ends the emulator or makes it grow without bound.

use std::{
    fmt::Write as _,
    io::{Read, Write},
    net::TcpStream,
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use ureq::http;

use crate::support::{Bench, RUNNING, cancel, draft, raw, start};

/// Longer than the emulator waits for a slow client.
const PATIENCE: Duration = Duration::from_secs(28);

fn post(bench: &Bench, path: &str, body: &str) -> (u16, String) {
    let uri = bench.emulator.control().to_owned() + path;
    let reply = bench.raw(http::Request::post(uri).body(body.to_owned()).unwrap()).unwrap();
    let error = reply.json()["error"].as_str().unwrap_or_default().to_owned();
    (reply.status, error)
}

fn assert_alive(bench: &Bench) {
    bench.control("POST", "/reset", Value::Null);
    bench.send(&cancel(RUNNING).sign()).assert_success();
}

const HUGE_NUMBERS: [&str; 8] = [
    "4611686018427387904",
    "9223372036854775807",
    "9223372036854775808",
    "18446744073709551615",
    "18446744073709551616",
    "340282366920938463463374607431768211456",
    "1e300",
    "-9223372036854775808",
];

const ODD_NUMBERS: [&str; 7] = ["1.5", "\"1\"", "true", "[1]", "{}", "NaN", "1e999"];

#[test]
fn numbers_out_of_range_are_refused() {
    let bench = start();
    let about = |kind: &str, field: &str| format!("{{\"kind\":\"{kind}\",\"{field}\":?}}");
    for (path, body) in [
        ("/faults", about("huge", "bytes")),
        ("/faults", about("delay", "delayMs")),
        ("/faults", about("clock", "offsetSeconds")),
        ("/faults", about("unavailable", "retryAfter")),
        ("/faults", about("unavailable", "xAcsRetryAfter")),
        ("/faults", about("throttling", "retryAfter")),
        ("/faults", about("throttling", "xAcsRetryAfter")),
        ("/faults", about("throttling", "httpStatus")),
        ("/faults", about("html", "httpStatus")),
        ("/faults", about("empty", "httpStatus")),
        ("/faults", about("wrong-type", "body\":\"\",\"httpStatus")),
        ("/faults", about("error", "code\":\"InternalError\",\"httpStatus")),
        ("/faults", about("internal-error", "times")),
        ("/faults", about("internal-error", "skip")),
        ("/clock", "{\"offsetSeconds\":?}".to_owned()),
        ("/settings", "{\"cancelDelayMs\":?}".to_owned()),
        ("/settings", "{\"timestampWindowSeconds\":?}".to_owned()),
    ] {
        for number in HUGE_NUMBERS.iter().chain(&ODD_NUMBERS) {
            let body = body.replace('?', number);
            let (status, error) = post(&bench, path, &body);
            assert_eq!(status, 400, "{path} {body}");
            assert!(!error.is_empty(), "{path} {body}");
        }
    }
    assert_eq!(bench.control("GET", "/faults", Value::Null).json(), json!([]));
    assert_alive(&bench);
}

#[test]
fn refused_number_is_named_with_its_range() {
    let bench = start();
    for (path, body, error) in [
        ("/faults", json!({ "kind": "huge", "bytes": 67_108_865 }), "bytes must be from 0 to 67108864, not 67108865."),
        ("/faults", json!({ "kind": "delay", "delayMs": 600_001 }), "delayMs must be from 0 to 600000, not 600001."),
        ("/faults", json!({ "kind": "html", "times": 0 }), "times must be from 1 to 1000000, not 0."),
        ("/faults", json!({ "kind": "html", "skip": 1_000_001 }), "skip must be from 0 to 1000000, not 1000001."),
        ("/faults", json!({ "kind": "empty", "httpStatus": 600 }), "httpStatus must be from 200 to 599, not 600."),
        (
            "/settings",
            json!({ "cancelDelayMs": 86_400_001 }),
            "cancelDelayMs must be from 0 to 86400000, not 86400001.",
        ),
        (
            "/clock",
            json!({ "offsetSeconds": -3_155_760_001_i64 }),
            "offsetSeconds must be from -3155760000 to 3155760000, not -3155760001.",
        ),
    ] {
        assert_eq!(post(&bench, path, &body.to_string()), (400, error.to_owned()));
    }
}

#[test]
fn numbers_at_the_edge_of_the_range_work() {
    let bench = start();
    bench.settings(json!({ "cancelDelayMs": 86_400_000, "timestampWindowSeconds": 86_400 }));
    for fault in [
        json!({ "kind": "huge", "bytes": 0 }),
        json!({ "kind": "internal-error", "times": 1_000_000, "skip": 1_000_000 }),
        json!({ "kind": "throttling", "retryAfter": 1_000_000_000_000_u64, "xAcsRetryAfter": 1_000_000_000_000_u64 }),
        json!({ "kind": "delay", "delayMs": 0 }),
    ] {
        bench.fault(fault);
        bench.send(&cancel(RUNNING).sign());
        bench.control("DELETE", "/faults", Value::Null);
    }
    for offset in [-3_155_760_000_i64, 3_155_760_000] {
        assert_eq!(bench.control("POST", "/clock", json!({ "offsetSeconds": offset })).status, 200);
        bench.fault(json!({ "kind": "clock", "offsetSeconds": offset }));
        assert_eq!(bench.send(&cancel(RUNNING).sign()).status, 400);
    }
    assert_alive(&bench);
}

#[test]
fn every_status_goes_with_every_fault_that_has_one() {
    let bench = start();
    for status in 200..600 {
        for kind in ["html", "empty", "wrong-type", "throttling"] {
            let mut fault = json!({ "kind": kind, "httpStatus": status });
            if kind == "wrong-type" {
                fault["body"] = json!("[]");
            }
            bench.fault(fault);
            for method in ["GET", "HEAD"] {
                let uri = bench.emulator.oos().to_owned() + &cancel(RUNNING).sign().path();
                let request = http::Request::builder().method(method).uri(uri).body(String::new()).unwrap();
                let reply = bench.raw(request).unwrap();
                if method == "GET" {
                    assert_eq!(reply.status, status, "{kind}");
                }
            }
        }
    }
    assert_alive(&bench);
}

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
fn unknown_keys_are_refused_everywhere() {
    let bench = start();
    for (path, body) in [
        ("/executions", json!({ "status": "Running", "id": "exec-mine" })),
        ("/faults", json!({ "kind": "huge", "byte": 1 })),
        ("/faults", json!({ "kind": "reset-before", "executionID": RUNNING })),
        ("/clock", json!({ "offsetSeconds": 1, "offset": 1 })),
        ("/settings", json!({ "cancelDelay": 1 })),
    ] {
        let (status, error) = post(&bench, path, &body.to_string());
        assert_eq!(status, 400, "{path} {body}");
        assert!(error.contains("unknown field"), "{error}");
    }
    let reply = bench.control("GET", "/requests?executionID=x", Value::Null);
    assert_eq!(reply.status, 400);
    assert!(reply.json()["error"].as_str().unwrap().contains("unknown field"), "{}", reply.text);
}

#[test]
fn malformed_bodies_are_refused() {
    let bench = start();
    let deep = "[".repeat(100_000);
    let deep_object = "{\"kind\":".repeat(10_000);
    let deep_value = format!("{{\"kind\":\"wrong-type\",\"body\":{}1{}}}", "[".repeat(5000), "]".repeat(5000));
    for body in [
        "",
        "null",
        "[]",
        "\"\"",
        "1",
        "{",
        "{}}",
        "\u{feff}{}",
        &deep,
        &deep_object,
        &deep_value,
        "{\"kind\":\"huge\",\"bytes\":1,\"bytes\":2}",
        "{\"kind\":\"huge\",\"kind\":\"empty\"}",
        "{\"kind\":\"huge\",\"times\":1,\"times\":2}",
        "{\"kind\":null}",
        "{\"kind\":\"huge\"}{\"kind\":\"huge\"}",
    ] {
        let (status, error) = post(&bench, "/faults", body);
        assert!(status == 400 && !error.is_empty(), "{body:.40}");
    }
    assert_eq!(bench.control("GET", "/faults", Value::Null).json(), json!([]));
    assert_alive(&bench);
}

#[test]
fn every_refusal_of_the_control_interface_is_json() {
    let bench = start();
    for (method, path, status) in [
        ("GET", "/", 404),
        ("GET", "/nothing", 404),
        ("GET", "/executions/none", 404),
        ("GET", "/executions/%ff", 400),
        ("PUT", "/requests", 405),
        ("DELETE", "/executions/none", 405),
        ("GET", "/reset", 405),
        ("GET", "/requests?executionId=a&executionId=b", 400),
    ] {
        let reply = bench.control(method, path, Value::Null);
        assert_eq!(reply.status, status, "{method} {path}");
        assert!(reply.json()["error"].is_string(), "{method} {path}: {}", reply.text);
    }
}

#[test]
fn execution_ids_of_no_or_excessive_length_are_refused() {
    let bench = start();
    for (id, status) in [(String::new(), 400), ("x".repeat(1025), 400), ("x".repeat(1024), 200)] {
        assert_eq!(post(&bench, "/executions", &json!({ "executionId": id }).to_string()).0, status);
    }
}

#[test]
fn codes_of_excessive_length_are_refused() {
    let bench = start();
    for kind in ["error", "throttling"] {
        let fault = json!({ "kind": kind, "code": "x".repeat(1025), "httpStatus": 400, "message": "" });
        let (status, error) = post(&bench, "/faults", &fault.to_string());
        assert_eq!(status, 400);
        assert!(kind == "throttling" || error.contains("length of code"), "{error}");
    }
}

#[test]
fn redirects_to_what_is_no_header_value_are_refused() {
    let bench = start();
    for location in ["http://x/\r\nSet-Cookie: a=b", "\n", "\0", "a\u{7f}"] {
        let (status, error) = post(&bench, "/faults", &json!({ "kind": "redirect", "location": location }).to_string());
        assert_eq!(status, 400, "{location:?}");
        assert!(error.contains("location"), "{error}");
    }
}

#[test]
fn text_of_waiting_faults_is_bounded() {
    let bench = start();
    let body = json!({ "kind": "wrong-type", "body": "x".repeat(1_000_000) }).to_string();
    let statuses: Vec<_> = (0..20).map(|_| post(&bench, "/faults", &body).0).collect();
    assert_eq!(statuses.iter().filter(|&&status| status == 200).count(), 16);
    assert_eq!(statuses.last(), Some(&400));
    assert_alive(&bench);
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
    let (status, error) = post(&bench, "/faults", &large);
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
    assert_alive(&bench);
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
    assert_alive(&bench);
}

/// Side by side, since each waits for a time that is not the tests' own.
#[test]
fn slow_clients_are_given_up() {
    thread::scope(|scope| {
        scope.spawn(requests_that_never_end_are_timed_out);
        scope.spawn(slow_body_is_answered_with_408);
        scope.spawn(response_that_nobody_reads_is_given_up);
        scope.spawn(many_idle_connections_are_survived);
    });
}

/// How long each of these takes to be given up, side by side.
fn given_up_after(requests: Vec<(String, String)>, drip: bool) -> Vec<(String, Duration)> {
    thread::scope(|scope| {
        let running: Vec<_> = requests
            .into_iter()
            .map(|(address, request)| {
                scope.spawn(move || {
                    let mut stream = TcpStream::connect(&address[7..]).unwrap();
                    stream.write_all(request.as_bytes()).unwrap();
                    stream.set_read_timeout(Some(Duration::from_millis(500))).unwrap();
                    let began = Instant::now();
                    while began.elapsed() < PATIENCE {
                        let mut buffer = [0; 1024];
                        match stream.read(&mut buffer) {
                            Ok(0) => break,
                            Ok(_) => {}
                            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {
                                if drip && stream.write_all(b"x").is_err() {
                                    break;
                                }
                            }
                            Err(_) => break,
                        }
                    }
                    (request, began.elapsed())
                })
            })
            .collect();
        running.into_iter().map(|one| one.join().unwrap()).collect()
    })
}

fn requests_that_never_end_are_timed_out() {
    let bench = start();
    let mut requests = Vec::new();
    for address in [bench.emulator.demo(), bench.emulator.oos(), bench.emulator.control()] {
        let host = &address[7..];
        for request in [
            String::new(),
            "G".to_owned(),
            "GET / HTTP/1.1\r\n".to_owned(),
            format!("GET / HTTP/1.1\r\nHost: {host}\r\nx-slow: "),
            format!("POST /faults HTTP/1.1\r\nHost: {host}\r\nContent-Length: 1000000\r\n\r\n"),
            format!("POST /faults HTTP/1.1\r\nHost: {host}\r\nContent-Length: 1000000\r\n\r\n{{\"kind\":"),
            format!("POST /reset HTTP/1.1\r\nHost: {host}\r\nContent-Length: 1000000\r\n\r\nx"),
            format!("POST /faults HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: chunked\r\n\r\n"),
            format!("POST /faults HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{{\r\nff"),
            format!("GET / HTTP/1.1\r\nHost: {host}\r\nContent-Length: 100\r\n\r\n"),
            format!("OPTIONS / HTTP/1.1\r\nHost: {host}\r\nContent-Length: 100\r\n\r\n"),
        ] {
            requests.push((address.to_owned(), request));
        }
    }
    let dripping = requests.clone();
    let (still, drip) = thread::scope(|scope| {
        let still = scope.spawn(|| given_up_after(requests, false));
        let drip = scope.spawn(|| given_up_after(dripping, true));
        (still.join().unwrap(), drip.join().unwrap())
    });
    for (request, time) in still.into_iter().chain(drip) {
        assert!(time < PATIENCE, "{request:?}: {time:?}");
    }
    assert_alive(&bench);
}

fn slow_body_is_answered_with_408() {
    let bench = start();
    for (address, path) in [(bench.emulator.control(), "/faults"), (bench.emulator.oos(), "/")] {
        let host = &address[7..];
        let answer = raw(address, &format!("POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Length: 9\r\n\r\n{{"));
        assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    }
}

fn response_that_nobody_reads_is_given_up() {
    let bench = start();
    bench.fault(json!({ "kind": "huge", "bytes": 67_108_864 }));
    let address = &bench.emulator.oos()[7..];
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET {} HTTP/1.1\r\nHost: {address}\r\n\r\n", cancel(RUNNING).sign().path()).unwrap();
    thread::sleep(PATIENCE);
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    assert!(answer.len() < 60 << 20, "{}", answer.len());
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
    assert_alive(&bench);
}

/// Connections that are left open by some do not keep others out for long.
fn many_idle_connections_are_survived() {
    let bench = start();
    let address = &bench.emulator.control()[7..];
    let idle: Vec<_> = (0..200).map(|_| TcpStream::connect(address).unwrap()).collect();
    let began = Instant::now();
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    write!(stream, "GET /settings HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200") && began.elapsed() < PATIENCE, "{answer}");
    drop(idle);
}
