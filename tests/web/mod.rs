//! The cases that run in a page and in a dedicated worker, against the emulator on another origin.

mod answers;
mod carrying;
mod credentials;
mod emulator;
mod input;
mod looking;
mod secrets;
mod sending;
mod signing;
mod urls;

use js_sys::{Array, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

thread_local! {
    /// The functions of `helpers.js`. Evaluated instead of imported: the server of the test runner handles four connections at
    /// a time, and the page loads every imported file at once.
    static HELPERS: JsValue = js_sys::eval(&format!("(() => {{ {} }})()", include_str!("helpers.js"))).unwrap();
}

fn help(name: &str, arguments: &[JsValue]) -> JsValue {
    let function = HELPERS.with(|helpers| get(helpers, name));
    Reflect::apply(
        function.unchecked_ref::<js_sys::Function>(),
        &JsValue::UNDEFINED,
        &arguments.iter().cloned().collect::<Array>(),
    )
    .unwrap()
}

pub fn js(source: &str) -> JsValue {
    help("js", &[source.into()])
}

pub fn run(source: &str, context: &JsValue) -> JsValue {
    help("run", &[source.into(), context.clone()])
}

fn control(origin: &str, method: &str, path: &str, body: &JsValue) -> Promise {
    help("control", &[origin.into(), method.into(), path.into(), body.clone()]).unchecked_into()
}

pub fn every_text(error: &JsValue) -> String {
    help("everyText", std::slice::from_ref(error)).as_string().unwrap()
}

pub fn console_text() -> String {
    help("consoleText", &[]).as_string().unwrap()
}

pub fn sleep(milliseconds: u32) -> Promise {
    help("sleep", &[milliseconds.into()]).unchecked_into()
}

pub fn get(object: &JsValue, key: &str) -> JsValue {
    Reflect::get(object, &key.into()).unwrap_or(JsValue::UNDEFINED)
}

pub fn text(object: &JsValue, key: &str) -> String {
    get(object, key).as_string().unwrap_or_else(|| panic!("{key} is no string in {object:?}"))
}

pub fn is_undefined(object: &JsValue, key: &str) -> bool {
    get(object, key).is_undefined()
}

/// What the package makes of an error before the first await.
pub fn promised(call: Result<Promise, JsValue>) -> Promise {
    call.unwrap_or_else(|error| Promise::reject(&error))
}

/// What the promise ended with. A promise that stays pending fails the test.
pub async fn settled(promise: &Promise) -> Result<JsValue, JsValue> {
    let end = JsFuture::from(help("settled", &[promise.into()]).unchecked_into::<Promise>()).await.unwrap();
    assert!(is_undefined(&end, "pending"), "the promise stays pending");
    if Reflect::has(&end, &"error".into()).unwrap() { Err(get(&end, "error")) } else { Ok(get(&end, "value")) }
}

/// How many requests a call sent, by its result or its error.
pub fn attempts(end: &JsValue) -> u32 {
    Array::from(&get(end, "history")).length()
}

/// Whether `error` is an instance of its class by name, of OosError and of Error.
pub fn is_error(error: &JsValue, class: &str) -> bool {
    let source = "let names = [];
        for (let p = Object.getPrototypeOf(context); p; p = Object.getPrototypeOf(p)) names.push(p.constructor.name);
        return context.name + ' ' + names.join(' ')";
    let chain = run(source, error).as_string().unwrap();
    chain == format!("{class} {class} OosError Error Object")
}
