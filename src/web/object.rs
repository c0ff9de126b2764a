//! Plain objects for JavaScript, put together member by member.
//!
//! Derived `Serialize` would write the whole of it out once for each type: 5 KB of gzip more.

use serde::ser::{Serialize, SerializeStruct, Serializer};
use wasm_bindgen::JsValue;

#[derive(Default)]
pub(super) struct Object<'a>(Vec<(&'static str, Value<'a>)>);

enum Value<'a> {
    Text(&'a str),
    Number(f64),
    Flag(bool),
    /// Something that is on the other side already.
    Js(JsValue),
    Object(Object<'a>),
    List(Vec<Object<'a>>),
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

    pub(super) fn object(&mut self, name: &'static str, object: Self) -> &mut Self {
        self.with(name, Value::Object(object))
    }

    pub(super) fn list(&mut self, name: &'static str, list: Vec<Self>) -> &mut Self {
        self.with(name, Value::List(list))
    }

    #[inline(never)]
    fn with(&mut self, name: &'static str, value: Value<'a>) -> &mut Self {
        self.0.push((name, value));
        self
    }

    /// The object at the end of a chain.
    pub(super) fn take(&mut self) -> Self {
        std::mem::take(self)
    }

    pub(super) fn to_js(&self) -> JsValue {
        // Only odd keys of maps and numbers out of range can fail, and there is neither.
        serde_wasm_bindgen::to_value(self).unwrap_or(JsValue::UNDEFINED)
    }
}

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("", self.0.len())?;
        for (name, value) in &self.0 {
            object.serialize_field(name, value)?;
        }
        object.end()
    }
}

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Number(number) => serializer.serialize_f64(*number),
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            Self::Js(value) => serde_wasm_bindgen::preserve::serialize(value, serializer),
            Self::Object(object) => object.serialize(serializer),
            Self::List(list) => serializer.collect_seq(list),
        }
    }
}
