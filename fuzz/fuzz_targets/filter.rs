//! Any filter of a list: refused, or sent as a server reads it.
#![no_main]

use std::collections::BTreeMap;

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use oos_cancel::client::Listing;
use oos_cancel::oos::execution::ExecutionStatus;
use oos_cancel::oos::execution_filter::{ExecutionFilter, Sort};
use oos_cancel::rpc::timestamp::Timestamp;
use serde_json::{Value, json};

#[allow(dead_code, unreachable_pub, reason = "shared with the native tests")]
#[path = "../../tests/looking/host.rs"]
mod host;

use host::{REQUEST_ID, Step, client, oos, run};

#[derive(Arbitrary, Debug)]
struct Input<'a> {
    conditions: Vec<Condition<'a>>,
    listed: Vec<&'a str>,
}

#[derive(Arbitrary, Debug)]
enum Condition<'a> {
    Status(&'a str),
    Known(u8),
    Text(u8, &'a str),
    Tag(&'a str, &'a str),
    Time(u8, u32),
    Sort(bool),
}

const STATES: [&str; 9] =
    ["Started", "Queued", "Running", "Waiting", "Success", "Failed", "Cancelled", "Pending", "Skipped"];

const TEXTS: [&str; 5] = ["TemplateName", "ExecutedBy", "ParentExecutionId", "Category", "ResourceGroupId"];

const TIMES: [&str; 4] = ["StartDateAfter", "StartDateBefore", "EndDateAfter", "EndDateBefore"];

/// What a test that knows nothing of the filter expects of it.
#[derive(Debug, Default)]
struct Expected {
    parameters: BTreeMap<&'static str, String>,
    statuses: Vec<String>,
    tags: BTreeMap<String, String>,
}

fn add(filter: ExecutionFilter, condition: &Condition<'_>, expected: &mut Expected) -> ExecutionFilter {
    match *condition {
        Condition::Status(text) => status(filter, text, expected),
        Condition::Known(index) => status(filter, STATES[usize::from(index) % STATES.len()], expected),
        Condition::Text(which, text) => {
            let which = usize::from(which) % TEXTS.len();
            expected.parameters.insert(TEXTS[which], text.to_owned());
            match which {
                0 => filter.template_name(text),
                1 => filter.executed_by(text),
                2 => filter.parent_execution_id(text),
                3 => filter.category(text),
                _ => filter.resource_group_id(text),
            }
        }
        Condition::Tag(key, value) => {
            expected.tags.insert(key.to_owned(), value.to_owned());
            filter.tag(key, value)
        }
        Condition::Time(which, seconds) => {
            let which = usize::from(which) % TIMES.len();
            let time = Timestamp::from_unix_seconds(seconds.into()).unwrap();
            expected.parameters.insert(TIMES[which], time.to_string());
            match which {
                0 => filter.started_after(time),
                1 => filter.started_before(time),
                2 => filter.ended_after(time),
                _ => filter.ended_before(time),
            }
        }
        Condition::Sort(oldest) => {
            expected.parameters.insert("SortField", "StartDate".to_owned());
            expected.parameters.insert("SortOrder", if oldest { "Ascending" } else { "Descending" }.to_owned());
            filter.sort(if oldest { Sort::OldestFirst } else { Sort::NewestFirst })
        }
    }
}

fn status(filter: ExecutionFilter, text: &str, expected: &mut Expected) -> ExecutionFilter {
    if !expected.statuses.iter().any(|status| status == text) {
        expected.statuses.push(text.to_owned());
    }
    filter.status(ExecutionStatus::from(text))
}

fuzz_target!(|input: Input| {
    let mut expected = Expected::default();
    let filter =
        input.conditions.iter().fold(ExecutionFilter::new(), |filter, condition| add(filter, condition, &mut expected));
    let mut listing = match Listing::new(filter) {
        Ok(listing) => listing,
        Err(problems) => {
            assert!(
                !problems.is_empty() && problems.iter().all(|problem| problem.message.ends_with('.')),
                "{problems:?}"
            );
            assert!(problems.iter().all(|problem| problem.parameter.is_some()), "{problems:?}");
            return;
        }
    };
    let all: Vec<&str> = STATES.into_iter().chain(input.listed).collect();
    let items: Vec<Value> = all
        .iter()
        .enumerate()
        .map(|(id, status)| json!({ "ExecutionId": format!("e{id}"), "Status": status }))
        .collect();
    let response = json!({ "RequestId": REQUEST_ID, "Executions": items, "TotalCount": items.len() });
    let oos = oos(&[], &[], Step::Json(200, response));
    let page = run(client().next_page(&oos, &mut listing)).unwrap().unwrap();
    assert_eq!(run(client().next_page(&oos, &mut listing)), Ok(None));

    let Expected { mut parameters, statuses, tags } = expected;
    let one = match statuses.as_slice() {
        [status] if STATES.contains(&status.as_str()) && status != "Queued" => Some(status.clone()),
        _ => None,
    };
    let is_counted = statuses.is_empty() || one.is_some();
    assert_eq!(page.total_count, is_counted.then_some(all.len() as u64));
    parameters.extend(one.map(|status| ("Status", status)));
    parameters.insert("MaxResults", "100".to_owned());
    if parameters.contains_key("ParentExecutionId") {
        parameters.insert("IncludeChildExecution", "true".to_owned());
    }
    let requests = oos.requests.borrow();
    let mut sent: BTreeMap<&str, &str> =
        requests[0].1.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    for name in ["AccessKeyId", "Action", "Format", "Timestamp", "Version"] {
        assert!(sent.remove(name).is_some(), "{name}");
    }
    sent.retain(|name, _| !name.starts_with("Signature"));
    let sent_tags: BTreeMap<String, String> =
        sent.remove("Tags").map_or_else(BTreeMap::new, |text| serde_json::from_str(text).unwrap());
    assert_eq!(sent_tags, tags);
    assert_eq!(sent, parameters.iter().map(|(name, value)| (*name, value.as_str())).collect());

    let wanted = |status: &&str| statuses.is_empty() || statuses.iter().any(|other| other == status);
    let read = |status: &&str| !status.is_empty() && status.len() <= 64;
    let listed: Vec<&str> = page.executions.iter().map(|execution| execution.status().as_str()).collect();
    assert_eq!(listed, all.into_iter().filter(read).filter(wanted).collect::<Vec<_>>());
});
