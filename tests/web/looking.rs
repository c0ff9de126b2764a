//! Looking at executions: bad input sends nothing, hostile lists give a typed error or the rest of the page, and an abort ends
//! at once.

use js_sys::{Array, Promise};
use oos_cancel::web::{ExecutionPages, OosClient, is_ended};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use super::emulator::{FULL, client, fault, new_execution, order, requests};
use super::input::problems;
use super::{get, is_error, is_undefined, js, promised, run, settled, text};

const LIST: &str = "action: 'ListExecutions'";

fn named(oos: &OosClient, call: &str, id: &JsValue, options: &JsValue) -> Promise {
    promised(match call {
        "get" => oos.get_execution(id, options),
        "wait" => oos.wait_for_execution(id, options),
        _ => oos.cancel_execution(id, options),
    })
}

fn pages(oos: &OosClient, filter: &str, options: &str) -> ExecutionPages {
    oos.list_executions(&js(filter), &js(options)).unwrap()
}

async fn next(pages: &ExecutionPages) -> Result<JsValue, JsValue> {
    settled(&promised(pages.next())).await
}

fn ids(page: &JsValue) -> Vec<String> {
    Array::from(&get(page, "executions")).iter().map(|execution| text(&execution, "executionId")).collect()
}

/// A name that no template of another test has, nor of these tests in another page.
async fn new_template() -> String {
    new_execution("Success").await
}

/// How many requests the emulator has received.
async fn all_requests() -> u32 {
    Array::from(&order("GET", "/requests", "undefined").await).length()
}

#[wasm_bindgen_test]
async fn calls_about_one_execution_check_their_input() {
    let oos = client(FULL, "");
    order("DELETE", "/requests", "undefined").await;
    for (id, problem) in [
        ("undefined", "missing-option executionId"),
        ("null", "missing-option executionId"),
        ("5", "wrong-type executionId"),
        ("new String('x')", "wrong-type executionId"),
        ("({ toString: () => 'x' })", "wrong-type executionId"),
        ("''", "empty executionId"),
        ("' '", "malformed executionId"),
        ("'exec-1 '", "malformed executionId"),
        ("'exec\\n1'", "malformed executionId"),
        ("'exec\\u00001'", "malformed executionId"),
        ("'exec\\u200b1'", "malformed executionId"),
        ("'exec\\ud800'", "malformed executionId"),
        ("'x'.repeat(1 << 20)", "too-long executionId"),
    ] {
        for (call, options) in [("get", "undefined"), ("wait", "undefined"), ("cancel", "{ waitUntil: 'ended' }")] {
            let error = settled(&named(&oos, call, &js(id), &js(options))).await.unwrap_err();
            assert_eq!(problems(&error), [problem], "{call} {id}");
        }
    }
    for (call, options, problem) in [
        ("get", "5", "wrong-type options"),
        ("get", "{ timeoutMs: 0 }", "out-of-range timeoutMs"),
        ("wait", "{ timeoutMs: 600001 }", "out-of-range timeoutMs"),
        ("wait", "{ timeoutMs: '5' }", "wrong-type timeoutMs"),
        ("wait", "{ onStatus: {} }", "wrong-type onStatus"),
        ("wait", "{ signal: {} }", "wrong-type signal"),
        ("cancel", "{ waitUntil: 'stopped' }", "malformed waitUntil"),
        ("cancel", "{ waitUntil: true }", "wrong-type waitUntil"),
        ("cancel", "{ waitUntil: 'ended', onStatus: 1 }", "wrong-type onStatus"),
        ("cancel", "{ waitUntil: 'ended', timeoutMs: 1.5 }", "out-of-range timeoutMs"),
        ("cancel", "{ get waitUntil() { throw 1 } }", "malformed waitUntil"),
    ] {
        let error = settled(&named(&oos, call, &"exec-1".into(), &js(options))).await.unwrap_err();
        assert_eq!(problems(&error), [problem], "{call} {options}");
    }
    for call in ["get", "wait", "cancel"] {
        let options = js("{ waitUntil: 'ended', signal: AbortSignal.abort('mine') }");
        assert_eq!(settled(&named(&oos, call, &"exec-1".into(), &options)).await.unwrap_err(), "mine");
    }
    assert_eq!(all_requests().await, 0);
}

#[wasm_bindgen_test]
async fn every_condition_of_a_filter_is_checked() {
    let oos = client(FULL, "");
    order("DELETE", "/requests", "undefined").await;
    for (filter, problem) in [
        ("5", "wrong-type filter"),
        ("'Running'", "wrong-type filter"),
        ("[]", "wrong-type filter"),
        ("new Map([['status', 'Running']])", "wrong-type filter"),
        ("() => 0", "wrong-type filter"),
        ("new Proxy({}, { ownKeys() { throw 1 } })", "wrong-type filter"),
        ("{ stauts: 'Running' }", "unknown-option filter.stauts"),
        ("{ Status: 'Running' }", "unknown-option filter.Status"),
        ("{ ['x'.repeat(1 << 20)]: 1 }", "unknown-option filter"),
        ("{ '<b>': 1 }", "unknown-option filter"),
        ("{ status: 'running' }", "malformed filter.status"),
        ("{ status: ['Running', 'failed'] }", "malformed filter.status"),
        ("{ status: 5 }", "wrong-type filter.status"),
        ("{ status: {} }", "wrong-type filter.status"),
        ("{ status: '' }", "empty filter.status"),
        ("{ status: [] }", "empty filter.status"),
        ("{ status: ['Running', 5] }", "wrong-type filter.status"),
        ("{ status: Array(21).fill('Running') }", "too-long filter.status"),
        ("{ templateName: ['a'] }", "wrong-type filter.templateName"),
        ("{ templateName: '' }", "empty filter.templateName"),
        ("{ templateName: 'x'.repeat(1025) }", "too-long filter.templateName"),
        ("{ executedBy: 'a\\nb' }", "malformed filter.executedBy"),
        ("{ parentExecutionId: ' ' }", "malformed filter.parentExecutionId"),
        ("{ category: 1n }", "wrong-type filter.category"),
        ("{ resourceGroupId: Symbol() }", "wrong-type filter.resourceGroupId"),
        ("{ get templateName() { throw 1 } }", "malformed filter.templateName"),
        ("{ tags: 'a' }", "wrong-type filter.tags"),
        ("{ tags: [] }", "wrong-type filter.tags"),
        ("{ tags: new Map([['a', 'b']]) }", "wrong-type filter.tags"),
        ("{ tags: { a: 1 } }", "wrong-type filter.tags"),
        ("{ tags: { '': 'b' } }", "empty filter.tags"),
        ("{ tags: { a: '\\u0000' } }", "malformed filter.tags"),
        ("{ tags: { a: '\\ud800' } }", "malformed filter.tags"),
        ("{ tags: { a: 'x'.repeat(1 << 20) } }", "too-long filter.tags"),
        ("{ tags: Object.fromEntries(Array.from({ length: 21 }, (_, i) => [i, 'v'])) }", "too-long filter.tags"),
        ("{ startedAfter: 'yesterday' }", "malformed filter.startedAfter"),
        ("{ startedBefore: new Date(NaN) }", "malformed filter.startedBefore"),
        ("{ endedAfter: {} }", "wrong-type filter.endedAfter"),
        ("{ endedBefore: -1 }", "malformed filter.endedBefore"),
        ("{ startedAfter: 2000, startedBefore: 1000 }", "conflict filter.startedAfter"),
        ("{ endedAfter: new Date(), endedBefore: 0 }", "conflict filter.endedAfter"),
        ("{ sort: 'newest' }", "malformed filter.sort"),
        ("{ sort: 1 }", "wrong-type filter.sort"),
    ] {
        let error = oos.list_executions(&js(filter), &JsValue::UNDEFINED).expect_err(filter);
        assert_eq!(problems(&error), [problem], "{filter}");
    }
    let error = oos.list_executions(&js("{ status: 5, x: 1, tags: 2 }"), &js("{ timeoutMs: 0 }")).unwrap_err();
    let expected =
        ["unknown-option filter.x", "wrong-type filter.status", "wrong-type filter.tags", "out-of-range timeoutMs"];
    assert_eq!(problems(&error), expected);
    assert_eq!(all_requests().await, 0);
    let nothing = "{ status: null, templateName: null, tags: null, startedAfter: null, sort: null }";
    assert!(oos.list_executions(&js(nothing), &JsValue::NULL).is_ok());
}

#[wasm_bindgen_test]
async fn execution_is_read_as_oos_describes_it() {
    let details =
        "{ templateName: 'fleet', tags: { k: 'v' }, parameters: { a: [1, { b: null }] }, outputs: '{\"x\":1}' }";
    let body = format!("{{ status: 'Waiting', details: {details} }}");
    let id = text(&order("POST", "/executions", &body).await, "executionId");
    let oos = client(FULL, "");
    let execution = settled(&named(&oos, "get", &id.as_str().into(), &JsValue::UNDEFINED)).await.unwrap();
    assert_eq!((text(&execution, "executionId"), text(&execution, "status")), (id, "Waiting".to_owned()));
    assert_eq!((text(&execution, "templateName"), text(&execution, "outputs")), ("fleet".into(), r#"{"x":1}"#.into()));
    assert_eq!(text(&get(&execution, "tags"), "k"), "v");
    let parameters = run("return JSON.stringify(context.parameters)", &execution);
    assert_eq!(parameters, r#"{"a":[1,{"b":null}]}"#);
    assert!(is_undefined(&execution, "endDate") && is_undefined(&execution, "EndDate"));
    let nobody = settled(&named(&oos, "get", &"exec-nobody".into(), &JsValue::UNDEFINED)).await.unwrap();
    assert!(nobody.is_undefined());
}

#[wasm_bindgen_test]
async fn list_of_hostile_json_is_a_typed_error_or_the_rest() {
    let oos = client(FULL, ", retry: false");
    for (kind, more, code) in [
        ("other-shape", "", "WrongShape"),
        ("item-without-id", "", "WrongShape"),
        ("item-without-status", "", "WrongShape"),
        ("other-id-first", "", "WrongShape"),
        ("wrong-type", "body: '[]',", "WrongShape"),
        ("wrong-type", "body: '{\"RequestId\":\"r\",\"Executions\":5}',", "WrongShape"),
        ("wrong-type", "body: '{\"RequestId\":\"r\",\"Executions\":[null,1,[],\"x\"]}',", "WrongShape"),
        (
            "wrong-type",
            "body: '{\"RequestId\":\"r\",\"Executions\":[{\"__proto__\":{\"ExecutionId\":\"x\"}}]}',",
            "WrongShape",
        ),
        ("truncated-json", "", "NotJson"),
        ("no-request-id", "", "MissingRequestId"),
        ("large-outputs", "bytes: 1048576,", ""),
    ] {
        let id = new_execution("Running").await;
        fault(&id, kind, &format!("{more} {LIST}")).await;
        let end = settled(&named(&oos, "get", &id.as_str().into(), &JsValue::UNDEFINED)).await;
        match end {
            Ok(execution) => assert_eq!((code, text(&execution, "outputs").len() >= 1 << 20), ("", true), "{kind}"),
            Err(error) => {
                assert!(is_error(&error, "ResponseError"), "{kind} {more}: {error:?}");
                assert_eq!(
                    (text(&error, "code").as_str(), text(&error, "outcome").as_str()),
                    (code, "failed"),
                    "{kind}"
                );
            }
        }
    }
    let template = new_template().await;
    let body = format!("{{ count: 3, details: {{ templateName: '{template}' }} }}");
    order("POST", "/executions", &body).await;
    let filter = format!("{{ templateName: '{template}' }}");
    for (kind, count) in [("item-without-id", 2), ("item-without-status", 2), ("large-outputs", 3), ("empty-page", 0)] {
        order("POST", "/faults", &format!("{{ kind: '{kind}', {LIST} }}")).await;
        let pages = pages(&oos, &filter, "undefined");
        assert_eq!(ids(&next(&pages).await.unwrap()).len(), count, "{kind}");
        if kind == "empty-page" {
            assert_eq!(ids(&next(&pages).await.unwrap()).len(), 3, "the token of an empty page leads on");
        }
        assert!(next(&pages).await.unwrap().is_null());
    }
}

#[wasm_bindgen_test]
async fn pages_follow_each_other_and_a_repeated_token_is_an_error() {
    let template = new_template().await;
    order("POST", "/executions", &format!("{{ count: 205, details: {{ templateName: '{template}' }} }}")).await;
    let (oos, filter) =
        (client(FULL, ", retry: false"), format!("{{ templateName: '{template}', status: 'Running' }}"));
    let list = pages(&oos, &filter, "undefined");
    let mut all = Vec::new();
    for count in [100, 100, 5] {
        let page = next(&list).await.unwrap();
        assert_eq!((ids(&page).len(), get(&page, "totalCount")), (count, 205.into()));
        all.extend(ids(&page));
    }
    assert!(next(&list).await.unwrap().is_null() && next(&list).await.unwrap().is_null());
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), 205);

    order("POST", "/faults", &format!("{{ kind: 'repeated-token', times: 3, skip: 1, {LIST} }}")).await;
    let list = pages(&oos, &filter, "undefined");
    assert!(next(&list).await.is_ok());
    let error = next(&list).await.unwrap_err();
    order("DELETE", "/faults", "undefined").await;
    assert!(is_error(&error, "ResponseError"), "{error:?}");
    assert_eq!((text(&error, "code").as_str(), text(&error, "outcome").as_str()), ("RepeatedToken", "failed"));
}

#[wasm_bindgen_test]
async fn signal_ends_a_list_with_its_own_reason() {
    let controller = js("(globalThis.looking = new AbortController())");
    let oos = client(FULL, "");
    let template = new_template().await;
    order("POST", "/executions", &format!("{{ count: 101, details: {{ templateName: '{template}' }} }}")).await;
    let list = pages(&oos, &format!("{{ templateName: '{template}' }}"), "{ signal: looking.signal }");
    assert!(next(&list).await.is_ok());
    assert_eq!(list.abort().unwrap().get(0), JsValue::FALSE);
    run("context.abort('mine')", &controller);
    let aborted = list.abort().unwrap();
    assert_eq!((aborted.get(0), aborted.get(1)), (JsValue::TRUE, "mine".into()));
    assert_eq!(next(&list).await.unwrap_err(), "mine");
}

#[wasm_bindgen_test]
async fn freed_client_ends_its_lists() {
    let oos = client(FULL, "");
    let list = pages(&oos, "{}", "undefined");
    oos.release();
    let error = next(&list).await.unwrap_err();
    assert!(is_error(&error, "StateError"));
    assert_eq!(text(&error, "code"), "Freed");
}

#[wasm_bindgen_test]
async fn cancel_that_waits_says_how_the_execution_ended() {
    let oos = client(FULL, "");
    let cancelled = new_execution("Running").await;
    let options = js("{ waitUntil: 'ended', onStatus: ({ status }) => (globalThis.seen ??= []).push(status) }");
    let result = settled(&named(&oos, "cancel", &cancelled.as_str().into(), &options)).await.unwrap();
    assert_eq!((text(&result, "outcome").as_str(), text(&result, "executionId")), ("cancelled", cancelled.clone()));
    assert_eq!(text(&get(&result, "execution"), "status"), "Cancelled");
    assert_eq!(js("seen.at(-1)"), "Cancelled");
    let looks = requests(&cancelled).await.iter().filter(|entry| text(entry, "action") == "ListExecutions").count();
    let history = Array::from(&get(&result, "history"));
    assert_eq!((history.length() as usize, text(&history.get(0), "action")), (looks + 1, "CancelExecution".into()));

    let ended = new_execution("Success").await;
    let result = settled(&named(&oos, "cancel", &ended.as_str().into(), &options)).await.unwrap();
    assert_eq!((text(&result, "outcome").as_str(), is_undefined(&result, "requestId")), ("ended", true));

    let denied = client("{ accessKeyId: 'LTAI-demo-cancel-only', accessKeySecret: 'demo-secret-cancel-only' }", "");
    let running = new_execution("Running").await;
    let error = settled(&named(&denied, "cancel", &running.as_str().into(), &options)).await.unwrap_err();
    assert!(is_error(&error, "ServiceError"), "{error:?}");
    assert_eq!((text(&error, "outcome").as_str(), text(&error, "remedy").as_str()), ("accepted", "request-permission"));
    assert!(text(&error, "meaning").contains("oos:ListExecutions"));
}

#[wasm_bindgen_test]
async fn wait_ends_at_once_when_the_signal_aborts_or_nothing_is_there() {
    let oos = client(FULL, "");
    let id = new_execution("Running").await;
    let options = js("{ signal: AbortSignal.timeout(300), onStatus() { throw new Error('ignored') } }");
    let started = js_sys::Date::now();
    let reason = settled(&named(&oos, "wait", &id.as_str().into(), &options)).await.unwrap_err();
    assert_eq!(text(&reason, "name"), "TimeoutError");
    assert!(js_sys::Date::now() - started < 2_000.0);
    let error = settled(&named(&oos, "wait", &id.as_str().into(), &js("{ timeoutMs: 1200 }"))).await.unwrap_err();
    assert!(is_error(&error, "TimeoutError"), "{error:?}");
    assert_eq!(text(&error, "outcome"), "failed");
}

#[wasm_bindgen_test]
fn three_states_have_ended() {
    for (status, ended) in [
        ("'Success'", true),
        ("'Failed'", true),
        ("'Cancelled'", true),
        ("'Canceled'", false),
        ("'cancelled'", false),
        ("'Waiting'", false),
        ("'Brand.New'", false),
        ("''", false),
        ("undefined", false),
        ("new String('Success')", false),
    ] {
        assert_eq!(is_ended(&js(status)).unwrap(), ended, "{status}");
    }
}
