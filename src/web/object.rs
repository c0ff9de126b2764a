//! Plain objects for JavaScript, put together member by member: the values by serde, all names as one text.
//!
//! Derived `Serialize` would write the whole of it out once for each type: 5 KB of gzip more. A hash table of names: 1.3 KB.

use js_sys::Array;
use serde::ser::{Serialize, Serializer};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/web/host.js")]
extern "C" {
    #[wasm_bindgen(js_name = objectOf)]
    fn object_of(names: &str, values: &JsValue) -> JsValue;
}

#[derive(Default)]
pub(super) struct Object<'a> {
    /// Each with a space behind it. Only names of ours: `objectOf` keeps what it has taken apart.
    names: String,
    values: Vec<Value<'a>>,
}

enum Value<'a> {
    Text(&'a str),
    Number(f64),
    Flag(bool),
    /// Something that is on the other side already.
    Js(JsValue),
}

impl<'a> Object<'a> {
    #[inline(never)]
    pub(super) fn text(&mut self, name: &'static str, text: &'a str) -> &mut Self {
        self.with(name, Value::Text(text))
    }

    /// Without the member if there is none.
    #[inline(never)]
    pub(super) fn text_if(&mut self, name: &'static str, text: Option<&'a str>) -> &mut Self {
        match text {
            Some(text) => self.text(name, text),
            None => self,
        }
    }

    #[inline(never)]
    pub(super) fn number(&mut self, name: &'static str, number: f64) -> &mut Self {
        self.with(name, Value::Number(number))
    }

    #[inline(never)]
    pub(super) fn number_if(&mut self, name: &'static str, number: Option<f64>) -> &mut Self {
        match number {
            Some(number) => self.number(name, number),
            None => self,
        }
    }

    pub(super) fn value(&mut self, name: &'static str, value: JsValue) -> &mut Self {
        self.with(name, Value::Js(value))
    }

    pub(super) fn flag(&mut self, name: &'static str, flag: bool) -> &mut Self {
        self.with(name, Value::Flag(flag))
    }

    pub(super) fn list(&mut self, name: &'static str, list: Vec<JsValue>) -> &mut Self {
        self.value(name, list.into_iter().collect::<Array>().into())
    }

    #[inline(never)]
    fn with(&mut self, name: &'static str, value: Value<'a>) -> &mut Self {
        self.names.push_str(name);
        self.names.push(' ');
        self.values.push(value);
        self
    }

    pub(super) fn to_js(&self) -> JsValue {
        // Only odd keys of maps and numbers out of range can fail, and there is neither.
        object_of(&self.names, &serde_wasm_bindgen::to_value(&self.values).unwrap_or(JsValue::UNDEFINED))
    }
}

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Number(number) => serializer.serialize_f64(*number),
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            Self::Js(value) => serde_wasm_bindgen::preserve::serialize(value, serializer),
        }
    }
}
