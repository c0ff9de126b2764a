//! Whole fleets in the simulated OOS of the native tests: no schedule makes a result better than the truth.
#![no_main]

use std::cell::RefCell;
use std::rc::Rc;
use std::task::{Context, Poll};
use std::time::Duration;

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use oos_cancel::client::RetryPolicy;
use oos_cancel::client::fleet::{Candidate, ExecutionIds, FleetOptions, FleetStop};

#[allow(dead_code, unreachable_pub, reason = "shared with the native tests")]
#[path = "../../tests/call/json.rs"]
mod json;
#[allow(unreachable_pub, reason = "shared with the native tests")]
#[path = "../../tests/fleet/truth.rs"]
mod truth;
#[allow(dead_code, unreachable_pub, reason = "shared with the native tests")]
#[path = "../../tests/fleet/world.rs"]
mod world;

use json::Over;
use world::{Fault, World, WorldFleet};

#[derive(Arbitrary, Debug)]
struct Input {
    executions: Vec<Start>,
    source: Vec<Item>,
    is_whole: bool,
    faults: Vec<(u8, Event)>,
    list_faults: Vec<(u8, Event)>,
    /// What happens to each request, until these random numbers are used up.
    script: Vec<u8>,
    seed: u64,
    limit: Option<(u8, u8)>,
    says_when: bool,
    has_date: bool,
    lists_running: bool,
    clock_ahead: i16,
    latency_ms: u16,
    cancel_takes_ms: (u16, u16),
    abort_ms: Option<u16>,
    waits: bool,
    concurrency: u8,
    timeout_seconds: u8,
    attempts: u8,
}

/// An execution before the fleet begins.
#[derive(Arbitrary, Debug)]
enum Start {
    Running,
    Child,
    Over,
    EndsAfter(u8),
}

/// What the source of the ids does.
#[derive(Arbitrary, Debug)]
enum Item {
    Id(u8),
    Unknown(u8),
    Malformed,
    NoId,
    Later(u16),
    Fails,
}

#[derive(Arbitrary, Debug)]
enum Event {
    LostBefore,
    LostAfter,
    Hangs,
    Internal(bool),
    NoList,
    Proxy,
    Refused(u8),
    Unreachable,
    Slow,
}

/// Codes of a refusal before any effect.
const CODES: [(&str, u16); 7] = [
    ("NoPermission", 403),
    ("EntityNotExists.Execution", 404),
    ("Throttling", 429),
    ("ExpiredStsToken", 400),
    ("InvalidTimeStamp.Expired", 400),
    ("SignatureDoesNotMatch", 400),
    ("InvalidParameter", 400),
];

impl Event {
    fn fault(&self, is_list: bool) -> Fault {
        match *self {
            Self::LostBefore => Fault::LostBefore,
            Self::LostAfter => Fault::LostAfter,
            Self::Hangs => Fault::Hangs,
            Self::Internal(executed) => Fault::Internal { executed },
            // As the response to a cancel it would say that OOS accepted it.
            Self::NoList if is_list => Fault::NoList,
            Self::NoList => Fault::Proxy,
            Self::Proxy => Fault::Proxy,
            Self::Refused(code) => {
                let (code, http_status) = CODES[usize::from(code) % CODES.len()];
                Fault::Refused(code, http_status)
            }
            Self::Unreachable => Fault::Unreachable,
            Self::Slow => Fault::Slow,
        }
    }
}

/// A source that delays, fails and repeats itself.
struct Source {
    world: Rc<World>,
    ids: Vec<String>,
    items: std::vec::IntoIter<Item>,
    resumes_at: Duration,
    is_whole: bool,
    /// The texts that the fleet has taken.
    taken: Rc<RefCell<Vec<String>>>,
    is_over: bool,
}

impl ExecutionIds for Source {
    type Error = Over;

    fn poll_next(&mut self, _: &mut Context<'_>) -> Poll<Option<Result<Candidate, Over>>> {
        assert!(!self.is_over, "nothing is taken after the end");
        if self.world.elapsed() < self.resumes_at {
            self.world.wake_at(self.resumes_at);
            return Poll::Pending;
        }
        let mut taken = self.taken.borrow_mut();
        let item = match self.items.next() {
            None => {
                self.is_over = true;
                return Poll::Ready(None);
            }
            Some(Item::Fails) => {
                self.is_over = true;
                return Poll::Ready(Some(Err(Over)));
            }
            Some(Item::Later(milliseconds)) if !self.is_whole => {
                self.resumes_at = self.world.elapsed() + Duration::from_millis(milliseconds.into());
                self.world.wake_at(self.resumes_at);
                return Poll::Pending;
            }
            Some(item) => item,
        };
        let id = match item {
            Item::Id(index) if !self.ids.is_empty() => self.ids[usize::from(index) % self.ids.len()].clone(),
            Item::Malformed => format!("exec\n{}", taken.len()),
            Item::NoId => format!("{}", taken.len()),
            Item::Id(number) | Item::Unknown(number) => format!("exec-unknown-{number}"),
            Item::Later(_) | Item::Fails => "exec-unknown".to_owned(),
        };
        taken.push(id.clone());
        let problems = Vec::new();
        let candidate =
            if let Item::NoId = item { Candidate::Invalid { text: id, problems } } else { Candidate::Id(id) };
        Poll::Ready(Some(Ok(candidate)))
    }

    fn is_whole(&self) -> bool {
        self.is_whole
    }

    fn close(&mut self) {
        self.is_over = true;
    }
}

fn shares(faults: &[(u8, Event)], is_list: bool) -> Vec<(f64, Fault)> {
    faults.iter().map(|(share, event)| (f64::from(*share) / 256.0, event.fault(is_list))).collect()
}

fuzz_target!(|input: Input| {
    let world = world::world(input.seed);
    let ids = world.running(input.executions.len().min(64));
    for (id, start) in ids.iter().zip(&input.executions) {
        world.change(id, |truth| match start {
            Start::Running => {}
            Start::Child => truth.is_child = true,
            Start::Over => truth.status = "Success",
            Start::EndsAfter(seconds) => truth.ends = Some((Duration::from_secs((*seconds).into()), "Failed")),
        });
    }
    *world.faults.borrow_mut() = shares(&input.faults, false);
    *world.list_faults.borrow_mut() = shares(&input.list_faults, true);
    *world.script.borrow_mut() = input.script.into();
    world.limit.set(input.limit.map(|(rate, burst)| (f64::from(rate).max(1.0), f64::from(burst).max(1.0))));
    world.says_when.set(input.says_when);
    world.has_date.set(input.has_date);
    world.lists_running.set(input.lists_running);
    world.clock_ahead.set(i64::from(input.clock_ahead));
    world.latency.set(Duration::from_millis((input.latency_ms % 15_000).into()));
    let (least, more) = input.cancel_takes_ms;
    let least = Duration::from_millis(least.into());
    world.cancel_takes.set((least, least + Duration::from_millis(more.into())));
    let abort = input.abort_ms.map(|milliseconds| Duration::from_millis(milliseconds.into()));
    world.abort_at.set(abort);

    let concurrency = u32::from(input.concurrency % 12);
    let timeout = Duration::from_secs(u64::from(input.timeout_seconds));
    let options = FleetOptions::default().concurrency(concurrency).timeout(timeout);
    let options = if input.waits { options.wait_until_ended() } else { options };
    let client = world::client(RetryPolicy::default().max_attempts(u32::from(input.attempts % 5) + 1));
    let taken = Rc::default();
    let source = Source {
        world: Rc::clone(&world),
        ids,
        items: input.source.into_iter(),
        resumes_at: Duration::ZERO,
        is_whole: input.is_whole,
        taken: Rc::clone(&taken),
        is_over: false,
    };
    let fleet = WorldFleet(Rc::clone(&world));
    let report = world::run(&world, client.cancel_executions(&fleet, source, &options));

    truth::check(&world, &taken.borrow(), &report);
    assert!(world.most_in_flight.get() <= concurrency.max(1) as usize);
    assert_eq!(world.too_early.get(), 0, "nothing is sent while the server asks for a pause");
    if report.stopped == Some(FleetStop::Aborted) {
        let abort = abort.expect("the caller has aborted");
        assert!(report.elapsed <= abort + Duration::from_secs(10), "{:?}", report.elapsed);
    }
});
