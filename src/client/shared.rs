//! A value that the calls of one client share.
//!
//! It is looked at and changed for a moment at a time, never while foreign code runs: a provider of credentials may use the
//! client as well.

pub(super) use imp::Shared;

#[cfg(not(target_arch = "wasm32"))]
mod imp {
    use std::sync::{Mutex, PoisonError};

    #[derive(Default)]
    pub(in super::super) struct Shared<T>(Mutex<T>);

    impl<T> Shared<T> {
        pub(in super::super) fn with<R>(&self, work: impl FnOnce(&mut T) -> R) -> R {
            // Nothing is ever left half done, whatever became of another thread.
            work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
        }
    }
}

/// There is one thread. A lock could panic, and an exception that unwinds through the module would leave it locked.
#[cfg(target_arch = "wasm32")]
mod imp {
    use std::cell::Cell;

    #[derive(Default)]
    pub(in super::super) struct Shared<T>(Cell<T>);

    impl<T: Default> Shared<T> {
        pub(in super::super) fn with<R>(&self, work: impl FnOnce(&mut T) -> R) -> R {
            let mut value = self.0.take();
            let result = work(&mut value);
            self.0.set(value);
            result
        }
    }
}
