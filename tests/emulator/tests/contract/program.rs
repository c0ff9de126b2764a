//! The binary: what it prints and how it ends.

use std::{
    io::{BufRead, BufReader, Read},
    net::TcpListener,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use serde_json::Value;

fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_oos-emulator"));
    command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.env("DEMO_PORT", "0").env("OOS_PORT", "0").env("OOS_CONTROL_PORT", "0");
    command
}

fn terminate(child: &mut Child, signal: &str) -> Duration {
    let began = Instant::now();
    assert!(Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap().success());
    assert!(child.wait().unwrap().success());
    began.elapsed()
}

#[test]
fn ready_is_one_line_of_json() {
    let mut child = program(&["--json"]).spawn().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    output.read_line(&mut line).unwrap();
    let ready: Value = serde_json::from_str(&line).unwrap();
    assert_eq!(ready["ready"], true);
    for name in ["demo", "oos", "control"] {
        let origin = ready[name].as_str().unwrap();
        let port: u16 = origin.strip_prefix("http://127.0.0.1:").unwrap().parse().unwrap();
        assert_ne!(port, 0);
    }
    let demo = ureq::get(format!("{}/demo.json", ready["demo"].as_str().unwrap())).call().unwrap();
    assert_eq!(demo.status(), 200);
    assert!(terminate(&mut child, "-TERM") < Duration::from_secs(10));
    let mut rest = String::new();
    output.read_to_string(&mut rest).unwrap();
    assert_eq!(rest, "");
}

#[test]
fn for_people_the_page_comes_first() {
    let mut child = program(&[]).spawn().unwrap();
    let lines: Vec<_> = BufReader::new(child.stdout.take().unwrap()).lines().take(4).map(Result::unwrap).collect();
    assert!(lines[0].starts_with("Demo page  http://127.0.0.1:"), "{lines:?}");
    assert!(lines[3].contains("Ctrl-C"));
    assert!(terminate(&mut child, "-INT") < Duration::from_secs(10));
}

#[test]
fn a_port_in_use_is_named_with_its_variable() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    for variable in ["DEMO_PORT", "OOS_PORT", "OOS_CONTROL_PORT"] {
        let output = program(&["--json"]).env(variable, port.to_string()).output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        assert_eq!(output.stdout, b"");
        let problem = String::from_utf8(output.stderr).unwrap();
        let expected =
            format!("Port {port} is already in use. Set {variable} to another port, or to 0 for any free port.");
        assert!(problem.contains(&expected), "{problem}");
    }
}

#[test]
fn control_origins_are_allowed_by_flag_or_variable() {
    let allowed = |command: &mut Command| {
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let ready: Value = serde_json::from_str(&line).unwrap();
        let requests = format!("{}/requests", ready["control"].as_str().unwrap());
        let ask = |origin| crate::support::agent().get(&requests).header("origin", origin).call().unwrap().status();
        let statuses = ["http://a.example", "http://b.example", "http://c.example"].map(|origin| ask(origin).as_u16());
        terminate(&mut child, "-TERM");
        statuses
    };
    assert_eq!(allowed(&mut program(&["--json"])), [403, 403, 403]);
    let both = ["--json", "--allow-control-origin", "http://a.example", "--allow-control-origin", "http://b.example"];
    assert_eq!(allowed(&mut program(&both)), [200, 200, 403]);
    let listed = "http://a.example,http://c.example";
    assert_eq!(allowed(program(&["--json"]).env("OOS_CONTROL_ALLOWED_ORIGINS", listed)), [200, 403, 200]);
    assert_eq!(allowed(&mut program(&["--json", "--allow-control-origin", "*"])), [200, 200, 200]);
}

#[test]
fn control_origin_that_is_none_is_refused_at_the_start() {
    let output = program(&["--allow-control-origin", "http://a.example/page"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let problem = String::from_utf8(output.stderr).unwrap();
    assert!(problem.contains("Write it as a browser sends it"), "{problem}");
}

#[test]
fn flags_seed_executions_delay_and_limits() {
    let flags = ["--json", "--executions", "100", "--cancel-delay-ms", "7", "--rate-limit", "CancelExecution=20/40"];
    let mut child = program(&flags).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let ready: Value = serde_json::from_str(&line).unwrap();
    let ask = |path: &str| -> Value {
        let uri = format!("{}{path}", ready["control"].as_str().unwrap());
        ureq::get(uri).call().unwrap().body_mut().read_json().unwrap()
    };
    assert_eq!(ask("/executions").as_array().unwrap().len(), 107);
    assert_eq!(ask("/settings")["cancelDelayMs"], 7);
    let limits = ask("/rate-limits");
    assert_eq!((&limits[0]["action"], &limits[0]["perSecond"]), (&"CancelExecution".into(), &20.0.into()));
    terminate(&mut child, "-TERM");
    for (flag, value) in [("--rate-limit", "CancelExecution"), ("--rate-limit", "a=0/1"), ("--executions", "49001")] {
        let output = program(&[flag, value]).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{flag} {value}");
    }
}
