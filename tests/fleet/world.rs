//! A simulated OOS with many executions, whose time moves only while everything waits. It keeps its own log, so that a test can
//! compare what a fleet reports with what happened.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::future::poll_fn;
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use oos_cancel::client::attempt::Attempt;
use oos_cancel::client::fleet::{FleetHost, FleetProgress, FleetResult};
use oos_cancel::client::host::{
    Headers, HttpResponse, Interruption, InterruptionKind, Request, TransportError, TransportErrorKind,
};
use oos_cancel::client::{Client, Host, RetryPolicy};
use oos_cancel::rpc::credentials::Credentials;
use oos_cancel::rpc::encode::decode;
use oos_cancel::rpc::endpoint::{Endpoint, Network};
use oos_cancel::rpc::response::{Body, BodyFault};
use oos_cancel::rpc::timestamp::Timestamp;
use serde_json::{Value, json};

use super::json::{Over, Parsed, members};

/// The server's time at the start.
const START: &str = "2024-05-06T07:08:09Z";

/// What happens to one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It is lost before OOS reads it.
    LostBefore,
    /// Its response is lost.
    LostAfter,
    /// No response ever comes, though OOS executes it.
    Hangs,
    /// An error inside OOS, before or after the effect.
    Internal { executed: bool },
    /// A response of OOS that is no list.
    NoList,
    /// A list without the execution.
    Unlisted,
    /// A proxy's page, after the effect.
    Proxy,
    /// A refusal.
    Refused(&'static str, u16),
    /// A refusal because of too many requests, with the pause that OOS asks for.
    Pause(Duration),
    /// A connection that cannot be made.
    Unreachable,
    /// A response that comes eight seconds later, and counts.
    Slow,
}

/// What the server knows of an execution.
#[derive(Debug, Clone)]
pub struct Truth {
    pub status: &'static str,
    /// When it ends, and how.
    pub ends: Option<(Duration, &'static str)>,
    /// Whether it is shown only in lists of children.
    pub is_child: bool,
    /// How many cancels OOS has accepted, whatever became of the response.
    pub executed: u32,
    /// How many cancels the server has read.
    pub received: u32,
    /// How many cancels left the fleet, and how many had a clear response.
    pub sent: u32,
    pub clear: u32,
    /// Whether the fleet has received the response to an accepted cancel.
    pub acknowledged: bool,
}

pub struct World {
    now: Cell<Duration>,
    timers: RefCell<BTreeSet<Duration>>,
    seed: Cell<u64>,
    /// The first random numbers, in two-hundred-and-fifty-sixths. Those of the seed follow.
    pub script: RefCell<VecDeque<u8>>,
    pub executions: RefCell<BTreeMap<String, Truth>>,
    /// What happens to the first cancels, lists and looks at one execution.
    pub plan: RefCell<VecDeque<Option<Fault>>>,
    pub list_plan: RefCell<VecDeque<Option<Fault>>>,
    pub look_plan: RefCell<VecDeque<Option<Fault>>>,
    /// The share of requests that meet each fault.
    pub faults: RefCell<Vec<(f64, Fault)>>,
    /// The faults of the lists.
    pub list_faults: RefCell<Vec<(f64, Fault)>>,
    /// The fault of every look at one execution.
    pub look_fault: Cell<Option<Fault>>,
    /// Requests per second, and how many at once.
    pub limit: Cell<Option<(f64, f64)>>,
    tokens: Cell<f64>,
    filled: Cell<Duration>,
    pub says_when: Cell<bool>,
    pub latency: Cell<Duration>,
    /// How long after its cancel an execution ends, at least and at most.
    pub cancel_takes: Cell<(Duration, Duration)>,
    pub has_date: Cell<bool>,
    /// By how many seconds the clock of this machine is ahead.
    pub clock_ahead: Cell<i64>,
    pub abort_at: Cell<Option<Duration>>,
    in_flight: Cell<usize>,
    pub most_in_flight: Cell<usize>,
    pub throttled: Cell<usize>,
    /// When each list, and each look at one execution, was requested.
    pub lists: RefCell<Vec<Duration>>,
    /// How many of the lists had children as well.
    pub child_lists: Cell<usize>,
    pub looks: RefCell<Vec<(Duration, String)>>,
    pub cancels: RefCell<Vec<(Duration, String)>>,
    pub results: RefCell<Vec<FleetResult<Over, Parsed>>>,
    pub attempts: RefCell<Vec<Attempt>>,
    pub progress: RefCell<Vec<(Duration, FleetProgress)>>,
    pub random: Cell<bool>,
    /// How often the fleet was polled.
    pub polls: Cell<usize>,
    /// Whether lists have what has not ended, too.
    pub lists_running: Cell<bool>,
    /// From when until when OOS has asked for no request, and how many came meanwhile.
    closed_at: Cell<Duration>,
    closed_until: Cell<Duration>,
    pub too_early: Cell<usize>,
}

pub fn world(seed: u64) -> Rc<World> {
    Rc::new(World {
        now: Cell::new(Duration::from_secs(1_000)),
        timers: RefCell::default(),
        seed: Cell::new(seed),
        script: RefCell::default(),
        executions: RefCell::default(),
        plan: RefCell::default(),
        list_plan: RefCell::default(),
        look_plan: RefCell::default(),
        faults: RefCell::default(),
        list_faults: RefCell::default(),
        look_fault: Cell::new(None),
        limit: Cell::new(None),
        tokens: Cell::new(f64::MAX),
        filled: Cell::default(),
        says_when: Cell::new(true),
        latency: Cell::new(Duration::from_millis(50)),
        cancel_takes: Cell::new((Duration::from_millis(300), Duration::from_millis(300))),
        has_date: Cell::new(true),
        clock_ahead: Cell::new(0),
        abort_at: Cell::new(None),
        in_flight: Cell::new(0),
        most_in_flight: Cell::new(0),
        throttled: Cell::new(0),
        lists: RefCell::default(),
        child_lists: Cell::default(),
        looks: RefCell::default(),
        cancels: RefCell::default(),
        results: RefCell::default(),
        attempts: RefCell::default(),
        progress: RefCell::default(),
        random: Cell::new(true),
        polls: Cell::default(),
        lists_running: Cell::new(false),
        closed_at: Cell::default(),
        closed_until: Cell::default(),
        too_early: Cell::default(),
    })
}

impl World {
    pub fn elapsed(&self) -> Duration {
        self.now.get() - Duration::from_secs(1_000)
    }

    pub fn chance(&self) -> f64 {
        if let Some(byte) = self.script.borrow_mut().pop_front() {
            return f64::from(byte) / 256.0;
        }
        // SplitMix64.
        let mut z = self.seed.get().wrapping_add(0x9E37_79B9_7F4A_7C15);
        self.seed.set(z);
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Creates executions that run until they are cancelled.
    pub fn running(&self, count: usize) -> Vec<String> {
        let ids: Vec<_> = (0..count).map(|number| format!("exec-{number:020}")).collect();
        for id in &ids {
            self.create(id, "Running");
        }
        ids
    }

    pub fn create(&self, id: &str, status: &'static str) {
        let truth = Truth {
            status,
            ends: None,
            is_child: false,
            executed: 0,
            received: 0,
            sent: 0,
            clear: 0,
            acknowledged: false,
        };
        self.executions.borrow_mut().insert(id.to_owned(), truth);
    }

    pub fn change(&self, id: &str, change: impl FnOnce(&mut Truth)) {
        change(self.executions.borrow_mut().get_mut(id).unwrap());
    }

    pub fn truth(&self, id: &str) -> Truth {
        let mut truth = self.executions.borrow()[id].clone();
        if let Some((at, status)) = truth.ends
            && at <= self.elapsed()
        {
            truth.status = status;
        }
        truth
    }

    fn server_now(&self) -> Timestamp {
        Timestamp::parse(START).unwrap().plus_seconds(self.elapsed().as_secs() as i64)
    }

    fn date(&self, at: Duration) -> String {
        let seconds = Timestamp::parse(START).unwrap().plus_seconds(at.as_secs() as i64);
        seconds.to_string()
    }

    /// Makes the world poll everything at a time, at the latest.
    pub fn wake_at(&self, at: Duration) {
        self.timers.borrow_mut().insert(at + Duration::from_secs(1_000));
    }

    /// Waits until a time of the world.
    async fn until(&self, at: Duration) {
        poll_fn(|_| {
            if self.now.get() >= at {
                return Poll::Ready(());
            }
            self.timers.borrow_mut().insert(at);
            Poll::Pending
        })
        .await;
    }

    fn draw(&self, faults: &RefCell<Vec<(f64, Fault)>>) -> Option<Fault> {
        let mut chance = self.chance();
        faults.borrow().iter().find_map(|(share, fault)| {
            chance -= share;
            (chance < 0.0).then_some(*fault)
        })
    }

    /// Returns how long OOS wants the next request to wait, if it refuses this one.
    fn throttles(&self) -> Option<Duration> {
        let (rate, burst) = self.limit.get()?;
        let passed = (self.elapsed() - self.filled.get()).as_secs_f64();
        self.filled.set(self.elapsed());
        let tokens = (self.tokens.get() + passed * rate).min(burst);
        self.tokens.set(if tokens >= 1.0 { tokens - 1.0 } else { tokens });
        (tokens < 1.0).then(|| Duration::from_secs_f64((1.0 - tokens) / rate))
    }

    fn cancel(&self, id: &str) -> (u16, Value) {
        let Some(mut truth) = self.executions.borrow().contains_key(id).then(|| self.truth(id)) else {
            return (404, refusal("EntityNotExist.Execution"));
        };
        truth.received += 1;
        let answer = if is_ended(truth.status) {
            (403, refusal("ExecutionCancelFailed"))
        } else {
            truth.executed += 1;
            let (least, most) = self.cancel_takes.get();
            let ends = self.elapsed() + least + (most - least).mul_f64(self.chance());
            truth.ends = truth.ends.into_iter().chain([(ends, "Cancelled")]).min();
            (200, json!({ "RequestId": "R" }))
        };
        self.executions.borrow_mut().insert(id.to_owned(), truth);
        answer
    }

    fn list(&self, parameters: &BTreeMap<String, String>) -> Value {
        if let Some(id) = parameters.get("ExecutionId") {
            let known = self.executions.borrow().contains_key(id);
            let found: Vec<_> = known.then(|| self.describe(id)).into_iter().collect();
            return json!({ "RequestId": "R", "Executions": found });
        }
        assert_eq!((parameters["SortField"].as_str(), parameters["SortOrder"].as_str()), ("EndDate", "Ascending"));
        let after = &parameters["EndDateAfter"];
        let children = parameters.get("IncludeChildExecution").is_some_and(|value| value == "true");
        self.child_lists.set(self.child_lists.get() + usize::from(children));
        let ids: Vec<String> = self.executions.borrow().keys().cloned().collect();
        let mut ended: Vec<(String, String)> = ids
            .into_iter()
            .filter_map(|id| {
                let truth = self.truth(&id);
                if self.lists_running.get() && !is_ended(truth.status) {
                    return Some((String::new(), id));
                }
                let end = self.date(truth.ends?.0);
                let shown = is_ended(truth.status) && (children || !truth.is_child) && end >= *after;
                shown.then_some((end, id))
            })
            .collect();
        ended.sort();
        let from: usize = parameters.get("NextToken").map_or(0, |token| token.parse().unwrap());
        let size: usize = parameters["MaxResults"].parse().unwrap();
        let page: Vec<_> = ended.iter().skip(from).take(size).map(|(_, id)| self.describe(id)).collect();
        let next = if from + size < ended.len() { (from + size).to_string() } else { String::new() };
        json!({ "RequestId": "R", "Executions": page, "NextToken": next })
    }

    fn describe(&self, id: &str) -> Value {
        let truth = self.truth(id);
        let end = truth.ends.filter(|(at, _)| *at <= self.elapsed()).map(|(at, _)| self.date(at));
        let parent = truth.is_child.then_some("exec-parent");
        json!({ "ExecutionId": id, "Status": truth.status, "EndDate": end.unwrap_or_default(), "ParentExecutionId": parent })
    }
}

fn is_ended(status: &str) -> bool {
    matches!(status, "Cancelled" | "Success" | "Failed")
}

fn refusal(code: &str) -> Value {
    json!({ "RequestId": "R", "Code": code, "Message": "no" })
}

/// The host of one call.
pub struct WorldCall {
    world: Rc<World>,
    deadline: Duration,
    abortable: bool,
}

impl WorldCall {
    /// When the call must end, and by whom.
    fn end(&self) -> (Duration, InterruptionKind) {
        let abort = self.world.abort_at.get().filter(|_| self.abortable).map(|at| at + Duration::from_secs(1_000));
        match abort {
            Some(abort) if abort < self.deadline => (abort, InterruptionKind::Aborted),
            _ => (self.deadline, InterruptionKind::Deadline),
        }
    }

    async fn pass(&self, time: Duration) -> Result<(), Interruption<Over>> {
        let at = self.world.now.get().saturating_add(time);
        let (end, kind) = self.end();
        self.world.until(at.min(end)).await;
        if at < end { Ok(()) } else { Err(Interruption { kind, cause: Over }) }
    }

    async fn respond(&self, request: Request) -> Result<HttpResponse<Parsed>, TransportError<Over>> {
        let world = &self.world;
        let form = request.form.as_ref().unwrap();
        let pair = |(name, value): (&str, &str)| (name.to_owned(), decode(value).unwrap().into_owned());
        let parameters: BTreeMap<_, _> = form.split('&').map(|text| pair(text.split_once('=').unwrap())).collect();
        let is_cancel = parameters["Action"] == "CancelExecution";
        let id = parameters.get("ExecutionId").cloned();
        let ended = |Interruption { kind, cause }, may_be_sent| TransportError {
            kind: TransportErrorKind::Interrupted { kind, may_be_sent },
            cause,
            hint: None,
        };
        let interrupted = |end| ended(end, true);
        let lost = |kind| TransportError { kind, cause: Over, hint: None };
        let planned = match &id {
            Some(_) if is_cancel => world.plan.borrow_mut().pop_front(),
            Some(_) => world.look_plan.borrow_mut().pop_front().or_else(|| world.look_fault.get().map(Some)),
            None => world.list_plan.borrow_mut().pop_front(),
        };
        let fault = planned.unwrap_or_else(|| world.draw(if is_cancel { &world.faults } else { &world.list_faults }));
        if fault == Some(Fault::Unreachable) {
            self.pass(world.latency.get()).await.map_err(|end| ended(end, false))?;
            return Err(lost(TransportErrorKind::NotConnected));
        }
        // What leaves at the same moment cannot know.
        if world.closed_at.get() < world.elapsed() && world.elapsed() < world.closed_until.get() {
            world.too_early.set(world.too_early.get() + 1);
        }
        match &id {
            Some(id) if is_cancel => {
                world.cancels.borrow_mut().push((world.elapsed(), id.clone()));
                if world.executions.borrow().contains_key(id) {
                    world.change(id, |truth| truth.sent += 1);
                }
            }
            Some(id) => world.looks.borrow_mut().push((world.elapsed(), id.clone())),
            None => world.lists.borrow_mut().push(world.elapsed()),
        }
        self.pass(world.latency.get() / 2).await.map_err(interrupted)?;
        if fault == Some(Fault::LostBefore) {
            return Err(lost(TransportErrorKind::Network));
        }
        let date = world.has_date.get().then(|| http_date(world.server_now()));
        let mut headers = Headers { date, ..Headers::default() };
        let mut clear = true;
        let (http_status, json) = if let Some(wait) = world.throttles() {
            world.throttled.set(world.throttled.get() + 1);
            headers.acs_retry_after = world.says_when.get().then(|| (wait.as_millis() + 1).to_string());
            (400, refusal("Throttling.User"))
        } else {
            match fault {
                Some(Fault::Refused(code, http_status)) => (http_status, refusal(code)),
                Some(Fault::Pause(wait)) => {
                    headers.acs_retry_after = Some(wait.as_millis().to_string());
                    (400, refusal("Throttling.User"))
                }
                Some(Fault::Internal { executed: false }) => {
                    clear = false;
                    (500, refusal("InternalError"))
                }
                _ => {
                    let answer = match &id {
                        Some(id) if is_cancel => world.cancel(id),
                        _ => (200, world.list(&parameters)),
                    };
                    clear = matches!(fault, None | Some(Fault::Slow));
                    answer
                }
            }
        };
        let wait = match fault {
            Some(Fault::Hangs) => request.timeout.unwrap_or(Duration::MAX),
            Some(Fault::Slow) => Duration::from_secs(8),
            _ => world.latency.get() / 2,
        };
        self.pass(wait).await.map_err(interrupted)?;
        if let Some(milliseconds) = headers.acs_retry_after.as_ref().and_then(|text| text.parse().ok()) {
            let until = world.elapsed() + Duration::from_millis(milliseconds);
            world.closed_at.set(world.elapsed());
            world.closed_until.set(world.closed_until.get().max(until));
        }
        let response = match fault {
            _ if json["Code"] == "Throttling.User" => None,
            Some(Fault::LostAfter | Fault::Hangs) => return Err(lost(TransportErrorKind::Network)),
            Some(Fault::Internal { .. }) => Some((500, refusal("InternalError"))),
            Some(Fault::NoList) => Some((200, json!({ "RequestId": "14A07460-EBE7-47CA-9757-12CC4761D47A" }))),
            Some(Fault::Unlisted) => Some((200, json!({ "RequestId": "R", "Executions": [] }))),
            Some(Fault::Proxy) => {
                let (body, json) = (Body::Unreadable(BodyFault::NotJson), Parsed(json!(null)));
                return Ok(HttpResponse { http_status: 502, headers, body, json });
            }
            _ => None,
        };
        let (http_status, json) = response.unwrap_or((http_status, json));
        if let Some(id) = id.filter(|id| is_cancel && clear && world.executions.borrow().contains_key(id)) {
            world.change(&id, |truth| {
                truth.clear += 1;
                truth.acknowledged |= http_status == 200;
            });
        }
        Ok(HttpResponse { http_status, headers, body: Body::Object(members(&json, 2)), json: Parsed(json) })
    }
}

fn http_date(time: Timestamp) -> String {
    // Only this day is needed.
    let text = time.to_string();
    let (day, clock) = (&text[8..10], &text[11..19]);
    let names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let weekday = names[(day.parse::<usize>().unwrap() + 1 + 7 - 6 - 1) % 7];
    format!("{weekday}, {day} May 2024 {clock} GMT")
}

impl Host for WorldCall {
    type Cause = Over;
    type Json = Parsed;

    fn now(&self) -> Timestamp {
        self.world.server_now().plus_seconds(self.world.clock_ahead.get())
    }

    fn monotonic(&self) -> Duration {
        self.world.now.get()
    }

    fn remaining(&self) -> Duration {
        self.deadline.saturating_sub(self.world.now.get())
    }

    fn random(&self) -> Option<[u8; 16]> {
        let bits = (self.world.chance() * f64::from(u32::MAX)) as u32;
        let mut bytes = [0; 16];
        bytes[..4].copy_from_slice(&bits.to_le_bytes());
        self.world.random.get().then_some(bytes)
    }

    async fn sleep(&self, duration: Duration) -> Result<(), Interruption<Over>> {
        self.pass(duration).await
    }

    async fn wait_for<F: Future>(&self, future: F) -> Result<F::Output, Interruption<Over>> {
        Ok(future.await)
    }

    async fn send(&self, request: Request) -> Result<HttpResponse<Parsed>, TransportError<Over>> {
        let world = &self.world;
        if self.end().0 <= world.now.get() {
            let kind = TransportErrorKind::Interrupted { kind: self.end().1, may_be_sent: false };
            return Err(TransportError { kind, cause: Over, hint: None });
        }
        world.in_flight.set(world.in_flight.get() + 1);
        world.most_in_flight.set(world.most_in_flight.get().max(world.in_flight.get()));
        let response = self.respond(request).await;
        world.in_flight.set(world.in_flight.get() - 1);
        response
    }

    fn observe(&self, attempt: &Attempt) {
        self.world.attempts.borrow_mut().push(attempt.clone());
    }
}

/// The host of a fleet.
pub struct WorldFleet(pub Rc<World>);

impl FleetHost for WorldFleet {
    type Call = WorldCall;

    fn call(&self, within: Duration) -> WorldCall {
        let deadline = self.0.now.get().saturating_add(within);
        WorldCall { world: Rc::clone(&self.0), deadline, abortable: true }
    }

    fn last_call(&self, within: Duration) -> WorldCall {
        WorldCall { abortable: false, ..self.call(within) }
    }

    fn settled(&self, result: FleetResult<Over, Parsed>) {
        self.0.results.borrow_mut().push(result);
    }

    fn progress(&self, progress: &FleetProgress) {
        self.0.progress.borrow_mut().push((self.0.elapsed(), *progress));
    }
}

pub fn client(retry: RetryPolicy) -> Client {
    let credentials = Credentials::new("testid".into(), "s3cret".into(), None).unwrap();
    let endpoint = Endpoint::regional("cn-hangzhou", Network::Public).unwrap();
    Client::builder(endpoint, credentials).retry(retry).build().unwrap()
}

/// Runs a future, and lets the time of the world pass whenever it waits.
pub fn run<F: Future>(world: &World, future: F) -> F::Output {
    let mut future = pin!(future);
    for _ in 0..50_000_000 {
        world.polls.set(world.polls.get() + 1);
        if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return output;
        }
        let next = world.timers.borrow_mut().pop_first().expect("something is waited for");
        world.now.set(world.now.get().max(next));
    }
    panic!("the fleet never ends");
}
