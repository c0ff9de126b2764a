//! The ids and the options of a fleet.

use std::time::Duration;

use js_sys::{Array, Function};
use wasm_bindgen::prelude::*;

use super::client::{CallOptions, DEFAULT_WAIT_MS, read_call_options};
use super::reader::{Form, Options, Reader};
use super::{Read, names, optional_object};
use crate::client::fleet::FleetOptions;
use crate::rpc::problem::{Problem, ProblemCode};
use crate::rpc::text::{concat, number};
use crate::web::ids::JsIds;

#[wasm_bindgen(module = "/src/web/platform.js")]
extern "C" {
    #[wasm_bindgen(js_name = wholeIds)]
    fn whole_ids(value: &JsValue, limit: u32) -> JsValue;
    #[wasm_bindgen(js_name = openIds)]
    fn open_ids(value: &JsValue) -> JsValue;
}

/// The name of the ids in problems.
const IDS: &str = "executionIds";

/// The most ids of an array. An iterable may have more.
const MOST_IDS: u32 = 1_000_000;

/// The options of one fleet.
pub(in crate::web) struct FleetCall {
    pub(in crate::web) ids: JsIds,
    pub(in crate::web) options: FleetOptions,
    pub(in crate::web) call: CallOptions,
    pub(in crate::web) on_result: Option<Function>,
    pub(in crate::web) on_progress: Option<Function>,
}

/// Reads the ids and the options of a fleet. Nothing of an iterable is read before the options are right.
pub(in crate::web) fn fleet_options(ids: &JsValue, value: &JsValue, timeout_ms: u32) -> Read<FleetCall> {
    let mut reader = Reader::default();
    let options = &optional_object(&mut reader, value);
    let waits = reader.choice(options, &names::WAIT_UNTIL, &[("accepted", false), ("ended", true)], false);
    let default_ms = if waits { timeout_ms.max(DEFAULT_WAIT_MS) } else { timeout_ms };
    let call = read_call_options(&mut reader, options, default_ms);
    let predicate = "must be a whole number from 1 to 100";
    let (most, default) = (FleetOptions::MAX_CONCURRENCY, FleetOptions::DEFAULT_CONCURRENCY);
    let concurrency = reader.count(options, &names::CONCURRENCY, most, default, predicate);
    let on_result = function(&mut reader, options, &names::ON_RESULT);
    let on_progress = function(&mut reader, options, &names::ON_PROGRESS);
    let fleet = FleetOptions::default().concurrency(concurrency);
    let fleet = fleet.timeout(Duration::from_millis(call.timeout_ms.into()));
    let fleet = if waits { fleet.wait_until_ended() } else { fleet };
    let ids = if reader.problems_so_far() == 0 { read_ids(&mut reader, ids) } else { None };
    reader.finish(ids.map(|ids| FleetCall { ids, options: fleet, call, on_result, on_progress }))
}

fn function(reader: &mut Reader, options: &Options, name: &'static super::reader::Name) -> Option<Function> {
    let value = options.get(name)?;
    reader.function(options, name, &value)
}

fn read_ids(reader: &mut Reader, value: &JsValue) -> Option<JsIds> {
    let whole = whole_ids(value, MOST_IDS);
    if let Some(list) = whole.dyn_ref::<Array>() {
        let mut ids = Vec::with_capacity(list.length() as usize);
        for index in 0..list.length() {
            let path = || concat(&[IDS, "[", &number(index.into()), "]"]);
            // The reader counts the problems that it leaves out.
            ids.extend(reader.text_of(&path, &list.get(index), &Form::EXECUTION_ID));
        }
        return Some(JsIds::Whole(ids.into_iter()));
    }
    if whole.is_undefined() {
        reader.reject(
            IDS,
            ProblemCode::TooLong,
            "has more than 1,000,000 ids. Pass an iterable that returns them one by one",
        );
        return None;
    }
    let source = open_ids(value);
    if source.is_null() {
        reader.reject_type(IDS, value, "must be an array, a set or an iterable of ids");
        return None;
    }
    Some(JsIds::iterator(source))
}

/// Reads one ExecutionId.
pub(in crate::web) fn read_id(name: &str, value: &JsValue) -> Result<String, Vec<Problem>> {
    let mut reader = Reader::default();
    let id = reader.text_of(&|| name.to_owned(), value, &Form::EXECUTION_ID);
    reader.finish(id)
}
