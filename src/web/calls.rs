//! Drives the futures of the calls in progress.
//!
//! Own code instead of `spawn_local`, which waits for the page's `queueMicrotask` (fake timers replace it by one that never
//! runs) and keeps its queue in a `RefCell` (an exception leaves it borrowed for ever).

use std::cell::Cell;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake};

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/web/calls.js")]
extern "C" {
    #[wasm_bindgen(js_name = newCall)]
    fn new_call() -> u32;
    fn begin(id: u32, drive: &Function, milliseconds: Option<u32>) -> Promise;
    fn schedule(id: u32);
    fn settle(id: u32, accepted: bool, value: &JsValue);

    // `reexport` on a function that is never called: api.js of the package has no other way to these.
    #[wasm_bindgen(reexport, js_name = guarded)]
    fn _guarded();
    #[wasm_bindgen(reexport, js_name = onInterrupt)]
    fn _on_interrupt();
    #[wasm_bindgen(reexport, js_name = currentInstance)]
    fn _current_instance();
}

type Call = Pin<Box<dyn Future<Output = Result<JsValue, JsValue>>>>;

thread_local! {
    // A Cell, so that nothing is borrowed while a call runs foreign code.
    static CALLS: Cell<Vec<(u32, Call)>> = const { Cell::new(Vec::new()) };
    static DRIVE: Function = Closure::<dyn Fn(u32)>::new(drive).into_js_value().unchecked_into();
}

/// Starts a call and returns its promise. Keeps the process alive for at most `milliseconds`.
pub(super) fn start(milliseconds: u32, call: impl Future<Output = Result<JsValue, JsValue>> + 'static) -> Promise {
    start_boxed(Some(milliseconds), Box::pin(call))
}

/// Starts a call that has no deadline of its own, and keeps the process alive until it ends.
pub(super) fn start_endless(call: impl Future<Output = Result<JsValue, JsValue>> + 'static) -> Promise {
    start_boxed(None, Box::pin(call))
}

fn start_boxed(milliseconds: Option<u32>, call: Call) -> Promise {
    let id = new_call();
    put(id, call);
    DRIVE.with(|drive| begin(id, drive, milliseconds))
}

fn put(id: u32, call: Call) {
    let mut calls = CALLS.take();
    calls.push((id, call));
    CALLS.set(calls);
}

fn take(id: u32) -> Option<Call> {
    let mut calls = CALLS.take();
    let call = calls.iter().position(|(other, _)| *other == id).map(|index| calls.swap_remove(index).1);
    CALLS.set(calls);
    call
}

fn drive(id: u32) {
    let Some(mut call) = take(id) else { return };
    let waker = Arc::new(CallWaker(id)).into();
    match call.as_mut().poll(&mut Context::from_waker(&waker)) {
        Poll::Pending => put(id, call),
        Poll::Ready(result) => {
            // The secrets of the call are wiped before its caller goes on.
            drop(call);
            settle(id, result.is_ok(), &result.unwrap_or_else(|error| error));
        }
    }
}

struct CallWaker(u32);

impl Wake for CallWaker {
    fn wake(self: Arc<Self>) {
        schedule(self.0);
    }
}

/// Makes the next call start a fresh instance of the module, after an exception has unwound through this one.
#[wasm_bindgen]
pub fn restart() {
    wasm_bindgen::handler::schedule_reinit();
}
