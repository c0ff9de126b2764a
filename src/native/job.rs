//! Work in a thread of its own as a future, for any runtime.

use std::io;
use std::pin::{Pin, pin};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};
use std::time::Duration;

struct Slot<T> {
    result: Option<Result<T, JobError>>,
    waker: Option<Waker>,
}

/// Work on its way. The work learns from its channel when nobody waits any more.
pub(super) struct Job<T> {
    slot: Arc<Mutex<Slot<T>>>,
    _alive: Sender<()>,
}

/// Why work has no result.
#[derive(Debug)]
pub(super) enum JobError {
    /// No thread could be started.
    NotStarted(io::Error),
    /// The work panicked.
    Panicked,
}

/// Finishes the job when the work ends, in a panic as well: what waits for it must not wait for ever.
struct Finish<T>(Option<Arc<Mutex<Slot<T>>>>);

impl<T> Finish<T> {
    fn with(&mut self, result: Result<T, JobError>) {
        if let Some(slot) = self.0.take() {
            finish(&slot, result);
        }
    }
}

impl<T> Drop for Finish<T> {
    fn drop(&mut self) {
        self.with(Err(JobError::Panicked));
    }
}

/// Starts work in a thread of its own.
pub(super) fn in_thread<T: Send + 'static>(work: impl FnOnce(&Receiver<()>) -> T + Send + 'static) -> Job<T> {
    let (alive, waiting) = channel();
    let slot = Arc::new(Mutex::new(Slot { result: None, waker: None }));
    let mut end = Finish(Some(Arc::clone(&slot)));
    let started = thread::Builder::new().name("oos-cancel".to_owned()).spawn(move || end.with(Ok(work(&waiting))));
    if let Err(error) = started {
        finish(&slot, Err(JobError::NotStarted(error)));
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

fn finish<T>(slot: &Mutex<Slot<T>>, result: Result<T, JobError>) {
    let waker = {
        let mut slot = slot.lock().unwrap_or_else(PoisonError::into_inner);
        slot.result = Some(result);
        slot.waker.take()
    };
    // Wakers are foreign code, so nothing is locked while one runs.
    if let Some(waker) = waker {
        waker.wake();
    }
}

impl<T> Future for Job<T> {
    type Output = Result<T, JobError>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the result of work that must not take long.
    fn soon<T: Send + 'static>(job: Job<T>) -> Result<T, JobError> {
        let (sender, receiver) = channel();
        thread::spawn(move || sender.send(block_on(job)));
        receiver.recv_timeout(Duration::from_secs(10)).unwrap()
    }

    #[test]
    fn work_that_panics_ends_its_future() {
        assert_eq!(soon(in_thread(|_| 1)).unwrap(), 1);
        let panicked = soon(in_thread(|_| -> u8 { std::panic::resume_unwind(Box::new(())) }));
        assert!(matches!(panicked, Err(JobError::Panicked)), "{panicked:?}");
    }
}
