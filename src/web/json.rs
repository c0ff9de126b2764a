//! The values of the host's own JSON parser.

use js_sys::{Array, JsString};
use wasm_bindgen::prelude::*;

use crate::rpc::json::Json;

/// More members than any object of a response has that is read member by member.
const MOST_MEMBERS: u32 = 1_000;

/// More elements than any list of a response has.
const MOST_ELEMENTS: u32 = 10_000;

#[wasm_bindgen(module = "/src/web/platform.js")]
extern "C" {
    fn own(object: &JsValue, name: &JsString) -> Option<JsValue>;
    fn elements(value: &JsValue, limit: u32) -> JsValue;
    #[wasm_bindgen(js_name = isRecord)]
    fn is_record(value: &JsValue) -> bool;
    fn entries(value: &JsValue, limit: u32) -> JsValue;
}

/// Returns the names and values that an object has itself, in order; `None` if the value is no object or has more than
/// `limit`.
pub(super) fn own_members(value: &JsValue, limit: u32) -> Option<Vec<(JsValue, JsValue)>> {
    let list: Array = entries(value, limit).dyn_into().ok()?;
    Some((0..list.length()).step_by(2).map(|index| (list.get(index), list.get(index + 1))).collect())
}

/// Returns the members of an object of names and values; `None` also for a `Map` or another object that keeps them elsewhere.
pub(super) fn record_members(value: &JsValue, limit: u32) -> Option<Vec<(JsValue, JsValue)>> {
    is_record(value).then(|| own_members(value, limit)).flatten()
}

impl Json for JsValue {
    fn is_null(&self) -> bool {
        Self::is_null(self)
    }

    fn is_object(&self) -> bool {
        Self::is_object(self) && !Array::is_array(self)
    }

    fn member(&self, name: &str) -> Option<Self> {
        own(self, &JsString::from(name))
    }

    fn members(&self) -> Option<Vec<(String, Self)>> {
        let members = own_members(self, MOST_MEMBERS)?;
        Some(members.into_iter().filter_map(|(name, value)| Some((name.as_string()?, value))).collect())
    }

    fn elements(&self) -> Option<Vec<Self>> {
        let list: Array = elements(self, MOST_ELEMENTS).dyn_into().ok()?;
        Some((0..list.length()).map(|index| list.get(index)).collect())
    }

    fn text(&self) -> Option<String> {
        self.as_string()
    }

    fn number(&self) -> Option<f64> {
        self.as_f64()
    }

    fn flag(&self) -> Option<bool> {
        self.as_bool()
    }
}
