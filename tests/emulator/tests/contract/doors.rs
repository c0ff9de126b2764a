//! Who may use which port: a page on another site must neither read nor arrange anything.

use oos_emulator::{Emulator, Options};
use serde_json::{Value, json};
use ureq::http;

use crate::support::{Bench, RUNNING, Reply, agent, cancel, port_of, raw, start};

const FOREIGN: [&str; 9] = [
    "https://evil.example",
    "http://evil.example:8788",
    "http://127.0.0.1",
    "http://127.0.0.1:1",
    "http://127.0.0.2:8788",
    "http://localhost.evil.example",
    "http://127.0.0.1.evil.example:8788",
    "null",
    "",
];

/// Every way to use the control interface, all of them harmless here.
const REQUESTS: [(&str, &str); 18] = [
    ("POST", "/reset"),
    ("POST", "/executions"),
    ("GET", "/executions/exec-8a2aaf460fdf47c6b5ef"),
    ("GET", "/executions"),
    ("GET", "/executions/exec-8a2aaf460fdf47c6b5ef/history"),
    ("POST", "/rate-limits"),
    ("GET", "/rate-limits"),
    ("DELETE", "/rate-limits"),
    ("GET", "/requests/counts"),
    ("POST", "/faults"),
    ("GET", "/faults"),
    ("DELETE", "/faults"),
    ("POST", "/clock"),
    ("GET", "/settings"),
    ("POST", "/settings"),
    ("GET", "/requests"),
    ("DELETE", "/requests"),
    ("GET", "/nothing"),
];

fn ask(bench: &Bench, origin: &str, method: &str, path: &str, headers: &[(&str, &str)]) -> Reply {
    let mut request = http::Request::builder().method(method).uri(origin.to_owned() + path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    bench.raw(request.body(String::new()).unwrap()).unwrap()
}

fn own_names(address: &str) -> [String; 3] {
    let port = port_of(address);
    [format!("127.0.0.1:{port}"), format!("localhost:{port}"), format!("[::1]:{port}")]
}

fn assert_closed_to_pages(reply: &Reply, about: &str) {
    assert_eq!(reply.status, 403, "{about}: {}", reply.text);
    assert!(!reply.headers.keys().any(|name| name.as_str().starts_with("access-control-")), "{about}");
    assert!(reply.json()["error"].is_string(), "{about}");
}

#[test]
fn foreign_origins_cannot_use_the_control_interface() {
    let bench = start();
    let control = bench.emulator.control();
    for origin in FOREIGN {
        for (method, path) in REQUESTS {
            let reply = ask(&bench, control, method, path, &[("origin", origin)]);
            assert_closed_to_pages(&reply, &format!("{origin} {method} {path}"));
        }
    }
    let reply = ask(&bench, control, "GET", "/requests", &[("origin", bench.emulator.demo()), ("origin", "null")]);
    assert_closed_to_pages(&reply, "two origins");
    let reply = ask(&bench, control, "GET", "/requests", &[("origin", bench.emulator.oos())]);
    assert_closed_to_pages(&reply, "the origin of the OOS port");
}

#[test]
fn foreign_origin_preflight_is_refused() {
    let bench = start();
    for origin in FOREIGN {
        let headers =
            [("origin", origin), ("access-control-request-method", "DELETE"), ("access-control-request-headers", "x")];
        let reply = ask(&bench, bench.emulator.control(), "OPTIONS", "/requests", &headers);
        assert_closed_to_pages(&reply, origin);
    }
}

#[test]
fn refused_request_changes_nothing() {
    let bench = start();
    bench.send(&cancel(RUNNING).sign());
    for (method, path) in REQUESTS {
        ask(&bench, bench.emulator.control(), method, path, &[("origin", "https://evil.example")]);
        ask(&bench, bench.emulator.control(), method, path, &[("sec-fetch-site", "cross-site")]);
        ask(&bench, bench.emulator.control(), method, path, &[("host", "evil.example")]);
    }
    assert_eq!(bench.log(RUNNING).len(), 1);
    assert_eq!(bench.execution(RUNNING)["cancelCount"], 1);
}

/// An image or a script element sends no Origin.
#[test]
fn request_of_another_site_without_origin_is_refused() {
    let bench = start();
    for (method, path) in REQUESTS {
        for site in ["cross-site", "same-site", "?"] {
            let reply = ask(&bench, bench.emulator.control(), method, path, &[("sec-fetch-site", site)]);
            assert_closed_to_pages(&reply, &format!("{site} {method} {path}"));
        }
    }
    for site in ["none", "same-origin"] {
        let reply = ask(&bench, bench.emulator.control(), "GET", "/requests", &[("sec-fetch-site", site)]);
        assert_eq!(reply.status, 200, "{site}");
    }
}

/// A name that a stranger's DNS server points to 127.0.0.1 makes the stranger's page same-origin.
#[test]
fn rebound_hosts_are_refused() {
    let bench = start();
    for address in [bench.emulator.control(), bench.emulator.demo()] {
        let port = port_of(address);
        let other = port ^ 1;
        for host in [
            "evil.example".to_owned(),
            format!("evil.example:{port}"),
            format!("127.0.0.1:{other}"),
            format!("127.0.0.1:{port}0"),
            format!("127.0.0.1:{port}.evil.example"),
            format!("127.0.0.1.evil.example:{port}"),
            format!("localhost.evil.example:{port}"),
            format!("user@127.0.0.1:{port}"),
            format!("127.0.0.2:{port}"),
            format!("0.0.0.0:{port}"),
            format!("[::]:{port}"),
            format!("127.1:{port}"),
            "127.0.0.1".to_owned(),
            "localhost".to_owned(),
        ] {
            for path in ["/requests", "/demo.json", "/"] {
                let answer = raw(address, &format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"));
                assert!(answer.starts_with("HTTP/1.1 403"), "{host} {path}: {answer}");
            }
        }
    }
}

#[test]
fn own_hosts_are_accepted() {
    let bench = start();
    for (address, path) in [(bench.emulator.control(), "/requests"), (bench.emulator.demo(), "/demo.json")] {
        let names = own_names(address);
        for host in names.iter().cloned().chain(names.iter().map(|name| name.to_uppercase())) {
            let answer = raw(address, &format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"));
            assert!(answer.starts_with("HTTP/1.1 200"), "{host}: {answer}");
        }
    }
}

#[test]
fn host_counts_wherever_it_is_written() {
    let bench = start();
    for (address, path) in [(bench.emulator.control(), "/requests"), (bench.emulator.demo(), "/demo.json")] {
        let own = address.trim_start_matches("http://");
        for head in [
            format!("GET http://evil.example{path} HTTP/1.1\r\nHost: {own}"),
            format!("GET http://{own}{path} HTTP/1.1\r\nHost: evil.example"),
            format!("GET {path} HTTP/1.1\r\nHost: {own}\r\nHost: evil.example"),
            format!("GET {path} HTTP/1.1\r\nHost: evil.example\r\nHost: {own}"),
            format!("GET {path} HTTP/1.1\r\nHost: {own}, evil.example"),
            format!("GET {path} HTTP/1.1\r\nHost:"),
            format!("GET {path} HTTP/1.1"),
            format!("GET {path} HTTP/1.0"),
            format!("GET {path} HTTP/1.1\r\nX-Forwarded-Host: {own}"),
        ] {
            let answer = raw(address, &format!("{head}\r\nConnection: close\r\n\r\n"));
            let status = answer.get(9..12);
            assert!(matches!(status, Some("400" | "403")), "{head}: {answer}");
        }
    }
}

#[test]
fn own_pages_may_use_the_control_interface() {
    let bench = start();
    let pages = own_names(bench.emulator.demo()).into_iter().chain(own_names(bench.emulator.control()));
    for page in pages.map(|name| format!("http://{name}")) {
        let headers = [
            ("origin", page.as_str()),
            ("access-control-request-method", "DELETE"),
            ("access-control-request-headers", "content-type"),
        ];
        let reply = ask(&bench, bench.emulator.control(), "OPTIONS", "/faults", &headers);
        assert_eq!(reply.status, 200, "{page}");
        assert_eq!(reply.header("access-control-allow-origin"), Some(page.as_str()));
        assert_eq!(reply.header("access-control-allow-methods"), Some("GET,POST,DELETE"));
        assert_eq!(reply.header("access-control-allow-headers"), Some("content-type"));
        let headers = [("origin", page.as_str()), ("sec-fetch-site", "cross-site")];
        let reply = ask(&bench, bench.emulator.control(), "GET", "/requests", &headers);
        assert_eq!((reply.status, reply.header("access-control-allow-origin")), (200, Some(page.as_str())));
        assert!(reply.headers.get_all("vary").iter().any(|value| value.to_str().unwrap().contains("origin")));
    }
    let reply = bench.control("GET", "/requests", Value::Null);
    assert_eq!((reply.status, reply.header("access-control-allow-origin")), (200, None));
}

#[test]
fn allowed_origins_are_those_named_at_the_start() {
    let origins = ["http://127.0.0.1:3000", "https://ci.example"];
    let options = Options { control_origins: origins.map(|one| one.parse().unwrap()).into(), ..Options::default() };
    let bench = Bench { emulator: Emulator::start(&options).unwrap(), agent: agent() };
    for origin in origins {
        let reply = ask(&bench, bench.emulator.control(), "GET", "/requests", &[("origin", origin)]);
        assert_eq!((reply.status, reply.header("access-control-allow-origin")), (200, Some(origin)));
    }
    for origin in FOREIGN.into_iter().chain(["http://ci.example", "https://ci.example:444"]) {
        let reply = ask(&bench, bench.emulator.control(), "GET", "/requests", &[("origin", origin)]);
        assert_closed_to_pages(&reply, origin);
    }
}

#[test]
fn any_origin_is_allowed_on_request_but_not_any_host() {
    let options = Options { control_origins: vec!["*".parse().unwrap()], ..Options::default() };
    let bench = Bench { emulator: Emulator::start(&options).unwrap(), agent: agent() };
    for origin in FOREIGN {
        let reply = ask(&bench, bench.emulator.control(), "POST", "/reset", &[("origin", origin)]);
        assert_eq!((reply.status, reply.header("access-control-allow-origin")), (200, Some("*")), "{origin}");
    }
    let reply = ask(&bench, bench.emulator.control(), "GET", "/requests", &[("host", "evil.example")]);
    assert_closed_to_pages(&reply, "a rebound host");
}

#[test]
fn oos_port_is_open_to_every_origin() {
    let bench = start();
    for origin in FOREIGN {
        let path = cancel(RUNNING).sign().path();
        let headers = [("origin", origin), ("sec-fetch-site", "cross-site")];
        let reply = ask(&bench, bench.emulator.oos(), "GET", &path, &headers);
        reply.assert_success();
        let reply = ask(&bench, bench.emulator.oos(), "OPTIONS", "/", &headers);
        assert_eq!((reply.status, reply.header("access-control-allow-origin")), (200, Some("*")));
    }
}

#[test]
fn demo_page_is_not_handed_to_other_origins() {
    let bench = start();
    for origin in FOREIGN {
        let reply = ask(&bench, bench.emulator.demo(), "GET", "/demo.json", &[("origin", origin)]);
        assert_closed_to_pages(&reply, origin);
    }
    for name in own_names(bench.emulator.demo()) {
        let headers = [("origin", format!("http://{name}"))];
        let headers = headers.each_ref().map(|(name, value)| (*name, value.as_str()));
        assert_eq!(ask(&bench, bench.emulator.demo(), "GET", "/demo.json", &headers).status, 200);
    }
    // A link on another site leads here.
    let headers = [("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate")];
    assert_eq!(ask(&bench, bench.emulator.demo(), "GET", "/demo.json", &headers).status, 200);
}

#[test]
fn every_control_and_demo_response_is_hardened() {
    let bench = start();
    let control = [
        bench.control("GET", "/requests", Value::Null),
        bench.control("GET", "/nothing", Value::Null),
        bench.control("PUT", "/requests", Value::Null),
        bench.control("POST", "/faults", json!({ "kind": "?" })),
        ask(&bench, bench.emulator.control(), "GET", "/requests", &[("origin", "null")]),
    ];
    let demo = ["/demo.json", "/", "/nothing.js"].map(|path| ask(&bench, bench.emulator.demo(), "GET", path, &[]));
    let refused = ask(&bench, bench.emulator.demo(), "GET", "/", &[("host", "evil.example")]);
    for reply in control.into_iter().chain(demo).chain([refused]) {
        for (name, value) in [
            ("x-frame-options", "DENY"),
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("cache-control", "no-store"),
        ] {
            assert_eq!(reply.header(name), Some(value), "{name}: {}", reply.text);
        }
        let policy = reply.header("content-security-policy").unwrap();
        assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
    }
}
