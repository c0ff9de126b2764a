//! Pages of ListExecutions: complete, without doubles, and stable while executions change.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::support::{Bench, cancel, ids, listing, start};

/// Reads all pages, and lets something happen between each two of them.
fn pages(bench: &Bench, filters: &[(&str, &str)], mut between: impl FnMut(usize)) -> Vec<Vec<String>> {
    let mut pages = Vec::new();
    let mut token: Option<String> = None;
    loop {
        let draft = listing(filters);
        let draft = match &token {
            Some(token) => draft.with("NextToken", token),
            None => draft,
        };
        let list = bench.send(&draft.sign()).json();
        pages.push(ids(&list));
        between(pages.len());
        match list["NextToken"].as_str() {
            Some(next) => token = Some(next.to_owned()),
            None => break pages,
        }
        assert!(pages.len() < 1000, "paging does not end");
    }
}

fn some(bench: &Bench, count: usize) -> Vec<String> {
    let made = bench.control("POST", "/executions", json!({ "count": count, "details": { "templateName": "many" } }));
    made.json()["executionIds"].as_array().unwrap().iter().map(|id| id.as_str().unwrap().to_owned()).collect()
}

const MANY: (&str, &str) = ("TemplateName", "many");

#[test]
fn every_execution_is_on_exactly_one_page() {
    let bench = start();
    let mut made = some(&bench, 95);
    made.reverse();
    for (size, count) in [("10", 10), ("95", 1), ("94", 2), ("100", 1)] {
        let pages = pages(&bench, &[MANY, ("MaxResults", size)], |_| {});
        assert_eq!(pages.len(), count, "{size}");
        assert_eq!(pages.concat(), made, "{size}");
    }
    let by_default = pages(&bench, &[MANY], |_| {});
    assert_eq!(by_default.iter().map(Vec::len).collect::<Vec<_>>(), [50, 45]);
}

#[test]
fn page_may_change_its_size_on_the_way() {
    let bench = start();
    some(&bench, 30);
    let first = bench.list(&[MANY, ("MaxResults", "10")]);
    let rest = bench.list(&[MANY, ("MaxResults", "100"), ("NextToken", first["NextToken"].as_str().unwrap())]);
    assert_eq!((ids(&rest).len(), rest.get("NextToken")), (20, None));
}

#[test]
fn token_needs_percent_encoding_and_is_never_the_same() {
    let bench = start();
    some(&bench, 30);
    let token = || bench.list(&[MANY, ("MaxResults", "10")])["NextToken"].as_str().unwrap().to_owned();
    let (one, other) = (token(), token());
    assert_ne!(one, other);
    assert!(one.contains('=') && one.contains('+') && one.contains('：'), "{one}");
    let page = |token: &str| bench.listed(&[MANY, ("MaxResults", "10"), ("NextToken", token)]);
    assert_eq!(page(&one), page(&other));
}

#[test]
fn token_belongs_to_its_filters_and_order() {
    let bench = start();
    some(&bench, 30);
    let token = bench.list(&[MANY, ("MaxResults", "10")])["NextToken"].as_str().unwrap().to_owned();
    for other in [("TemplateName", "man"), ("Status", "Running"), ("SortOrder", "Ascending"), ("Tags", "{}")] {
        let reply = bench.send(&listing(&[MANY, other, ("NextToken", &token)]).sign());
        reply.assert_refused(400, "InvalidParameter", "The parameter is invalid.");
    }
}

#[test]
fn executions_that_change_are_neither_missed_nor_doubled() {
    for sort in ["StartDate", "EndDate", "Status"] {
        for order in ["Ascending", "Descending"] {
            let bench = start();
            bench.settings(json!({ "cancelDelayMs": 0 }));
            let made = some(&bench, 60);
            let filters = [MANY, ("MaxResults", "10"), ("SortField", sort), ("SortOrder", order)];
            // Ten of both ends are cancelled after each page.
            let pages = pages(&bench, &filters, |page| {
                for id in made.iter().skip(page * 5).take(5).chain(made.iter().rev().skip(page * 5).take(5)) {
                    bench.send(&cancel(id).sign());
                }
                some(&bench, 3);
            });
            let all = pages.concat();
            let distinct: BTreeSet<_> = all.iter().collect();
            assert_eq!((all.len(), distinct.len()), (60, 60), "{sort} {order}");
            assert_eq!(distinct, made.iter().collect(), "{sort} {order}");
        }
    }
}

#[test]
fn executions_that_no_longer_fit_shift_no_others() {
    let bench = start();
    bench.settings(json!({ "cancelDelayMs": 0 }));
    let made = some(&bench, 60);
    let cancelled: BTreeSet<_> = made.iter().step_by(3).cloned().collect();
    let pages = pages(&bench, &[MANY, ("Status", "Running"), ("MaxResults", "10")], |page| {
        if page == 2 {
            cancelled.iter().for_each(|id| assert_eq!(bench.send(&cancel(id).sign()).status, 200));
        }
    });
    let all = pages.concat();
    assert_eq!(all.len(), all.iter().collect::<BTreeSet<_>>().len());
    for id in made.iter().filter(|id| !cancelled.contains(*id)) {
        assert!(all.contains(id), "{id} was missed");
    }
    let second_half = made.iter().take(40).filter(|id| cancelled.contains(*id));
    second_half.for_each(|id| assert!(!all.contains(id), "{id} does not fit any more"));
}

#[test]
fn lists_are_sorted_by_each_field_in_both_orders() {
    let bench = start();
    let values = |sort: &str, order: &str| -> Vec<String> {
        let list = bench.list(&[("SortField", sort), ("SortOrder", order)]);
        let items = list["Executions"].as_array().unwrap();
        items.iter().map(|item| item[sort].as_str().unwrap().to_owned()).collect()
    };
    for (number, status) in ["Success", "Failed", "Cancelled"].into_iter().enumerate() {
        let end = format!("2020-01-0{}T00:00:00Z", 3 - number);
        bench.make(
            json!({ "status": status, "startDate": format!("2019-01-0{}T00:00:00Z", number + 1), "endDate": end }),
        );
    }
    for sort in ["StartDate", "EndDate", "Status"] {
        let ascending = values(sort, "Ascending");
        let mut sorted = ascending.clone();
        sorted.sort();
        assert_eq!(ascending, sorted, "{sort}");
        let descending = values(sort, "Descending");
        sorted.reverse();
        assert_eq!(descending, sorted, "{sort}");
    }
    let by_default: Vec<Value> = bench.list(&[])["Executions"].as_array().unwrap().clone();
    let explicit = bench.list(&[("SortField", "StartDate"), ("SortOrder", "Descending")]);
    assert_eq!(json!(by_default), explicit["Executions"]);
}

#[test]
fn ten_thousand_executions_are_paged() {
    let options = oos_emulator::Options {
        seeds: oos_emulator::Seeds { executions: 10_000, ..Default::default() },
        ..Default::default()
    };
    let bench = Bench { emulator: oos_emulator::Emulator::start(&options).unwrap(), agent: crate::support::agent() };
    let all = pages(&bench, &[("MaxResults", "100")], |_| {}).concat();
    assert_eq!((all.len(), all.iter().collect::<BTreeSet<_>>().len()), (10_007, 10_007));
    assert_eq!(bench.list(&[("TemplateName", "fleet-patch")])["TotalCount"], 5000, "also fleet-patch-kernel");
    assert_eq!(bench.list(&[("Status", "Running")])["TotalCount"], 7001);
    bench.control("POST", "/reset", Value::Null);
    assert_eq!(bench.list(&[])["TotalCount"], 10_007);
}
