//! Copies strings into the module.

use js_sys::JsString;
use wasm_bindgen::prelude::*;
use zeroize::Zeroize;

#[wasm_bindgen(module = "/src/web/platform.js")]
extern "C" {
    #[wasm_bindgen(js_name = copyText)]
    fn copy_text(text: &JsString, place: &mut [u8]) -> bool;
    #[wasm_bindgen(js_name = urlHref)]
    fn url_href(value: &JsValue) -> JsValue;
}

/// Reads a string, or the `href` of a `URL` of any realm.
pub(super) fn string_or_href(value: &JsValue) -> Option<JsString> {
    let string = if value.is_string() { value.clone() } else { url_href(value) };
    string.dyn_into().ok()
}

/// The shortest string that `TextEncoder` copies faster than the generated glue, which copies one character after the other.
const LONG: u32 = 64;

/// Copies a string into the module.
pub(super) fn text_from(string: &JsString) -> String {
    let length = string.length();
    if length >= LONG {
        let mut bytes = vec![0; length as usize];
        if copy_text(string, &mut bytes) {
            return String::from_utf8(bytes).unwrap_or_default();
        }
        // The beginning of a string that is not ASCII, which may be a secret.
        bytes.zeroize();
    }
    String::from(string)
}
