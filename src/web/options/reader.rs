//! Reads options by name, whatever their values are, and collects every problem.
//!
//! `serde_wasm_bindgen::from_value` is large and cannot name the option.

use js_sys::{Array, Function, JsString};
use wasm_bindgen::JsThreadLocal;
use wasm_bindgen::prelude::*;

use super::super::host::from_milliseconds;
use super::strings::{string_or_href, text_from};
use crate::oos::limits::{MAX_EXECUTION_ID, MAX_NAME, MAX_TAG_PART, execution_id, name};
use crate::rpc::limits::{self, Defect};
use crate::rpc::problem::{Problem, ProblemCode, Report};
use crate::rpc::text::{concat, find};
use crate::rpc::timestamp::Timestamp;

#[wasm_bindgen(module = "/src/web/platform.js")]
extern "C" {
    fn own(object: &JsValue, name: &JsString) -> Option<JsValue>;
    #[wasm_bindgen(js_name = isUnreadable)]
    fn is_unreadable(value: &JsValue) -> bool;
    #[wasm_bindgen(js_name = dateValue)]
    fn date_value(value: &JsValue) -> Option<f64>;
    fn elements(value: &JsValue, limit: u32) -> JsValue;
}

/// The name of an option, kept on the JavaScript side.
pub(in crate::web) type Name = JsThreadLocal<JsString>;

/// The longest word of a choice. Longer strings are not copied to be compared.
const LONGEST_WORD: u32 = 16;

/// An option object. Problems refer to its options by its path and their names.
pub(super) struct Options {
    value: JsValue,
    path: &'static str,
}

impl Options {
    pub(super) fn new(value: JsValue, path: &'static str) -> Self {
        Self { value, path }
    }

    /// Returns the absent object of arguments that are not options.
    pub(super) const fn none() -> Self {
        Self { value: JsValue::UNDEFINED, path: "" }
    }

    /// Returns the value of an option; `null` counts as absent, since JSON has no `undefined`.
    pub(super) fn get(&self, name: &'static Name) -> Option<JsValue> {
        name.with(|name| own(&self.value, name))
    }

    fn path(&self, name: &'static Name) -> String {
        name.with(|name| concat(&[self.path, &String::from(name)]))
    }
}

/// The form that a string must have.
pub(super) struct Form {
    /// The longest string in UTF-16 units, checked before it is copied into the module.
    limit: usize,
    check: fn(&str) -> Result<(), Defect>,
    /// Whether a `URL` object is accepted as well.
    or_url: bool,
}

impl Form {
    const fn new(limit: usize, check: fn(&str) -> Result<(), Defect>) -> Self {
        Self { limit, check, or_url: false }
    }

    pub(super) const EXECUTION_ID: Self = Self::new(MAX_EXECUTION_ID, execution_id);
    pub(super) const ACCESS_KEY_ID: Self = Self::new(limits::MAX_ACCESS_KEY_ID, limits::access_key_id);
    pub(super) const ACCESS_KEY_SECRET: Self = Self::new(limits::MAX_ACCESS_KEY_SECRET, limits::access_key_secret);
    pub(super) const SECURITY_TOKEN: Self = Self::new(limits::MAX_SECURITY_TOKEN, limits::security_token);
    pub(super) const NAME: Self = Self::new(MAX_NAME, name);
    /// The form of a part of a tag, which is checked together with the other part.
    pub(super) const TAG: Self = Self::new(MAX_TAG_PART, |_| Ok(()));
    pub(super) const NONCE: Self = Self::new(limits::MAX_NONCE, limits::nonce);
    pub(super) const REGION_ID: Self = Self::new(limits::MAX_REGION_ID, limits::region_id);
    /// The form of a string that a parser checks next.
    pub(super) const PARSED: Self = Self::new(512, limits::not_empty);
    pub(super) const ORIGIN: Self = Self { or_url: true, ..Self::PARSED };
}

/// Collects problems while options are read.
#[derive(Default)]
pub(in crate::web) struct Reader {
    problems: Vec<Problem>,
}

impl Reader {
    pub(super) fn reject(&mut self, name: &str, code: ProblemCode, predicate: &str) {
        self.problems.report_of(name, code, predicate);
    }

    pub(super) fn reject_option(&mut self, options: &Options, name: &'static Name, code: ProblemCode, predicate: &str) {
        self.reject(&options.path(name), code, predicate);
    }

    pub(super) fn reject_defect(&mut self, options: &Options, name: &'static Name, defect: Defect) {
        self.problems.push(defect.of(&options.path(name)));
    }

    /// Reports a value of a wrong type, or one whose getter threw.
    pub(super) fn reject_type(&mut self, name: &str, value: &JsValue, predicate: &str) {
        if is_unreadable(value) {
            self.reject(name, ProblemCode::Malformed, "cannot be read, because its getter threw");
        } else {
            self.reject(name, ProblemCode::WrongType, predicate);
        }
    }

    pub(super) fn reject_type_of(&mut self, options: &Options, name: &'static Name, value: &JsValue, predicate: &str) {
        self.reject_type(&options.path(name), value, predicate);
    }

    pub(super) fn problems_so_far(&self) -> usize {
        self.problems.len()
    }

    /// Returns `value` if there was no problem; otherwise every problem.
    pub(in crate::web) fn finish<T>(self, value: Option<T>) -> Result<T, Vec<Problem>> {
        match value {
            Some(value) if self.problems.is_empty() => Ok(value),
            _ => Err(self.problems),
        }
    }

    pub(super) fn required(&mut self, options: &Options, name: &'static Name) -> Option<JsValue> {
        let value = options.get(name);
        self.present(options, name, value)
    }

    /// Reports an option without a value.
    pub(super) fn present<T>(&mut self, options: &Options, name: &'static Name, value: Option<T>) -> Option<T> {
        if value.is_none() {
            self.reject_option(options, name, ProblemCode::MissingOption, "is missing");
        }
        value
    }

    /// Reads a string without lone surrogates that `form` accepts.
    pub(super) fn text(
        &mut self,
        options: &Options,
        name: &'static Name,
        value: &JsValue,
        form: &Form,
    ) -> Option<String> {
        self.text_of(&|| options.path(name), value, form)
    }

    /// Reads the string at a path, which is only written if there is a problem.
    pub(super) fn text_of(&mut self, path: &dyn Fn() -> String, value: &JsValue, form: &Form) -> Option<String> {
        let href = if form.or_url { string_or_href(value) } else { None };
        let Some(string) = href.as_ref().or_else(|| value.dyn_ref()) else {
            let predicate = if form.or_url { "must be a string or a URL" } else { "must be a string" };
            self.reject_type(&path(), value, predicate);
            return None;
        };
        // Checked before the string is copied, so that a huge one never reaches the memory of the module.
        if string.length() as usize > form.limit {
            self.reject(&path(), ProblemCode::TooLong, "is too long");
            return None;
        }
        let text = text_from(string);
        // A lone surrogate arrives as U+FFFD; a text that had U+FFFD itself is unchanged on the way back.
        #[expect(clippy::cmp_owned, reason = "compared as strings of JavaScript; as text of Rust both have U+FFFD")]
        let changed = !text.is_ascii() && find(&text, "\u{FFFD}").is_some() && JsString::from(text.as_str()) != *string;
        if changed {
            self.reject(&path(), ProblemCode::Malformed, "contains a lone surrogate, which cannot be sent");
            return None;
        }
        if let Err(defect) = (form.check)(&text) {
            self.problems.add(defect.of(&path()));
            return None;
        }
        Some(text)
    }

    pub(super) fn optional_text(&mut self, options: &Options, name: &'static Name, form: &Form) -> Option<String> {
        let value = options.get(name)?;
        self.text(options, name, &value, form)
    }

    pub(super) fn required_text(&mut self, options: &Options, name: &'static Name, form: &Form) -> Option<String> {
        let value = self.required(options, name)?;
        self.text(options, name, &value, form)
    }

    /// Reads an argument, which has no getter.
    pub(super) fn argument(&mut self, name: &'static Name, value: &JsValue, form: &Form) -> Option<String> {
        let arguments = &Options::none();
        if value.is_undefined() || value.is_null() {
            self.reject_option(arguments, name, ProblemCode::MissingOption, "is missing");
            return None;
        }
        self.text(arguments, name, value, form)
    }

    /// Reads one of the words, or `default` when absent.
    pub(super) fn choice<T: Copy>(
        &mut self,
        options: &Options,
        name: &'static Name,
        choices: &[(&str, T)],
        default: T,
    ) -> T {
        let Some(value) = options.get(name) else { return default };
        let word = value.dyn_ref::<JsString>().filter(|string| string.length() <= LONGEST_WORD).map(String::from);
        if let Some((_, choice)) = choices.iter().find(|(choice, _)| Some(*choice) == word.as_deref()) {
            return *choice;
        }
        let mut predicate = String::from("must be ");
        for (index, (choice, _)) in choices.iter().enumerate() {
            predicate += if index == 0 { "\"" } else { " or \"" };
            predicate += choice;
            predicate.push('"');
        }
        if value.is_string() {
            self.reject_option(options, name, ProblemCode::Malformed, &predicate);
        } else {
            self.reject_type(&options.path(name), &value, &predicate);
        }
        default
    }

    /// Reads a whole number from 1 to `most`, or `default` when absent. `predicate` says so in words.
    pub(super) fn count(
        &mut self,
        options: &Options,
        name: &'static Name,
        most: u32,
        default: u32,
        predicate: &str,
    ) -> u32 {
        let Some(value) = options.get(name) else { return default };
        let Some(number) = value.as_f64() else {
            self.reject_type(&options.path(name), &value, predicate);
            return default;
        };
        let whole = number as u32; // saturates; NaN becomes 0
        if f64::from(whole) != number || !(1..=most).contains(&whole) {
            self.reject_option(options, name, ProblemCode::OutOfRange, predicate);
            return default;
        }
        whole
    }

    /// Reads a `Date` of any realm, milliseconds since 1970, or a text in UTC.
    pub(super) fn date(&mut self, options: &Options, name: &'static Name) -> Option<Timestamp> {
        let value = options.get(name)?;
        self.date_of(options, name, &value)
    }

    pub(super) fn date_of(&mut self, options: &Options, name: &'static Name, value: &JsValue) -> Option<Timestamp> {
        const PREDICATE: &str =
            "must be a Date, milliseconds since 1970 or YYYY-MM-DDThh:mm:ssZ, within the years 1970 to 9999";
        let date = if value.is_string() {
            Timestamp::parse_lenient(&self.text(options, name, value, &Form::PARSED)?)
        } else if let Some(milliseconds) = value.as_f64().or_else(|| date_value(value)) {
            from_milliseconds(milliseconds)
        } else {
            self.reject_type(&options.path(name), value, PREDICATE);
            return None;
        };
        if date.is_none() {
            self.reject_option(options, name, ProblemCode::Malformed, PREDICATE);
        }
        date
    }

    pub(super) fn function(&mut self, options: &Options, name: &'static Name, value: &JsValue) -> Option<Function> {
        let function = value.dyn_ref::<Function>().cloned();
        if function.is_none() {
            self.reject_type(&options.path(name), value, "must be a function");
        }
        function
    }

    /// Reads the elements of an array; none when absent.
    pub(super) fn list(&mut self, options: &Options, name: &'static Name, limit: u32) -> Vec<JsValue> {
        let Some(value) = options.get(name) else { return Vec::new() };
        let elements = elements(&value, limit);
        match elements.dyn_ref::<Array>() {
            Some(array) => (0..array.length()).map(|index| array.get(index)).collect(),
            None if elements.is_undefined() => {
                self.reject_option(options, name, ProblemCode::TooLong, "has too many elements");
                Vec::new()
            }
            None => {
                self.reject_type(&options.path(name), &value, "must be an array");
                Vec::new()
            }
        }
    }
}
