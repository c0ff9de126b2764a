//! The programs, really run: what one signs another checks, and the emulator accepts.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "helpers of tests are tests")]

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Output, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use oos_cancel::native::{HostError, NativeFleet, block_on};
use oos_cancel::{Client, Credentials, Endpoint, FleetOptions, FleetOutcome, FleetStop, Ids};
use oos_emulator::{Emulator, Options};
use serde_json::{Value, json};

const EXECUTION: &str = "exec-8a2aaf460fdf47c6b5ef";
const OOS: &str = "https://oos.cn-hangzhou.aliyuncs.com";

/// A program with the credentials of an account of the emulator.
fn program(path: &str) -> Command {
    let mut command = Command::new(path);
    command
        .env("ALIBABA_CLOUD_ACCESS_KEY_ID", "STS.demo-valid")
        .env("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "demo-secret-sts-valid")
        .env("ALIBABA_CLOUD_SECURITY_TOKEN", "demo-token-valid");
    command
}

fn sign() -> String {
    let output = program(env!("CARGO_BIN_EXE_sign")).arg(EXECUTION).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

fn cancel(endpoint: &str, execution_id: &str) -> Output {
    program(env!("CARGO_BIN_EXE_cancel")).arg(execution_id).env("OOS_ENDPOINT", endpoint).output().unwrap()
}

fn post(url: &str, body: &str) -> (u16, Value) {
    let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let mut answer = agent.post(url).send(body).unwrap();
    let text = answer.body_mut().read_to_string().unwrap();
    (answer.status().as_u16(), serde_json::from_str(&text).unwrap())
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn emulator() -> Emulator {
    Emulator::start(&Options::default()).unwrap()
}

/// The server that checks URLs; stops when dropped.
struct Checker {
    child: Child,
    address: String,
}

impl Checker {
    fn start() -> Self {
        let mut child = program(env!("CARGO_BIN_EXE_check")).stdout(Stdio::piped()).spawn().unwrap();
        let mut address = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut address).unwrap();
        Self { child, address: address.trim().to_owned() }
    }

    fn codes(&self, url: &str) -> Vec<String> {
        let (status, answer) = post(&self.address, url);
        assert_eq!(status, 422, "{answer}");
        let problems = answer["problems"].as_array().unwrap();
        problems.iter().map(|problem| problem["code"].as_str().unwrap().to_owned()).collect()
    }
}

impl Drop for Checker {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn oos_accepts_what_is_signed_once() {
    let emulator = emulator();
    let url = sign().replacen(OOS, emulator.oos(), 1);
    let (status, answer) = post(&url, "");
    assert_eq!(status, 200, "{answer}");
    let (status, answer) = post(&url, "");
    assert_eq!((status, &answer["Code"]), (400, &json!("SignatureNonceUsed")));
}

#[test]
fn a_signed_url_passes_and_a_changed_one_does_not() {
    let checker = Checker::start();
    let url = sign();
    let (status, answer) = post(&checker.address, &url);
    assert_eq!(status, 200, "{answer}");
    assert_eq!((&answer["executionId"], &answer["endpoint"]), (&json!(EXECUTION), &json!(OOS)));

    assert_eq!(checker.codes(&url.replace(EXECUTION, "exec-6be6d6ff805349d9ac13")), ["signature-mismatch"]);
    assert_eq!(checker.codes(&url.replace("oos.cn-hangzhou", "oos.cn-beijing")), ["region-mismatch"]);
    assert_eq!(checker.codes(&url.replace(OOS, "https://evil.example")), ["host-not-allowed"]);
    assert_eq!(checker.codes(&url.replace("Signature=", "Signature=A")), ["malformed-signature"]);
    assert_eq!(checker.codes("hello"), ["invalid-url"]);
}

#[test]
fn a_back_end_cancels_by_itself() {
    let emulator = emulator();
    let done = cancel(emulator.oos(), EXECUTION);
    assert!(done.status.success(), "{done:?}");
    assert!(text(&done.stdout).starts_with("accepted, RequestId "), "{done:?}");

    let refused = cancel(emulator.oos(), "exec-600d600d600d600d600d");
    assert!(!refused.status.success());
    assert!(text(&refused.stderr).contains("ExecutionCancelFailed, outcome refused, remedy check-execution"));
}

#[test]
fn a_back_end_waits_until_the_execution_has_stopped() {
    let emulator = emulator();
    let order = |path: &str, body: Value| {
        let (status, answer) = post(&format!("{}/{path}", emulator.control()), &body.to_string());
        assert_eq!(status, 200, "{answer}");
        answer
    };
    let stop = |execution_id: &str| {
        program(env!("CARGO_BIN_EXE_stop")).arg(execution_id).env("OOS_ENDPOINT", emulator.oos()).output().unwrap()
    };
    order("settings", json!({ "cancelDelayMs": 1_500 }));
    let stopped = stop(EXECUTION);
    assert!(text(&stopped.stdout).starts_with("cancelled after "), "{stopped:?}");
    assert_eq!(text(&stopped.stderr), "Running\nCancelled\n");

    let ended = stop("exec-600d600d600d600d600d");
    assert_eq!(text(&ended.stdout), "ended by itself before the cancel took hold: Success\n", "{ended:?}");

    // The response to the cancel never comes, and the next one is refused since the execution has ended by then.
    let lost = text_of(&order("executions", json!({ "cancelDelayMs": 0 })), "executionId");
    order("faults", json!({ "kind": "reset-after", "executionId": lost }));
    let settled = stop(&lost);
    assert!(text(&settled.stdout).starts_with("cancelled after "), "{settled:?}");
}

#[test]
fn requests_of_a_call_that_waits_have_an_end_of_their_own() {
    let emulator = emulator();
    let fault = json!({ "kind": "delay", "delayMs": 40_000, "where": "headers", "action": "ListExecutions" });
    assert_eq!(post(&format!("{}/faults", emulator.control()), &fault.to_string()).0, 200);
    let stopped =
        program(env!("CARGO_BIN_EXE_stop")).arg(EXECUTION).env("OOS_ENDPOINT", emulator.oos()).output().unwrap();
    assert!(text(&stopped.stdout).starts_with("cancelled after 1"), "{stopped:?}");
}

fn text_of(answer: &Value, name: &str) -> String {
    answer[name].as_str().unwrap().to_owned()
}

#[test]
fn and_tries_again_and_says_what_is_not_known() {
    let emulator = emulator();
    let next = |fault: Value| assert_eq!(post(&format!("{}/faults", emulator.control()), &fault.to_string()).0, 200);
    next(json!({ "kind": "reset-after" }));
    let done = cancel(emulator.oos(), EXECUTION);
    assert!(done.status.success(), "{done:?}");
    assert_eq!(text(&done.stderr), "attempt 1: NetworkFailure\nattempt 2: accepted\n");

    next(json!({ "kind": "html", "times": 3 }));
    let broken = cancel(emulator.oos(), EXECUTION);
    assert!(text(&broken.stderr).contains("NotJson, outcome unknown"), "{broken:?}");

    let gone = emulator.oos().to_owned();
    drop(emulator);
    let unsent = cancel(&gone, EXECUTION);
    assert!(text(&unsent.stderr).contains("NetworkFailure, outcome not-sent"), "{unsent:?}");
}

/// The server that cancels; stops when dropped.
struct Server(Child, String);

impl Server {
    fn start(endpoint: &str) -> Self {
        let mut command = program(env!("CARGO_BIN_EXE_serve"));
        let mut child = command.env("OOS_ENDPOINT", endpoint).stdout(Stdio::piped()).spawn().unwrap();
        let mut address = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut address).unwrap();
        Self(child, address.trim().to_owned())
    }

    fn cancel(&self, execution_id: &str) -> (u16, Value) {
        post(&format!("{}executions/{execution_id}/cancel", self.1), "")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn a_server_shares_one_client_between_its_threads() {
    let emulator = emulator();
    let server = Server::start(emulator.oos());
    let (status, refused) = server.cancel("exec-600d600d600d600d600d");
    assert_eq!((status, &refused["code"]), (409, &json!("ExecutionCancelFailed")));
    std::thread::scope(|scope| {
        let calls: Vec<_> = (0..8).map(|_| scope.spawn(|| server.cancel(EXECUTION))).collect();
        let ends: Vec<(u16, Value)> = calls.into_iter().map(|call| call.join().unwrap()).collect();
        assert!(ends.iter().any(|(status, _)| *status == 202), "{ends:?}");
        assert!(ends.iter().all(|(status, end)| *status == 202 || end["outcome"] == "refused"), "{ends:?}");
    });
}

/// Creates executions of a template that run until they are cancelled.
fn create(emulator: &Emulator, count: u32, template: &str) {
    let order = json!({ "count": count, "details": { "templateName": template } });
    let (status, _) = post(&format!("{}/executions", emulator.control()), &order.to_string());
    assert_eq!(status, 200);
}

#[test]
fn everything_of_exactly_one_template_is_stopped() {
    let emulator = emulator();
    create(&emulator, 130, "patch");
    create(&emulator, 20, "patch-kernel");
    let fleet = |arguments: &[&str]| {
        let mut command = program(env!("CARGO_BIN_EXE_fleet"));
        command.args(arguments).env("OOS_ENDPOINT", emulator.oos()).stdin(Stdio::null()).output().unwrap()
    };
    let unsure = fleet(&["patch"]);
    assert!(unsure.status.success() && text(&unsure.stdout).contains("Nothing was cancelled."), "{unsure:?}");
    let sure = fleet(&["patch", "--yes"]);
    assert!(sure.status.success(), "{sure:?}");
    assert!(text(&sure.stdout).contains("130 executions of patch") && text(&sure.stdout).contains("cancelled: 130\n"));
    let none = fleet(&["patch", "--yes"]);
    assert!(text(&none.stdout).starts_with("0 executions of patch"), "{none:?}");
    let others = fleet(&["patch-kernel", "--yes"]);
    assert!(text(&others.stdout).contains("cancelled: 20\n"), "{others:?}");
}

#[test]
fn a_native_fleet_can_be_aborted_from_another_thread() {
    let emulator = emulator();
    create(&emulator, 200, "slow");
    let credentials = Credentials::new("LTAI-demo-full".into(), "demo-secret-full".into(), None).unwrap();
    let client = Client::builder(Endpoint::parse(emulator.oos()).unwrap(), credentials).build().unwrap();
    let fault = json!({ "kind": "delay", "delayMs": 100, "where": "headers", "times": 1_000 });
    post(&format!("{}/faults", emulator.control()), &fault.to_string());
    let results = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&results);
    let host = NativeFleet::new(move |result| seen.lock().unwrap().push((result.index, result.outcome)));
    let abort = host.abort_handle();
    let settled = Arc::clone(&results);
    let aborter = std::thread::spawn(move || {
        while settled.lock().unwrap().len() < 6 {
            std::thread::sleep(Duration::from_millis(10));
        }
        abort.abort();
    });
    let ids = Ids::all((0..200).map(|number| format!("exec-{number:020}")).collect::<Vec<_>>());
    let report = block_on(client.cancel_executions(&host, ids, &FleetOptions::default()));
    aborter.join().unwrap();
    assert_eq!(report.stopped, Some(FleetStop::Aborted));
    assert!(matches!(report.cause, Some(HostError::Aborted)));
    let results = results.lock().unwrap();
    assert_eq!((results.len(), report.counts.total()), (200, 200));
    // There are no such executions; what was under way is unknown.
    assert!(report.counts.of(FleetOutcome::Refused) >= 6 && report.counts.of(FleetOutcome::Unknown) <= 6);
    assert!(report.counts.of(FleetOutcome::NotSent) > 100);
}

#[test]
fn the_recipes_show_how_to_sign() {
    let recipe = format!("```rust\n{}```", include_str!("../src/cancel_url.rs"));
    assert!(
        include_str!("../../docs/recipes.md").contains(&recipe),
        "docs/recipes.md shows another program than this:\n{recipe}"
    );
}
