//! A ready host for fleets.

use std::fmt;
use std::time::Duration;

use serde_json::Value;

use super::{AbortHandle, HostError, NativeHost};
use crate::client::fleet::{FleetHost, FleetProgress, FleetResult};

type ResultObserver = Box<dyn Fn(FleetResult<HostError, Value>) + Send + Sync>;
type ProgressObserver = Box<dyn Fn(&FleetProgress) + Send + Sync>;

/// The host of a fleet, on the machine that the program runs on. Each request takes a thread.
pub struct NativeFleet {
    on_result: ResultObserver,
    on_progress: Option<ProgressObserver>,
    abort: AbortHandle,
}

impl NativeFleet {
    /// Creates a host that calls `on_result` with the result of each execution, in the order in which they settle.
    #[must_use]
    pub fn new(on_result: impl Fn(FleetResult<HostError, Value>) + Send + Sync + 'static) -> Self {
        Self { on_result: Box::new(on_result), on_progress: None, abort: AbortHandle::default() }
    }

    /// Calls `observer` with the progress, at most ten times a second.
    #[must_use]
    pub fn on_progress(self, observer: impl Fn(&FleetProgress) + Send + Sync + 'static) -> Self {
        Self { on_progress: Some(Box::new(observer)), ..self }
    }

    /// Returns a handle that aborts the fleet, such as on Ctrl-C.
    #[must_use]
    pub fn abort_handle(&self) -> AbortHandle {
        self.abort.clone()
    }
}

impl fmt::Debug for NativeFleet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NativeFleet")
    }
}

impl FleetHost for NativeFleet {
    type Call = NativeHost;

    fn call(&self, within: Duration) -> NativeHost {
        NativeHost { abort: Some(self.abort.clone()), ..NativeHost::within(within) }
    }

    fn last_call(&self, within: Duration) -> NativeHost {
        NativeHost::within(within)
    }

    fn settled(&self, result: FleetResult<HostError, Value>) {
        (self.on_result)(result);
    }

    fn progress(&self, progress: &FleetProgress) {
        if let Some(observer) = &self.on_progress {
            observer(progress);
        }
    }
}
