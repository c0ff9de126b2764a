//! Any responses of ListExecutions: what is listed was in them, each execution once, and every list ends.
#![no_main]

use std::collections::BTreeSet;

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use oos_cancel::client::{FailureKind, Listing};
use oos_cancel::oos::execution::{Execution, ExecutionStatus};
use oos_cancel::oos::execution_filter::ExecutionFilter;
use serde_json::{Map, Value, json};

#[allow(dead_code, unreachable_pub, reason = "shared with the native tests")]
#[path = "../../tests/looking/host.rs"]
mod host;

use host::{ID, Parsed, REQUEST_ID, Step, client, oos, run};

#[derive(Arbitrary, Debug)]
struct Input<'a> {
    pages: Vec<Page<'a>>,
    filter: Vec<u8>,
    raw: Option<&'a str>,
}

#[derive(Arbitrary, Debug)]
struct Page<'a> {
    executions: Vec<Element<'a>>,
    list: Option<Any<'a>>,
    token: Any<'a>,
    total: Any<'a>,
    http_status: Option<u16>,
    is_fault: u8,
}

#[derive(Arbitrary, Debug)]
struct Element<'a> {
    id: Any<'a>,
    status: Any<'a>,
    members: Vec<(u8, Any<'a>)>,
}

/// Any JSON value.
#[derive(Arbitrary, Debug)]
enum Any<'a> {
    Null,
    Flag(bool),
    Number(f64),
    Whole(i64),
    Text(&'a str),
    Id(u8),
    Wanted,
    State(u8),
    Long(u16),
    List(Vec<Any<'a>>),
    Object(Vec<(&'a str, Any<'a>)>),
}

const STATES: [&str; 10] =
    ["Started", "Queued", "Running", "Waiting", "Success", "Failed", "Cancelled", "Pending", "cancelled", "Canceled"];

const MEMBERS: [&str; 10] = [
    "Tags",
    "Counters",
    "Parameters",
    "CurrentTasks",
    "IsParent",
    "EndDate",
    "StatusMessage",
    "ParentExecutionId",
    "Outputs",
    "TaskName",
];

impl Any<'_> {
    fn value(&self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Flag(flag) => json!(flag),
            Self::Number(number) => json!(number),
            Self::Whole(number) => json!(number),
            Self::Text(text) => json!(text),
            Self::Id(number) => json!(format!("exec-{number}")),
            Self::Wanted => json!(ID),
            Self::State(index) => json!(STATES[usize::from(*index) % STATES.len()]),
            Self::Long(length) => json!("x".repeat(usize::from(*length))),
            Self::List(list) => list.iter().map(Self::value).collect(),
            Self::Object(members) => members.iter().map(|(name, value)| ((*name).to_owned(), value.value())).collect(),
        }
    }
}

impl Element<'_> {
    fn value(&self) -> Value {
        let mut members: Map<String, Value> = self
            .members
            .iter()
            .map(|(name, value)| (MEMBERS[usize::from(*name) % MEMBERS.len()].to_owned(), value.value()))
            .collect();
        members.insert("ExecutionId".to_owned(), self.id.value());
        members.insert("Status".to_owned(), self.status.value());
        Value::Object(members)
    }
}

impl Page<'_> {
    fn step(&self) -> Step {
        match self.is_fault % 16 {
            0 => Step::Lost,
            1 => Step::Html(self.http_status.unwrap_or(200)),
            2 => Step::Refuse("NoPermission", 403),
            _ => Step::Json(self.http_status.unwrap_or(200), self.value()),
        }
    }

    fn value(&self) -> Value {
        let list = self.list.as_ref().map_or_else(|| self.executions.iter().map(Element::value).collect(), Any::value);
        json!({
            "RequestId": REQUEST_ID,
            "Executions": list,
            "NextToken": self.token.value(),
            "TotalCount": self.total.value(),
        })
    }
}

/// The id and the status of an element, if it has both.
fn described(element: &Value) -> Option<(&str, &str)> {
    let text = |name| element.as_object()?.get(name)?.as_str().filter(|text| !text.is_empty());
    Some((text("ExecutionId")?, text("Status")?))
}

/// Reads every member. None of them may have another type than its own.
fn read_all(execution: &Execution<Parsed>) {
    let Parsed(json) = execution.json();
    assert_eq!(described(json), Some((execution.execution_id(), execution.status().as_str())));
    let ended = matches!(execution.status().as_str(), "Success" | "Failed" | "Cancelled");
    assert_eq!(execution.status().is_ended(), ended);
    let text = |name: &str| json[name].as_str().filter(|text| !text.is_empty()).map(str::to_owned);
    assert_eq!(execution.end_date(), text("EndDate"));
    assert_eq!(execution.status_message(), text("StatusMessage"));
    assert_eq!(execution.parent_execution_id(), text("ParentExecutionId"));
    assert_eq!(execution.outputs(), text("Outputs"));
    assert_eq!(execution.is_parent(), json["IsParent"].as_bool());
    let members = |name: &str| json[name].as_object().into_iter().flatten();
    let tags: Vec<_> =
        members("Tags").filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned()))).collect();
    assert_eq!(execution.tags(), tags);
    let counters: Vec<_> =
        members("Counters").filter_map(|(name, value)| Some((name.clone(), value.as_f64()?))).collect();
    assert_eq!(execution.counters(), counters);
    assert_eq!(execution.parameters(), json["Parameters"].is_object().then(|| Parsed(json["Parameters"].clone())));
    let tasks = json["CurrentTasks"].as_array().into_iter().flatten().filter(|task| task.is_object()).count();
    assert_eq!(execution.current_tasks().len(), tasks);
}

fuzz_target!(|input: Input| {
    let mut steps: Vec<Step> = input.pages.iter().map(Page::step).collect();
    if let Some(json) = input.raw.and_then(|raw| serde_json::from_str::<Value>(raw).ok()).filter(Value::is_object) {
        steps.push(Step::Json(200, json));
    }
    one(&steps);
    list(&steps, &input.filter);
});

/// Looks at one execution again and again.
fn one(steps: &[Step]) {
    let oos = oos(&[], steps, Step::Refuse("NoPermission", 403));
    for _ in steps {
        let looked = run(client().get_execution(&oos, ID));
        if let Ok(Some(execution)) = &looked {
            assert_eq!(execution.execution_id(), ID);
            read_all(execution);
        }
        if let Ok(None) = looked {
            let observed = oos.observed.borrow();
            assert!(observed.last().is_some_and(|attempt| attempt.outcome.is_none()), "an empty list was read");
        }
    }
}

fn list(steps: &[Step], filter: &[u8]) {
    let statuses: Vec<&str> = filter.iter().map(|index| STATES[usize::from(*index) % STATES.len()]).collect();
    let filter =
        statuses.iter().fold(ExecutionFilter::new(), |filter, status| filter.status(ExecutionStatus::from(*status)));
    let oos = oos(&[], steps, Step::Json(200, json!({ "RequestId": REQUEST_ID, "Executions": [] })));
    let offered: BTreeSet<(String, String)> = steps
        .iter()
        .filter_map(|step| if let Step::Json(_, json) = step { json["Executions"].as_array() } else { None })
        .flatten()
        .filter_map(described)
        .map(|(id, status)| (id.to_owned(), status.to_owned()))
        .collect();
    let mut listing = Listing::new(filter).unwrap();
    let mut seen = BTreeSet::new();
    for request in 0..=3 * steps.len() + 3 {
        let page = match run(client().next_page(&oos, &mut listing)) {
            Ok(Some(page)) => page,
            Ok(None) => return,
            Err(failure) => {
                if let FailureKind::Response { .. } = failure.kind
                    && failure.kind.code() == "RepeatedToken"
                {
                    assert_eq!(
                        run(client().next_page(&oos, &mut listing)),
                        Ok(None),
                        "a list ends with a token that repeats"
                    );
                    return;
                }
                continue;
            }
        };
        assert!(request <= 3 * steps.len() + 2, "every list ends");
        for execution in &page.executions {
            read_all(execution);
            let (id, status) = (execution.execution_id(), execution.status().as_str());
            assert!(offered.contains(&(id.to_owned(), status.to_owned())), "{id} was listed");
            assert!(statuses.is_empty() || statuses.contains(&status));
            assert!(seen.insert(id.to_owned()), "{id} is listed once");
        }
        if let Some(total) = page.total_count {
            assert!(total <= 9_007_199_254_740_991);
        }
    }
}
