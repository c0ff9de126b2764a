//! Reads values that came from JavaScript, whatever they are, and names every one that is wrong.
//!
//! One `serde_wasm_bindgen::from_value` would link 15 KB of gzip of float formatting and could not name the option.

use std::mem::take;

use js_sys::{Array, Date, Function, JsString};
use wasm_bindgen::prelude::*;
use zeroize::Zeroizing;

use super::options::{Name, Options};
use crate::protocol::problem::{Problem, ProblemCode, Report};
use crate::protocol::text::{concat, find};
use crate::protocol::timestamp::Timestamp;

/// No word of a choice is longer, and so nothing else needs to be copied to be compared.
const LONGEST_WORD: u32 = 16;

/// From this length on `encodeInto` is faster than letter by letter.
const LONG: usize = 100;

#[wasm_bindgen(module = "/src/web/host.js")]
extern "C" {
    #[wasm_bindgen(js_name = copyLong)]
    fn copy_long(text: &JsString, place: &mut [u8]) -> usize;
}

/// The text on this side: mostly ASCII, and so with as many bytes as letters.
pub(super) fn copied(text: &JsString) -> String {
    let length = text.length() as usize;
    if length >= LONG {
        let mut place = Zeroizing::new(vec![0; length]);
        if copy_long(text, &mut place) == length
            && let Ok(text) = String::from_utf8(take(&mut *place))
        {
            return text;
        }
    }
    text.into()
}

/// Collects what is wrong while options are read.
#[derive(Default)]
pub(super) struct Reader {
    problems: Vec<Problem>,
}

impl Reader {
    pub(super) fn reject(&mut self, name: &str, code: ProblemCode, predicate: &str) {
        self.problems.report_of(name, code, predicate);
    }

    #[cold]
    #[inline(never)]
    pub(super) fn reject_option(&mut self, options: &Options, name: Name, code: ProblemCode, predicate: &str) {
        self.reject(&options.path(name), code, predicate);
    }

    /// `value` if nothing was wrong; otherwise every problem.
    pub(super) fn finish<T>(self, value: Option<T>) -> Result<T, Vec<Problem>> {
        match value {
            Some(value) if self.problems.is_empty() => Ok(value),
            _ => Err(self.problems),
        }
    }

    /// The value unless it is undefined. `null` counts as a value of the wrong type.
    pub(super) fn optional(&mut self, options: &Options, name: Name) -> Option<JsValue> {
        match options.get(name) {
            Ok(value) => (!value.is_undefined()).then_some(value),
            Err(_) => {
                self.reject_option(options, name, ProblemCode::Malformed, "cannot be read: its getter threw");
                None
            }
        }
    }

    pub(super) fn required(&mut self, options: &Options, name: Name) -> Option<JsValue> {
        let before = self.problems.len();
        let value = self.optional(options, name);
        if value.is_none() && self.problems.len() == before {
            self.reject_option(options, name, ProblemCode::MissingOption, "is missing");
        }
        value
    }

    /// A string of 1 to `limit` UTF-16 units, without lone surrogates.
    pub(super) fn text(&mut self, options: &Options, name: Name, value: &JsValue, limit: u32) -> Option<String> {
        let Some(string) = value.dyn_ref::<JsString>() else {
            self.reject_option(options, name, ProblemCode::WrongType, "must be a string");
            return None;
        };
        // Looked at before the text is copied, so that a huge one never reaches the memory of the module.
        if string.length() > limit {
            self.reject_option(options, name, ProblemCode::TooLong, "is longer than it may be");
            return None;
        }
        let text = copied(string);
        if text.is_empty() {
            self.reject_option(options, name, ProblemCode::Empty, "must not be empty");
            return None;
        }
        // A lone surrogate arrives as U+FFFD; a text that had U+FFFD itself is unchanged on the way back.
        if !text.is_ascii() && find(&text, "\u{FFFD}").is_some() && JsValue::from_str(&text) != *value {
            self.reject_option(
                options,
                name,
                ProblemCode::Malformed,
                "has half of a surrogate pair, which cannot be sent",
            );
            return None;
        }
        Some(text)
    }

    pub(super) fn optional_text(&mut self, options: &Options, name: Name, limit: u32) -> Option<String> {
        let value = self.optional(options, name)?;
        self.text(options, name, &value, limit)
    }

    pub(super) fn required_text(&mut self, options: &Options, name: Name, limit: u32) -> Option<String> {
        let value = self.required(options, name)?;
        self.text(options, name, &value, limit)
    }

    /// The same of an argument, which has no getter.
    pub(super) fn argument(&mut self, name: Name, value: &JsValue, limit: u32) -> Option<String> {
        let arguments = &Options::none();
        if value.is_undefined() {
            self.reject_option(arguments, name, ProblemCode::MissingOption, "is missing");
            return None;
        }
        self.text(arguments, name, value, limit)
    }

    /// One of two words, or `default` when undefined.
    pub(super) fn choice<T: Copy>(&mut self, options: &Options, name: Name, choices: [(&str, T); 2]) -> T {
        let [first, second] = choices;
        let Some(value) = self.optional(options, name) else { return first.1 };
        // Compared on this side: in Chromium a word takes a microsecond to the other one.
        let short = value.dyn_ref::<JsString>().filter(|string| string.length() <= LONGEST_WORD).map(String::from);
        for (word, choice) in choices {
            if short.as_deref() == Some(word) {
                return choice;
            }
        }
        let code = if value.is_string() { ProblemCode::Malformed } else { ProblemCode::WrongType };
        self.reject_option(options, name, code, &concat(&["must be \"", first.0, "\" or \"", second.0, "\""]));
        first.1
    }

    /// A whole number from 1 to `most`, or `default` when undefined. `predicate` says so in words.
    pub(super) fn count(&mut self, options: &Options, name: Name, most: u32, default: u32, predicate: &str) -> u32 {
        let Some(value) = self.optional(options, name) else { return default };
        let Some(number) = value.as_f64() else {
            self.reject_option(options, name, ProblemCode::WrongType, predicate);
            return default;
        };
        let whole = number as u32; // saturates; NaN becomes 0
        if f64::from(whole) != number || !(1..=most).contains(&whole) {
            self.reject_option(options, name, ProblemCode::OutOfRange, predicate);
            return default;
        }
        whole
    }

    /// A `Date`, milliseconds since 1970, or a text in UTC.
    pub(super) fn instant(&mut self, options: &Options, name: Name) -> Option<Timestamp> {
        const PREDICATE: &str =
            "must be a Date, milliseconds since 1970 or YYYY-MM-DDThh:mm:ssZ, within the years 1970 to 9999";
        let value = self.optional(options, name)?;
        let milliseconds = value.as_f64().or_else(|| value.dyn_ref::<Date>().map(Date::get_time));
        let instant = match milliseconds {
            Some(milliseconds) => from_milliseconds(milliseconds),
            None if value.is_string() => Timestamp::parse_lenient(&self.text(options, name, &value, 64)?),
            None => {
                self.reject_option(options, name, ProblemCode::WrongType, PREDICATE);
                return None;
            }
        };
        if instant.is_none() {
            self.reject_option(options, name, ProblemCode::Malformed, PREDICATE);
        }
        instant
    }

    pub(super) fn function(&mut self, options: &Options, name: Name, value: JsValue) -> Option<Function> {
        let function = value.dyn_into().ok();
        if function.is_none() {
            self.reject_option(options, name, ProblemCode::WrongType, "must be a function");
        }
        function
    }

    /// The elements of an array; none when undefined.
    pub(super) fn list(&mut self, options: &Options, name: Name, limit: u32) -> Vec<JsValue> {
        let Some(value) = self.optional(options, name) else { return Vec::new() };
        match value.dyn_ref::<Array>() {
            Some(array) if array.length() <= limit => array.iter().collect(),
            Some(_) => {
                self.reject_option(options, name, ProblemCode::TooLong, "has too many elements");
                Vec::new()
            }
            None => {
                self.reject_option(options, name, ProblemCode::WrongType, "must be an array");
                Vec::new()
            }
        }
    }
}

pub(super) fn from_milliseconds(milliseconds: f64) -> Option<Timestamp> {
    let seconds = (milliseconds / 1000.0).floor();
    seconds.is_finite().then(|| Timestamp::from_unix_seconds(seconds as i64)).flatten()
}
