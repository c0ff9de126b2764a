//! Work in a thread of its own as a future, for any runtime.

use std::io;
use std::pin::{Pin, pin};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};
use std::time::Duration;

struct Slot<T> {
    result: Option<io::Result<T>>,
    waker: Option<Waker>,
}

/// Work on its way. The work learns from its channel when nobody waits any more.
pub(super) struct Job<T> {
    slot: Arc<Mutex<Slot<T>>>,
    _alive: Sender<()>,
}

/// Starts work in a thread of its own. The result is an error if no thread can be started.
pub(super) fn in_thread<T: Send + 'static>(work: impl FnOnce(&Receiver<()>) -> T + Send + 'static) -> Job<T> {
    let (alive, waiting) = channel();
    let slot = Arc::new(Mutex::new(Slot { result: None, waker: None }));
    let shared = Arc::clone(&slot);
    let started = thread::Builder::new().name("oos-cancel".to_owned()).spawn(move || {
        let result = work(&waiting);
        finish(&shared, Ok(result));
    });
    if let Err(error) = started {
        finish(&slot, Err(error));
    }
    Job { slot, _alive: alive }
}

/// Waits for a time.
pub(super) fn timer(duration: Duration) -> Job<()> {
    in_thread(move |waiting| {
        // Ends early once nobody waits any more.
        let _ = waiting.recv_timeout(duration);
    })
}

fn finish<T>(slot: &Mutex<Slot<T>>, result: io::Result<T>) {
    let mut slot = slot.lock().unwrap_or_else(PoisonError::into_inner);
    slot.result = Some(result);
    if let Some(waker) = slot.waker.take() {
        waker.wake();
    }
}

impl<T> Future for Job<T> {
    type Output = io::Result<T>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<T>> {
        let mut slot = self.slot.lock().unwrap_or_else(PoisonError::into_inner);
        match slot.result.take() {
            Some(result) => Poll::Ready(result),
            None => {
                slot.waker = Some(context.waker().clone());
                Poll::Pending
            }
        }
    }
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Runs a future to its end and blocks this thread meanwhile, for programs without a runtime.
pub fn block_on<F: Future>(future: F) -> F::Output {
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut future = pin!(future);
    loop {
        match future.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(output) => return output,
            Poll::Pending => thread::park(),
        }
    }
}
