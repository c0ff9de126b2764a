// What in the module calls a function that panics, `caller -> callee`, and why none of it can happen.
const because = (why, ...patterns) => patterns.map((pattern) => ({ pattern, why }));

export const allowed = [
  ...because(
    "The memory is exhausted, or a text were longer than the limits let it be: there is nothing left to do.",
    /-> alloc::raw_vec::handle_error$/,
  ),
  ...because(
    "The executor polls a future until it is ready and then drops it.",
    /^(js_sys::futures::future_to_promise|oos_cancel::(client::exchange::Run<H>::exchange|web::api::(OosClient::cancel_execution|send_cancel_url)::)).* -> .*panic_const_async_fn_resumed$/,
  ),
  ...because(
    "Borrows within js-sys's executor and promises end before any other code runs, and each promise settles once.",
    /^js_sys::futures::.* -> core::cell::panic_already_(mutably_)?borrowed$/,
    /^core::cell::RefCell<T>::borrow_mut -> core::cell::panic_already_borrowed$/,
    /^<js_sys::futures::JsFuture<T,E> as .* -> core::(cell::panic_already_borrowed|panicking::panic_fmt)$/,
  ),
  ...because(
    "block-buffer splits only what is longer than the place that is left.",
    /^oos_cancel::rpc::signature::SigningKey::taken_in -> core::panicking::panic_fmt$/,
  ),
  ...because(
    "Looking up the global object cannot fail half-way, so what is made of it once is never poisoned.",
    /-> core::cell::lazy::panic_poisoned$/,
    /^(<wasm_bindgen::__rt::LazyCell<T> as|js_sys::futures::queue::Queue::new|wasm_bindgen::JsThreadLocal<T>::with).* -> core::panicking::panic$/,
  ),
];
