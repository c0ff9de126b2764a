//! Lists of executions through a client with a scripted OOS: the parameters, the pages, and what a filter accepts.
#![cfg(not(target_arch = "wasm32"))]
#![allow(unreachable_pub, reason = "the host is a module of two tests")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "helpers of tests are tests")]

#[path = "looking/host.rs"]
#[allow(dead_code, reason = "shared with the tests that wait")]
mod host;

use host::{Oos, Over, REQUEST_ID, Step, client, oos, run};
use oos_cancel::client::{Failure, FailureKind, Listing, Outcome};
use oos_cancel::oos::execution::ExecutionStatus;
use oos_cancel::oos::execution_filter::{ExecutionFilter, Sort};
use oos_cancel::rpc::problem::ProblemCode;
use oos_cancel::rpc::timestamp::Timestamp;
use proptest::prelude::*;
use serde_json::{Value, json};

fn page(ids: &[&str], token: Value) -> Step {
    let items: Vec<Value> = ids.iter().map(|id| json!({ "ExecutionId": id, "Status": "Running" })).collect();
    Step::Json(200, json!({ "RequestId": REQUEST_ID, "Executions": items, "NextToken": token, "TotalCount": 7 }))
}

/// The ids of each page, until the list ends or fails.
fn pages(oos: &Oos, filter: ExecutionFilter) -> (Vec<Vec<String>>, Option<Failure<Over>>) {
    let mut listing = Listing::new(filter).unwrap();
    let mut pages = Vec::new();
    loop {
        match run(client().next_page(oos, &mut listing)) {
            Ok(Some(page)) => {
                pages.push(page.executions.iter().map(|execution| execution.execution_id().to_owned()).collect());
            }
            Ok(None) => return (pages, None),
            Err(failure) => return (pages, Some(failure)),
        }
    }
}

/// The parameters of the operation in each request.
fn parameters(oos: &Oos) -> Vec<Vec<(String, String)>> {
    let common = ["AccessKeyId", "Action", "Format", "Signature", "Timestamp", "Version"];
    let own = |(name, _): &(String, String)| !common.iter().any(|common| name.starts_with(common));
    oos.requests.borrow().iter().map(|(_, all)| all.iter().filter(|pair| own(pair)).cloned().collect()).collect()
}

fn owned(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

#[test]
fn every_condition_is_sent_as_oos_reads_it() {
    let oos = oos(&[], &[], page(&[], json!("")));
    let filter = ExecutionFilter::new()
        .status(ExecutionStatus::Running)
        .template_name("fleet")
        .executed_by("root(1309)")
        .parent_execution_id("exec-1")
        .category("TimerTrigger")
        .resource_group_id("rg-1")
        .tag("k 2", "\"quoted\" \\")
        .tag("k1", "old")
        .tag("k1", "ü")
        .started_after(time("2024-01-01T00:00:00Z"))
        .started_before(time("2024-01-01T00:00:00Z"))
        .ended_after(time("2024-01-02T00:00:00Z"))
        .ended_before(time("2024-01-03T00:00:00Z"))
        .sort(Sort::OldestFirst);
    assert_eq!(pages(&oos, filter).0, [Vec::<String>::new()]);
    let expected = [
        ("Category", "TimerTrigger"),
        ("EndDateAfter", "2024-01-02T00:00:00Z"),
        ("EndDateBefore", "2024-01-03T00:00:00Z"),
        ("ExecutedBy", "root(1309)"),
        ("IncludeChildExecution", "true"),
        ("MaxResults", "100"),
        ("ParentExecutionId", "exec-1"),
        ("ResourceGroupId", "rg-1"),
        ("SortField", "StartDate"),
        ("SortOrder", "Ascending"),
        ("StartDateAfter", "2024-01-01T00:00:00Z"),
        ("StartDateBefore", "2024-01-01T00:00:00Z"),
        ("Status", "Running"),
        ("Tags", r#"{"k 2":"\"quoted\" \\","k1":"ü"}"#),
        ("TemplateName", "fleet"),
    ];
    assert_eq!(parameters(&oos), [owned(&expected)]);
}

#[test]
fn only_one_documented_status_is_left_to_the_server() {
    use ExecutionStatus::{Cancelled, Other, Queued, Running, Success, Waiting};
    for (statuses, sent) in [
        (vec![], None),
        (vec![Running], Some("Running")),
        (vec![Success, Success], Some("Success")),
        (vec![Other("Pending".into())], Some("Pending")),
        (vec![Queued], None),
        (vec![Other("Brand.New".into())], None),
        (vec![Running, Waiting], None),
        (vec![Cancelled, Queued], None),
    ] {
        let filter = statuses.iter().cloned().fold(ExecutionFilter::new(), ExecutionFilter::status);
        let all = ["Started", "Queued", "Running", "Waiting", "Success", "Failed", "Cancelled", "Pending", "Brand.New"];
        let items: Vec<Value> = all.iter().map(|status| json!({ "ExecutionId": status, "Status": status })).collect();
        let oos =
            oos(&[], &[], Step::Json(200, json!({ "RequestId": REQUEST_ID, "Executions": items, "TotalCount": 9 })));
        let mut listing = Listing::new(filter).unwrap();
        let page = run(client().next_page(&oos, &mut listing)).unwrap().unwrap();
        let listed: Vec<&str> = page.executions.iter().map(|execution| execution.status().as_str()).collect();
        let wanted = |status: &&str| statuses.is_empty() || statuses.contains(&ExecutionStatus::from(*status));
        assert_eq!(listed, all.into_iter().filter(wanted).collect::<Vec<_>>(), "{statuses:?}");
        let found = parameters(&oos)[0].iter().find(|(name, _)| name == "Status").map(|(_, value)| value.clone());
        assert_eq!(found.as_deref(), sent);
        let counted = statuses.is_empty() || sent.is_some();
        assert_eq!(page.total_count, counted.then_some(9), "the count of another filter is wrong");
    }
}

#[test]
fn execution_that_changes_its_status_meanwhile_is_listed_once() {
    let item = |id: &str, status: &str| json!({ "ExecutionId": id, "Status": status });
    let page = |items: Value, token: &str| {
        Step::Json(200, json!({ "RequestId": REQUEST_ID, "Executions": items, "NextToken": token }))
    };
    // "b" was Waiting on the first page, and new executions pushed it to the second one, Running.
    let oos = oos(
        &[],
        &[
            page(json!([item("a", "Running"), item("b", "Waiting")]), "t1"),
            page(json!([item("b", "Running"), item("c", "Success"), item("d", "Waiting")]), ""),
        ],
        Step::Absent,
    );
    let filter = ExecutionFilter::new().status(ExecutionStatus::Running).status(ExecutionStatus::Waiting);
    assert_eq!(pages(&oos, filter).0, [vec!["a", "b"], vec!["d"]]);
    // One that is not wanted at first, or for a while.
    for statuses in [["Waiting", "Running", "Running"], ["Running", "Waiting", "Running"]] {
        let steps: Vec<Step> = statuses
            .iter()
            .zip(["t1", "t2", ""])
            .map(|(status, token)| page(json!([item("a", status)]), token))
            .collect();
        let (pages, failure) = pages(&oos_with(&steps), ExecutionFilter::new().status(ExecutionStatus::Running));
        assert_eq!((pages.concat(), failure), (vec!["a".to_owned()], None), "{statuses:?}");
    }
}

#[test]
fn token_leads_from_page_to_page() {
    let (strange, longest) = ("AAAA=-_：+ /%", "x".repeat(8_192));
    for (strange, end) in [(strange, json!("")), (&longest, json!(null))] {
        let oos = oos(&[], &[page(&["a"], json!(strange)), page(&[], json!("t2")), page(&["b"], end)], Step::Absent);
        let (pages, failure) = pages(&oos, ExecutionFilter::new());
        assert_eq!((pages, failure), (vec![vec!["a".to_owned()], vec![], vec!["b".to_owned()]], None));
        let sent = parameters(&oos);
        assert_eq!(sent[0], owned(&[("MaxResults", "100")]));
        assert_eq!(sent[1], owned(&[("MaxResults", "100"), ("NextToken", strange)]));
        assert_eq!((sent[2][1].1.as_str(), sent.len()), ("t2", 3));
    }
}

fn oos_with(steps: &[Step]) -> Oos {
    oos(&[], steps, page(&[], json!("")))
}

#[test]
fn token_that_repeats_ends_the_list_with_an_error() {
    for tokens in [&["t1", "t1"][..], &["t1", "t2", "t1"], &["t1", "t2", "t3", "t2"]] {
        let steps: Vec<Step> = tokens.iter().map(|token| page(&[], json!(token))).collect();
        let oos = oos(&[], &steps, Step::Absent);
        let (pages, failure) = pages(&oos, ExecutionFilter::new());
        let failure = failure.unwrap();
        assert_eq!(
            (pages.len(), failure.kind.code(), failure.outcome),
            (tokens.len() - 1, "RepeatedToken", Outcome::Failed)
        );
        assert_eq!(oos.requests.borrow().len(), tokens.len());
    }
    // A server that always has another token.
    let steps: Vec<Step> = (0..1_000).map(|number| page(&[], json!(format!("t{number}")))).collect();
    let oos = oos(&[], &steps, Step::Absent);
    assert_eq!(pages(&oos, ExecutionFilter::new()).1.unwrap().kind.code(), "RepeatedToken");
    assert_eq!(oos.requests.borrow().len(), 101);
    // The same, with executions that the list has had before, of a status that is wanted or not.
    for filter in [ExecutionFilter::new(), ExecutionFilter::new().status(ExecutionStatus::Queued)] {
        let steps: Vec<Step> = (0..1_000).map(|number| page(&["a", "b"], json!(format!("t{number}")))).collect();
        let oos = oos_with(&steps);
        assert_eq!(pages(&oos, filter).1.unwrap().kind.code(), "RepeatedToken");
        assert_eq!(oos.requests.borrow().len(), 102);
    }
    // Pages with other executions are none of those, even if none of them is wanted.
    let steps: Vec<Step> = (0..300).map(|number| page(&[&format!("e{number}")], json!(format!("t{number}")))).collect();
    let (pages, failure) = pages(&oos_with(&steps), ExecutionFilter::new().status(ExecutionStatus::Queued));
    assert_eq!((pages.len(), pages.concat().len(), failure), (301, 0, None));
}

#[test]
fn elements_that_are_no_executions_are_left_out_and_other_json_is_an_error() {
    let list = |items: Value, token: Value| {
        Step::Json(200, json!({ "RequestId": REQUEST_ID, "Executions": items, "NextToken": token }))
    };
    let good = json!({ "ExecutionId": "a", "Status": "Running" });
    let (found, failure) = pages(
        &oos(&[], &[], list(json!([{ "Status": "Running" }, good, { "ExecutionId": "b" }, 1, null]), json!(null))),
        ExecutionFilter::new(),
    );
    assert_eq!((found, failure), (vec![vec!["a".to_owned()]], None));
    for step in [
        list(json!([{ "Status": "Running" }]), json!("")),
        list(json!({ "Execution": [good] }), json!("")),
        list(json!(null), json!("")),
        list(json!("[]"), json!("")),
        list(json!([good]), json!(1)),
        list(json!([good]), json!(["t"])),
        list(json!([good]), json!("x".repeat(8_193))),
    ] {
        let failure = pages(&oos(&[], &[], step.clone()), ExecutionFilter::new()).1.unwrap();
        assert_eq!(failure.kind.code(), "WrongShape", "{step:?}");
    }
}

#[test]
fn count_is_passed_on_only_if_it_is_one() {
    for (count, expected) in [
        (json!(0), Some(0)),
        (json!(7.0), Some(7)),
        (json!(9_007_199_254_740_991_u64), Some(9_007_199_254_740_991)),
        (json!(-1), None),
        (json!(1.5), None),
        (json!(1e308), None),
        (json!("7"), None),
        (json!(null), None),
    ] {
        let step = Step::Json(200, json!({ "RequestId": REQUEST_ID, "Executions": [], "TotalCount": count }));
        let mut listing = Listing::new(ExecutionFilter::new()).unwrap();
        let page = run(client().next_page(&oos(&[], &[step], Step::Absent), &mut listing)).unwrap().unwrap();
        assert_eq!(page.total_count, expected, "{count}");
    }
}

#[test]
fn failed_page_can_be_requested_again() {
    let oos = oos(
        &[],
        &[page(&["a"], json!("t1")), Step::Refuse("NoPermission", 403), page(&["b"], json!(""))],
        Step::Absent,
    );
    let mut listing = Listing::new(ExecutionFilter::new()).unwrap();
    assert!(run(client().next_page(&oos, &mut listing)).unwrap().is_some());
    let failure = run(client().next_page(&oos, &mut listing)).unwrap_err();
    assert_eq!((failure.outcome, failure.kind.code()), (Outcome::Refused, "NoPermission"));
    assert!(failure.message().contains("oos:ListExecutions"), "{}", failure.message());
    let page = run(client().next_page(&oos, &mut listing)).unwrap().unwrap();
    assert_eq!(page.executions[0].execution_id(), "b");
    assert!(run(client().next_page(&oos, &mut listing)).unwrap().is_none());
}

#[test]
fn filters_are_checked() {
    let filter = ExecutionFilter::new;
    let (early, late) = (time("2024-01-01T00:00:00Z"), time("2024-01-01T00:00:01Z"));
    let tags = |count: u32| (0..count).fold(filter(), |filter, number| filter.tag(number.to_string(), "v"));
    for (filter, expected) in [
        (filter(), None),
        (tags(20), None),
        (filter().tag("k", ""), None),
        (filter().started_after(early).started_before(early).ended_after(early).ended_before(late), None),
        (tags(21), Some(("Tags", ProblemCode::TooLong))),
        (filter().tag("", "v"), Some(("Tags", ProblemCode::Empty))),
        (filter().status("running".into()), Some(("Status", ProblemCode::Malformed))),
        (filter().status("Running".into()).status("CANCELLED".into()), Some(("Status", ProblemCode::Malformed))),
        (filter().status("Paused".into()), None),
        (filter().tag("k", "a\nb"), Some(("Tags", ProblemCode::Malformed))),
        (filter().tag("k".repeat(513), "v"), Some(("Tags", ProblemCode::TooLong))),
        (filter().template_name(""), Some(("TemplateName", ProblemCode::Empty))),
        (filter().executed_by(" x"), Some(("ExecutedBy", ProblemCode::Malformed))),
        (filter().category("x\u{0}"), Some(("Category", ProblemCode::Malformed))),
        (filter().resource_group_id("x".repeat(1_025)), Some(("ResourceGroupId", ProblemCode::TooLong))),
        (filter().parent_execution_id("x\u{200B}"), Some(("ParentExecutionId", ProblemCode::Malformed))),
        (filter().status(ExecutionStatus::from("")), Some(("Status", ProblemCode::Empty))),
        (filter().started_after(late).started_before(early), Some(("StartDateAfter", ProblemCode::Conflict))),
        (filter().ended_before(early).ended_after(late), Some(("EndDateAfter", ProblemCode::Conflict))),
    ] {
        let problems = Listing::new(filter).err();
        let found = problems.as_ref().map(|problems| (problems[0].parameter.as_deref().unwrap(), problems[0].code));
        assert_eq!(found, expected);
    }
    let failure: Failure<Over> = Failure::invalid_input(Listing::new(filter().template_name("")).unwrap_err());
    assert!(matches!(failure.kind, FailureKind::InvalidInput(_)));
}

proptest! {
    #[test]
    fn tags_arrive_as_they_were(
        // A key neither begins nor ends with white space.
        tags in prop::collection::btree_map("[a-z\"\\\\ü{}:,]([a-z\"\\\\ü{}:, ]{0,6}[a-z\"\\\\ü{}:,])?", "[a-z\"\\\\é]{0,8}", 1..20),
    ) {
        let filter = tags.iter().fold(ExecutionFilter::new(), |filter, (key, value)| filter.tag(key.clone(), value.clone()));
        let oos = oos(&[], &[], page(&[], json!("")));
        let mut listing = Listing::new(filter).unwrap();
        prop_assert!(run(client().next_page(&oos, &mut listing)).is_ok());
        let sent = parameters(&oos)[0].iter().find(|(name, _)| name == "Tags").unwrap().1.clone();
        let read: std::collections::BTreeMap<String, String> = serde_json::from_str(&sent).unwrap();
        prop_assert_eq!(read, tags);
    }

    #[test]
    fn list_has_each_execution_once_whatever_the_pages_are(list in prop::collection::vec(prop::collection::vec(0..40u8, 0..12), 1..12)) {
        let last = list.len() - 1;
        let steps: Vec<Step> = list.iter().enumerate().map(|(index, ids)| {
            let ids: Vec<String> = ids.iter().map(|id| format!("exec-{id}")).collect();
            let token = if index == last { json!(null) } else { json!(format!("t{index}")) };
            page(&ids.iter().map(String::as_str).collect::<Vec<_>>(), token)
        }).collect();
        let oos = oos(&[], &steps, Step::Absent);
        let (pages, failure) = pages(&oos, ExecutionFilter::new());
        prop_assert_eq!(failure, None);
        prop_assert_eq!(pages.len(), list.len());
        let mut expected = Vec::new();
        for id in list.iter().flatten().map(|id| format!("exec-{id}")) {
            if !expected.contains(&id) {
                expected.push(id);
            }
        }
        prop_assert_eq!(pages.concat(), expected);
    }
}
