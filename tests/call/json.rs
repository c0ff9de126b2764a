//! JSON and errors of a program outside of this crate.

use std::convert::Infallible;

use oos_cancel::rpc::json::Json;
use oos_cancel::rpc::response::Value as Judged;
use serde_json::Value;

#[derive(Debug, Clone, PartialEq)]
pub struct Parsed(pub Value);

impl Json for Parsed {
    fn is_null(&self) -> bool {
        self.0.is_null()
    }
    fn is_object(&self) -> bool {
        self.0.is_object()
    }
    fn member(&self, name: &str) -> Option<Self> {
        self.0.as_object()?.get(name).cloned().map(Self)
    }
    fn members(&self) -> Option<Vec<(String, Self)>> {
        Some(self.0.as_object()?.iter().map(|(name, value)| (name.clone(), Self(value.clone()))).collect())
    }
    fn elements(&self) -> Option<Vec<Self>> {
        Some(self.0.as_array()?.iter().cloned().map(Self).collect())
    }
    fn text(&self) -> Option<String> {
        self.0.as_str().map(str::to_owned)
    }
    fn number(&self) -> Option<f64> {
        self.0.as_f64()
    }
    fn flag(&self) -> Option<bool> {
        self.0.as_bool()
    }
}

/// The host's own error.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Over;

impl From<Infallible> for Over {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}

/// Returns the part of a body that is judged.
pub fn members(json: &Value, levels: u8) -> Vec<(String, Judged)> {
    let judged = |value: &Value| match value {
        Value::Null => Judged::Null,
        Value::Bool(flag) => Judged::Bool(*flag),
        Value::Number(number) => Judged::Number(number.as_f64().unwrap()),
        Value::String(text) => Judged::Text(text.clone()),
        Value::Object(_) if levels > 1 => Judged::Object(members(value, levels - 1)),
        _ => Judged::Other,
    };
    json.as_object().unwrap().iter().map(|(name, member)| (name.clone(), judged(member))).collect()
}
