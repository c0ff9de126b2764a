//! Everything the emulator remembers between requests.

use std::fmt;

use jiff::Timestamp;
use uuid::Uuid;

use crate::{
    clock::{Clock, shifted},
    faults::{Fault, Faults},
    gateway::{Call, Nonces, RateLimit, RateLimits},
    log::RequestLog,
    oos::{Executions, NewExecution, Status},
    settings::Settings,
};

/// What the emulator takes from the program around it.
pub trait Host: Send + fmt::Debug {
    /// Returns the milliseconds since 1970.
    fn now_ms(&self) -> i64;
    /// Returns any number, another one each time. Nothing here is secret, so a simple generator is enough.
    fn random(&mut self) -> u64;
}

/// What there is at the start and after every reset.
#[derive(Debug, Clone, Default)]
pub struct Seeds {
    /// How many executions there are besides [`crate::SEEDED_EXECUTIONS`].
    pub executions: usize,
    /// How often an account may call.
    pub rate_limits: Vec<RateLimit>,
    /// The setting `cancelDelayMs`, unless it is the usual one.
    pub cancel_delay_ms: Option<u64>,
}

#[derive(Debug)]
pub(crate) struct World {
    host: Box<dyn Host>,
    seeds: Seeds,
    pub(crate) settings: Settings,
    pub(crate) clock: Clock,
    pub(crate) executions: Executions,
    pub(crate) nonces: Nonces,
    pub(crate) rate_limits: RateLimits,
    pub(crate) faults: Faults,
    pub(crate) log: RequestLog,
}

impl World {
    pub(crate) fn new(host: Box<dyn Host>, seeds: Seeds) -> Self {
        let mut world = Self {
            host,
            seeds,
            settings: Settings::default(),
            clock: Clock::default(),
            executions: Executions::default(),
            nonces: Nonces::default(),
            rate_limits: RateLimits::default(),
            faults: Faults::default(),
            log: RequestLog::default(),
        };
        world.reset();
        world
    }

    pub(crate) fn reset(&mut self) {
        self.settings = Settings::default();
        if let Some(delay) = self.seeds.cancel_delay_ms {
            self.settings.cancel_delay_ms = delay;
        }
        self.clock = Clock::default();
        self.nonces = Nonces::default();
        self.rate_limits = RateLimits::new(self.seeds.rate_limits.clone());
        self.faults = Faults::default();
        self.log.clear();
        self.executions = Executions::seeded(self.now());
        for number in 0..self.seeds.executions {
            // Beyond the limit there are no more.
            let _ = seeded(number).create(self);
        }
    }

    /// The machine's time, in which executions live.
    pub(crate) fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.host.now_ms()).unwrap_or_default()
    }

    /// The time by OOS's clock, which is wrong by so many seconds more.
    pub(crate) fn shown_now(&self, more_seconds: i64) -> Timestamp {
        shifted(self.clock.shown()(self.now()), more_seconds)
    }

    pub(crate) fn settle(&mut self) {
        let now = self.now();
        self.executions.settle(now);
    }

    pub(crate) fn take_fault(&mut self, call: &Call) -> Option<Fault> {
        self.faults.take(call)
    }

    pub(crate) fn random(&mut self) -> u64 {
        self.host.random()
    }

    pub(crate) fn random_bytes(&mut self) -> [u8; 16] {
        let number = u128::from(self.random()) << 64 | u128::from(self.random());
        number.to_be_bytes()
    }

    pub(crate) fn uuid(&mut self) -> Uuid {
        uuid::Builder::from_random_bytes(self.random_bytes()).into_uuid()
    }
}

/// One of many: most of them can be cancelled, and they differ in what ListExecutions filters by.
fn seeded(number: usize) -> NewExecution {
    let status = match number % 20 {
        0..14 => Status::Running,
        14..16 => Status::Waiting,
        16 => Status::Queued,
        17 => Status::Started,
        18 => Status::Success,
        _ => Status::Failed,
    };
    let mut order = NewExecution::with_status(status);
    let templates = ["fleet-restart", "fleet-patch", "fleet-patch-kernel", "snapshot"];
    let template = templates.get(number % templates.len()).copied().unwrap_or("fleet-restart");
    template.clone_into(&mut order.details.template_name);
    order.details.executed_by = if number.is_multiple_of(3) { "root(demo)" } else { "demo" }.to_owned();
    order.details.tags.insert("group".to_owned(), format!("g{}", number % 200));
    order
}
