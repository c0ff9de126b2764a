//! Everything the emulator remembers between requests, behind one lock.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::{clock::Clock, faults::Faults, gateway::Nonces, log::RequestLog, oos::Executions, settings::Settings};

#[derive(Debug, Default)]
pub(crate) struct World {
    pub(crate) settings: Settings,
    pub(crate) clock: Clock,
    pub(crate) executions: Executions,
    pub(crate) nonces: Nonces,
    pub(crate) faults: Faults,
    pub(crate) log: RequestLog,
}

impl World {
    pub(crate) fn reset(&mut self) {
        let mut log = std::mem::take(&mut self.log);
        log.clear();
        *self = Self { log, ..Self::default() };
    }
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Shared(Arc<Mutex<World>>);

impl Shared {
    pub(crate) fn lock(&self) -> MutexGuard<'_, World> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
