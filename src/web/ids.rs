//! Where the ids of a fleet come from, on the JavaScript side.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec;

use js_sys::{JsString, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::options::read_id;
use crate::client::fleet::{Candidate, ExecutionIds};

#[wasm_bindgen(module = "/src/web/platform.js")]
extern "C" {
    #[wasm_bindgen(js_name = nextId)]
    fn next_id(source: &JsValue) -> Promise;
    #[wasm_bindgen(js_name = closeIds)]
    fn close_ids(source: &JsValue);

    /// What `nextId` resolves to: an object without a prototype.
    type Step;
    #[wasm_bindgen(method, structural, getter)]
    fn done(this: &Step) -> bool;
    #[wasm_bindgen(method, structural, getter)]
    fn failed(this: &Step) -> bool;
    #[wasm_bindgen(method, structural, getter)]
    fn value(this: &Step) -> JsValue;
}

#[wasm_bindgen(module = "/src/web/calls.js")]
extern "C" {
    fn awaitable(promise: &Promise) -> Promise;
}

/// The longest text that names a wrong id in its result.
const LONGEST_TEXT: u32 = 1_024;

/// The ids of a fleet.
pub(super) enum JsIds {
    /// All of them, checked.
    Whole(vec::IntoIter<String>),
    /// Those that an iterator returns.
    Iterator { source: JsValue, next: Option<JsFuture> },
}

impl JsIds {
    pub(super) const fn iterator(source: JsValue) -> Self {
        Self::Iterator { source, next: None }
    }
}

impl ExecutionIds for JsIds {
    type Error = JsValue;

    fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Candidate, JsValue>>> {
        let (source, next) = match self {
            Self::Whole(ids) => return Poll::Ready(ids.next().map(|id| Ok(Candidate::Id(id)))),
            Self::Iterator { source, next } => (source, next),
        };
        let pending = next.get_or_insert_with(|| JsFuture::from(awaitable(&next_id(source))));
        let step = ready!(Pin::new(pending).poll(context));
        *next = None;
        // It never rejects.
        let step: Step = step.unwrap_or_else(|error| error).unchecked_into();
        Poll::Ready(match (step.done(), step.failed()) {
            (_, true) => Some(Err(step.value())),
            (true, false) => None,
            (false, false) => Some(Ok(candidate(&step.value()))),
        })
    }

    fn is_whole(&self) -> bool {
        matches!(self, Self::Whole(_))
    }

    fn close(&mut self) {
        if let Self::Iterator { source, .. } = self {
            close_ids(source);
        }
    }
}

fn candidate(value: &JsValue) -> Candidate {
    match read_id("executionId", value) {
        Ok(id) => Candidate::Id(id),
        Err(problems) => {
            let text = value.dyn_ref::<JsString>().filter(|text| text.length() <= LONGEST_TEXT);
            Candidate::Invalid { text: text.map(String::from).unwrap_or_default(), problems }
        }
    }
}
