// What in the module calls a function that panics, `caller -> callee`, and why none of it can happen.
const because = (why, ...patterns) => patterns.map((pattern) => ({ pattern, why }));

export const allowed = [
  ...because(
    "The memory is exhausted, or a text were longer than the limits let it be: there is nothing left to do.",
    /-> alloc::raw_vec::handle_error$/,
    /-> <hashbrown::raw::Fallibility>::capacity_overflow$/,
    // An `Arc<str>` of an ExecutionId.
    /^<T as core::convert::Into<U>>::into -> core::result::unwrap_failed$/,
  ),
  ...because(
    "The executor polls a future until it is ready and then drops it.",
    /^oos_cancel::(client::(call|look|run|fleet::jobs)|web::(api|fetch|pages|signal))::.* -> .*panic_const_async_fn_resumed$/,
  ),
  ...because(
    "Borrows within js-sys's executor and promises end before any other code runs, and each promise settles once.",
    /^js_sys::futures::.* -> core::(cell::panic_already_(mutably_)?borrowed|panicking::panic_fmt)$/,
    /^core::cell::RefCell<T>::borrow_mut -> core::cell::panic_already_borrowed$/,
    /^<js_sys::futures::JsFuture<T,E> as .* -> core::(cell::panic_already_borrowed|panicking::panic_fmt)$/,
  ),
  ...because(
    "block-buffer splits only what is longer than the place that is left.",
    /^oos_cancel::rpc::signature::SigningKey::taken_in -> core::panicking::panic_fmt$/,
  ),
  ...because(
    "A string is created for each name once, and so is the function that drives calls, which cannot fail half-way and leave it poisoned.",
    /^oos_cancel::web::calls::start_boxed -> core::panicking::panic_fmt$/,
    /^<wasm_bindgen::__rt::LazyCell<T> as .* -> core::panicking::panic_fmt$/,
  ),
  ...because(
    "serde-wasm-bindgen creates a string while its cache is borrowed, which runs no other code; the names are few.",
    /^serde_wasm_bindgen::static_str_to_js -> core::(cell::panic_already_borrowed|panicking::panic_fmt)$/,
  ),
  ...because(
    "Thread-locals are dropped when their thread ends; without threads that is never.",
    /-> std::thread::local::panic_access_error$/,
  ),
  ...because(
    "The arithmetic of Duration hands in less than a second of nanoseconds, so nothing is carried.",
    /^<core::time::Duration>::new -> core::panicking::panic_fmt$/,
  ),
];
