//! Faults of ListExecutions alone: the response is OOS's, but not what a client expects.

use serde_json::{Value, json};

use super::kind::Kind;
use crate::{
    gateway::{Exchange, Fields},
    oos::token_of_this_page,
};

pub(super) fn change(kind: &Kind, exchange: &mut Exchange<'_>, fields: &mut Fields) {
    match kind {
        Kind::RepeatedToken {} => {
            let given = exchange.call.get("NextToken").map(str::to_owned);
            let token = given.unwrap_or_else(|| token_of_this_page(exchange.world, exchange.call));
            fields.insert("NextToken".to_owned(), json!(token));
        }
        Kind::EmptyPage {} => {
            let token = token_of_this_page(exchange.world, exchange.call);
            fields.insert("NextToken".to_owned(), json!(token));
            fields.insert("Executions".to_owned(), json!([]));
        }
        Kind::OtherShape {} => {
            let items = fields.remove("Executions").unwrap_or_default();
            fields.insert("Executions".to_owned(), json!({ "Execution": items }));
        }
        Kind::ItemWithoutId {} => without(fields, "ExecutionId"),
        Kind::ItemWithoutStatus {} => without(fields, "Status"),
        Kind::OtherIdFirst {} => {
            if let Some(Value::Array(items)) = fields.get_mut("Executions") {
                items.insert(0, json!({ "ExecutionId": "exec-00000000000000000000", "Status": "Success" }));
            }
        }
        Kind::NoTotalCount {} => {
            fields.remove("TotalCount");
        }
        Kind::EmptyToken {} => {
            fields.entry("NextToken").or_insert_with(|| json!(""));
        }
        Kind::LargeOutputs { bytes } => {
            if let Some(first) = first(fields) {
                first.insert("Outputs".to_owned(), json!("x".repeat(*bytes)));
            }
        }
        _ => {}
    }
}

fn without(fields: &mut Fields, name: &str) {
    if let Some(first) = first(fields) {
        first.remove(name);
    }
}

fn first(fields: &mut Fields) -> Option<&mut Fields> {
    fields.get_mut("Executions")?.get_mut(0)?.as_object_mut()
}
