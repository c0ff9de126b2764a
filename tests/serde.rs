//! The feature `serde`: what a back end passes on as JSON.
#![cfg(feature = "serde")]

use oos_cancel::client::{FailureClass, Outcome};
use oos_cancel::{Remedy, Rules, Timestamp, validate};
use serde_json::{json, to_value};

#[test]
fn problems_are_a_list_of_objects_with_stable_codes() {
    let now = Timestamp::parse("2024-05-06T07:08:09Z").unwrap();
    let url = "https://oos.cn-hangzhou.aliyuncs.com/?Action=CancelExecution&Format=XML";
    let problems = validate(url, &Rules::at(now)).unwrap_err();
    let list = to_value(&problems).unwrap();
    let format = list.as_array().unwrap().iter().find(|problem| problem["parameter"] == "Format").unwrap();
    let same = problems.iter().find(|problem| problem.parameter.as_deref() == Some("Format")).unwrap();
    assert_eq!(format["code"], same.code.as_str());
    assert_eq!(format["allowed"], "JSON");
    assert_eq!(format["limit"], json!(null));
}

#[test]
fn enums_are_their_stable_texts_and_timestamps_their_form_on_the_wire() {
    assert_eq!(
        to_value(Outcome::ALL).unwrap(),
        json!(Outcome::ALL.iter().map(|value| value.as_str()).collect::<Vec<_>>())
    );
    assert_eq!(to_value(FailureClass::ALL).unwrap()[0], json!(FailureClass::ALL[0].as_str()));
    assert_eq!(to_value(Remedy::ALL).unwrap()[0], json!(Remedy::ALL[0].as_str()));
    assert_eq!(to_value(Timestamp::EPOCH).unwrap(), json!("1970-01-01T00:00:00Z"));
}
