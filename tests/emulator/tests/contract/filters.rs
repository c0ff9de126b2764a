//! Every filter of ListExecutions: what it lists, what it leaves out, and what it refuses.

use serde_json::{Value, json};

use crate::support::{Bench, listing, start};

/// Two executions that differ in everything that a filter can ask for, beside the seeded ones.
fn two() -> (Bench, String, String) {
    let bench = start();
    let one = bench.make(json!({
        "status": "Success", "startDate": "2020-01-01T00:00:00Z", "endDate": "2020-01-01T00:01:00Z",
        "details": {
            "templateName": "Fleet-restart", "category": "TimerTrigger", "mode": "Debug", "executedBy": "root(demo)",
            "ramRole": "role/one", "description": "a b+c&d=e/f", "resourceGroupId": "rg-1", "resourceIds": ["i-1", "i-2"],
            "resourceTemplateName": "rt-1", "tags": { "k 1": "v+1", "k2": "中文" },
        },
    }));
    let other = bench.make(json!({
        "status": "Failed", "startDate": "2021-01-01T00:00:00Z", "endDate": "2021-01-01T00:01:00Z",
        "details": {
            "templateName": "Fleet-patch", "category": "AlarmTrigger", "mode": "FailurePause", "executedBy": "vme",
            "ramRole": "role/two", "description": "another", "resourceGroupId": "rg-2", "resourceIds": ["i-3"],
            "resourceTemplateName": "rt-2", "tags": { "k2": "v2" },
        },
    }));
    (bench, one, other)
}

#[test]
fn each_filter_lists_what_fits_and_nothing_else() {
    let (bench, one, _) = two();
    for filter in [
        ("ExecutionId", one.as_str()),
        ("TemplateName", "Fleet-restart"),
        ("TemplateName", "eet-res"),
        ("Category", "TimerTrigger"),
        ("Categories", r#"["TimerTrigger"]"#),
        ("Categories", r#"["EventTrigger", "TimerTrigger"]"#),
        ("Mode", "Debug"),
        ("ExecutedBy", "root(demo)"),
        ("RamRole", "role/one"),
        ("Description", "a b+c&d=e/f"),
        ("ResourceGroupId", "rg-1"),
        ("ResourceId", "i-1"),
        ("ResourceId", "i-2"),
        ("ResourceTemplateName", "rt-1"),
        ("StartDateBefore", "2020-01-01T00:00:00Z"),
        ("EndDateBefore", "2020-01-01T00:01:00Z"),
        ("Tags", r#"{"k 1":"v+1"}"#),
        ("Tags", r#"{"k2":"中文","k 1":"v+1"}"#),
    ] {
        let list = bench.list(&[filter]);
        assert_eq!(crate::support::ids(&list), [one.as_str()], "{filter:?}");
        assert_eq!((&list["TotalCount"], list.get("NextToken")), (&json!(1), None), "{filter:?}");
    }
}

#[test]
fn filter_that_fits_nothing_gives_an_empty_list() {
    let (bench, ..) = two();
    for filter in [
        ("ExecutionId", "exec-unknown"),
        ("ParentExecutionId", "exec-unknown"),
        ("TemplateName", "fleet-restart"),
        ("TemplateName", "eet.res"),
        ("Categories", r#"["EventTrigger"]"#),
        ("ExecutedBy", "root"),
        ("RamRole", "role"),
        ("Description", "a b c&d=e/f"),
        ("ResourceGroupId", "rg"),
        ("ResourceId", "i"),
        ("ResourceTemplateName", "rt"),
        ("Status", "Pending"),
        ("Tags", r#"{"k2":"v1"}"#),
        ("Tags", r#"{"k 1":"v+1","k2":"v2"}"#),
        ("StartDateBefore", "2019-12-31T23:59:59Z"),
        ("EndDateBefore", "2020-01-01T00:00:59Z"),
        ("EndDateAfter", "2999-01-01T00:00:00Z"),
    ] {
        let list = bench.list(&[filter]);
        assert_eq!((&list["Executions"], &list["TotalCount"]), (&json!([]), &json!(0)), "{filter:?}");
    }
}

#[test]
fn filters_are_combined() {
    let (bench, one, other) = two();
    assert_eq!(bench.listed(&[("TemplateName", "Fleet"), ("SortOrder", "Ascending")]), [one.as_str(), &other]);
    assert_eq!(bench.listed(&[("TemplateName", "Fleet"), ("Status", "Failed")]), [other.as_str()]);
    assert!(bench.listed(&[("TemplateName", "restart"), ("Status", "Failed")]).is_empty());
}

#[test]
fn each_state_can_be_asked_for() {
    let bench = start();
    for (id, status) in oos_emulator::SEEDED_EXECUTIONS {
        assert_eq!(bench.listed(&[("Status", &status.to_string())]), [*id], "{status}");
    }
}

#[test]
fn dates_are_inclusive_on_both_sides_and_unended_executions_fit_no_end() {
    let (bench, one, other) = two();
    let of_both = |filters: &[(&str, &str)]| {
        let mut filters = filters.to_vec();
        filters.extend([("TemplateName", "Fleet"), ("SortOrder", "Ascending")]);
        bench.listed(&filters)
    };
    let both = vec![one.clone(), other.clone()];
    let start = ("StartDateAfter", "2020-01-01T00:00:00Z");
    assert_eq!(of_both(&[start, ("StartDateBefore", "2021-01-01T00:00:00Z")]), both);
    assert_eq!(of_both(&[("StartDateAfter", "2020-01-01T00:00:01Z")]), [other.as_str()]);
    assert_eq!(of_both(&[start, ("StartDateBefore", "2020-12-31T23:59:59Z")]), [one.as_str()]);
    let end = ("EndDateAfter", "2020-01-01T00:01:00Z");
    assert_eq!(of_both(&[end, ("EndDateBefore", "2021-01-01T00:01:00Z")]), both);
    assert_eq!(of_both(&[("EndDateAfter", "2020-01-01T00:01:01Z")]), [other.as_str()]);
    let ended = bench.list(&[("EndDateAfter", "2000-01-01T00:00:00Z")]);
    assert_eq!(ended["TotalCount"], 5, "three of the seeded ones have ended");
}

#[test]
fn children_are_listed_on_request() {
    let bench = start();
    let parent = bench.make(json!({ "details": { "templateName": "family" } }));
    let child = bench.make(json!({ "parentExecutionId": parent, "details": { "templateName": "family" } }));
    let grandchild = bench.make(json!({ "parentExecutionId": child, "details": { "templateName": "family" } }));
    let family = |filters: &[(&str, &str)]| {
        let mut filters = filters.to_vec();
        filters.extend([("TemplateName", "family")]);
        bench.listed(&filters)
    };
    let all = [&grandchild, &child, &parent].map(String::clone).to_vec();
    assert_eq!(family(&[]), [parent.as_str()]);
    for value in ["True", "true"] {
        assert_eq!(family(&[("IncludeChildExecution", value)]), all);
    }
    for value in ["False", "false"] {
        assert_eq!(family(&[("IncludeChildExecution", value)]), [parent.as_str()]);
    }
    assert_eq!(family(&[("Depth", "RootDepth")]), [parent.as_str()]);
    assert_eq!(family(&[("Depth", "FirstChildDepth")]), [child.as_str(), &parent]);
    assert_eq!(bench.listed(&[("ExecutionId", &grandchild)]), [grandchild.as_str()]);

    let children = ("ParentExecutionId", parent.as_str());
    assert_eq!(bench.listed(&[children]), [child.as_str()]);
    bench.settings(json!({ "childrenOfParent": "on-request" }));
    assert!(bench.listed(&[children]).is_empty());
    assert_eq!(bench.listed(&[children, ("IncludeChildExecution", "True")]), [child.as_str()]);
    assert_eq!(bench.listed(&[children, ("Depth", "FirstChildDepth")]), [child.as_str()]);
    let shown = &bench.list(&[("ExecutionId", &parent)])["Executions"][0];
    assert_eq!((&shown["IsParent"], &shown["ParentExecutionId"]), (&json!(true), &json!("")));
}

#[test]
fn bad_values_are_invalid_parameters() {
    let bench = start();
    let many_tags = json!((0..21).map(|n| (n.to_string(), Value::from("v"))).collect::<serde_json::Map<_, _>>());
    let many_tags = many_tags.to_string();
    let mut cases = vec![
        vec![("Category", "Other"), ("Categories", r#"["Other"]"#)],
        vec![("Depth", "RootDepth"), ("IncludeChildExecution", "True")],
        vec![("Depth", "RootDepth"), ("IncludeChildExecution", "False")],
        vec![("Tags", many_tags.as_str())],
    ];
    for (name, values) in [
        ("MaxResults", &["0", "9", "101", "-10", "10.5", "ten", "1e1", " 10"][..]),
        ("Status", &["running", "RUNNING", "Sleeping", "Running,Waiting", r#"["Running"]"#]),
        ("IncludeChildExecution", &["TRUE", "1", "yes"]),
        ("Depth", &["All", "rootdepth", "1"]),
        ("Category", &["timertrigger", "Timer", r#"["Other"]"#]),
        (
            "Categories",
            &["TimerTrigger", "[]", r#"["Timer"]"#, r#"{"a":"Other"}"#, "['Other']", r#"["Other"、"Other"]"#],
        ),
        ("Mode", &["automatic", "Manual"]),
        ("StartDateAfter", &["2020-01-01", "2020-01-01T00:00:00", "2020-01-01T00:00:00+08:00", "2020-02-30T00:00:00Z"]),
        ("EndDateBefore", &["yesterday", "1577836800", "2020-01-01T00:00:00.000Z"]),
        ("Tags", &["k=v", r#"{"k":1}"#, r#"["k"]"#, "{'k': 'v'}", "null"]),
        ("SortField", &["startDate", "Name"]),
        ("SortOrder", &["asc", "ascending"]),
        ("NextToken", &["x", "from-10", "AAAA：+="]),
    ] {
        cases.extend(values.iter().map(|value| vec![(name, *value)]));
    }
    for case in cases {
        let reply = bench.send(&listing(&case).sign());
        assert_eq!(reply.status, 400, "{case:?}");
        reply.assert_refused(400, "InvalidParameter", "The parameter is invalid.");
    }
}

#[test]
fn parameters_travel_in_query_or_form() {
    let (bench, one, _) = two();
    let filters = [("Tags", r#"{"k2":"中文"}"#), ("Description", "a b+c&d=e/f"), ("MaxResults", "10")];
    let by_get = listing(&filters);
    let by_form = listing(&filters).post(|_| true);
    let by_both = listing(&filters).post(|name| name == "Tags");
    let by_query = listing(&filters).post(|_| false);
    for draft in [by_get, by_form, by_both, by_query] {
        let reply = bench.send(&draft.sign());
        reply.assert_success();
        assert_eq!(crate::support::ids(&reply.json()), [one.as_str()]);
    }
}

#[test]
fn empty_value_counts_as_none() {
    let bench = start();
    let all = bench.list(&[("Status", ""), ("Tags", ""), ("NextToken", ""), ("Depth", ""), ("MaxResults", "")]);
    assert_eq!(all["TotalCount"], 7);
}

#[test]
fn execution_has_every_documented_field() {
    let (bench, one, _) = two();
    let list = bench.list(&[("ExecutionId", &one)]);
    assert_eq!((&list["MaxResults"], &list["TotalCount"]), (&json!(50), &json!(1)));
    let shown = &list["Executions"][0];
    for text in [
        "AccountId",
        "Category",
        "CreateDate",
        "Description",
        "EndDate",
        "ExecutedBy",
        "ExecutionId",
        "LastSuccessfulTriggerTime",
        "LastTriggerOutputs",
        "LastTriggerStatus",
        "LastTriggerStatusMessage",
        "LastTriggerTime",
        "Mode",
        "NextScheduleTime",
        "Outputs",
        "ParentExecutionId",
        "RamRole",
        "ResourceGroupId",
        "ResourceStatus",
        "SafetyCheck",
        "StartDate",
        "Status",
        "StatusMessage",
        "StatusReason",
        "Targets",
        "TemplateId",
        "TemplateName",
        "TemplateVersion",
        "UpdateDate",
        "WaitingStatus",
    ] {
        assert!(shown[text].is_string(), "{text}: {}", shown[text]);
    }
    assert!(shown["IsParent"].is_boolean() && shown["CurrentTasks"].is_array());
    assert!(shown["Counters"]["Total"].is_number() && shown["Parameters"].is_object());
    assert_eq!(shown["Tags"], json!({ "k 1": "v+1", "k2": "中文" }));
    assert_eq!(
        (&shown["StartDate"], &shown["EndDate"]),
        (&json!("2020-01-01T00:00:00Z"), &json!("2020-01-01T00:01:00Z"))
    );
    assert_eq!(shown.as_object().unwrap().len(), 35);
}
