//! Aborting the calls of a fleet from outside.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};

#[derive(Debug, Default)]
struct State {
    is_aborted: bool,
    wakers: Vec<Waker>,
}

/// Aborts a fleet, from any thread.
#[derive(Debug, Clone, Default)]
pub struct AbortHandle(Arc<Mutex<State>>);

impl AbortHandle {
    /// Aborts. What was not sent stays unsent; what was sent gets its outcome.
    pub fn abort(&self) {
        let wakers = {
            let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            state.is_aborted = true;
            std::mem::take(&mut state.wakers)
        };
        // Wakers are foreign code, so nothing is locked while one runs.
        wakers.into_iter().for_each(Waker::wake);
    }

    fn poll(&self, context: &Context<'_>) -> Poll<()> {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if state.is_aborted {
            return Poll::Ready(());
        }
        if !state.wakers.iter().any(|waker| waker.will_wake(context.waker())) {
            state.wakers.push(context.waker().clone());
        }
        Poll::Pending
    }
}

/// Runs a future until it ends or the caller aborts: then the result is `None`.
pub(super) async fn until_aborted<F: Future>(abort: Option<&AbortHandle>, future: F) -> Option<F::Output> {
    let mut future = pin!(future);
    poll_fn(|context| match future.as_mut().poll(context) {
        Poll::Ready(output) => Poll::Ready(Some(output)),
        Poll::Pending => abort.map_or(Poll::Pending, |abort| abort.poll(context)).map(|()| None),
    })
    .await
}
